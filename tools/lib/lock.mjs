import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 200
/** Taking over is a matter of milliseconds: an older marker belongs to somebody who died while at it. */
const TAKEOVER_MAX_MS = 10_000

/**
 * Runs work while holding a lock file, so that two runs at once wait for each other. The lock of a process that
 * is gone is taken over.
 * @template T
 * @param {string} file the lock file
 * @param {() => Promise<T>} work
 * @param {{ signal?: AbortSignal | undefined, onWait?: ((pid: number) => void) | undefined }} [options]
 * @returns {Promise<T>} what work gives; rejects with the signal's reason when aborted while waiting
 */
export async function withLock(file, work, { signal, onWait } = {}) {
  await mkdir(dirname(file), { recursive: true })
  let told = false
  while (!(await tryLock(file))) {
    signal?.throwIfAborted()
    const holder = await holderOf(file)
    if (holder && !told) onWait?.(holder.pid)
    told = true
    await sleep(POLL_MS, undefined, signal ? { signal } : {})
  }
  try {
    signal?.throwIfAborted()
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

/**
 * @param {string} file
 * @returns {Promise<boolean>} whether this process holds the lock now
 */
async function tryLock(file) {
  if (await create(file)) return true
  const holder = await holderOf(file)
  if (!holder || isAlive(holder)) return false
  return takeOver(file)
}

/**
 * A link appears with its content or not at all, so nobody reads an empty lock.
 * @param {string} file
 */
async function create(file) {
  const own = `${file}.${randomUUID()}`
  await writeFile(own, `${process.pid} ${startTime(process.pid)}`)
  try {
    await link(own, file)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  } finally {
    await unlink(own)
  }
}

/**
 * Two waiters may both see a dead holder: only the one that makes the marker may remove the lock, and it looks again first.
 * @param {string} file
 */
async function takeOver(file) {
  const marker = `${file}.takeover`
  try {
    await writeFile(marker, '', { flag: 'wx' })
  } catch {
    const made = await stat(marker).catch(() => undefined)
    if (made && Date.now() - made.mtimeMs > TAKEOVER_MAX_MS) await rm(marker, { force: true })
    return false
  }
  try {
    const holder = await holderOf(file)
    if (holder && !isAlive(holder)) await rm(file, { force: true })
    return await create(file)
  } finally {
    await rm(marker, { force: true })
  }
}

/** @typedef {{ pid: number, started: string }} Holder */

/**
 * @param {string} file
 * @returns {Promise<Holder | undefined>} undefined where the lock is gone
 */
async function holderOf(file) {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const [pid, started] = text.split(' ')
  return { pid: Number(pid) || 0, started: started ?? '' }
}

/** @param {Holder} holder */
function isAlive({ pid, started }) {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, under another user.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM') return false
  }
  return started === startTime(pid)
}

/**
 * Tells a process from a later one with the same number (containers reuse low numbers at once); '' where it cannot be known.
 * Field 22 of /proc/PID/stat, counted after the name, which may hold spaces (proc(5)).
 * @param {number} pid
 */
function startTime(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
