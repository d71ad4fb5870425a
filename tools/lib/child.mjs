import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'

/** How long a program may take to end itself before it is killed. */
const GRACE_MS = 8_000

/**
 * Ends a program and everything it started, politely first.
 * @param {import('node:child_process').ChildProcess} child started with `detached`, so that it leads a process group
 * @param {{ graceMs?: number, asks?: 'group' | 'leader' }} [options] asks: who gets the polite signal. A browser's main process must end its
 *   helpers itself, or it takes their end for a crash.
 * @returns {Promise<void>} when it is gone
 */
export async function endChild(child, { graceMs = GRACE_MS, asks = 'group' } = {}) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  if (asks === 'leader') child.kill('SIGTERM')
  else signalGroup(child, 'SIGTERM')
  const killer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs)
  await gone
  clearTimeout(killer)
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  try {
    if (child.pid === undefined) return
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It ended in the meantime.
  }
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {AbortSignal | undefined} [signal] ends the program; the promise then rejects with the signal's reason
 * @property {string} [log] a file for everything the program says
 * @property {(line: string) => void} [onLine] each line of either stream
 */

/**
 * Runs a program without a shell and without stdin, in a group of its own (a Ctrl-C in the terminal reaches it through the signal only).
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, stdout: string, tail: string }>} stdout is bounded to its first MB, tail to the last 40 lines
 *   of both streams; rejects when the program cannot be started or the signal fires
 */
export async function run(command, args, { cwd, env, signal, log, onLine } = {}) {
  signal?.throwIfAborted()
  if (log) await mkdir(dirname(log), { recursive: true })
  const sink = log ? createWriteStream(log) : undefined
  const child = spawn(command, args, {
    ...(cwd ? { cwd } : {}),
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  })
  /** @type {string[]} */
  const tail = []
  let stdout = ''
  const listen = (/** @type {import('node:stream').Readable} */ stream, /** @type {boolean} */ keep) =>
    createInterface({ input: stream }).on('line', (line) => {
      if (keep && stdout.length < 1 << 20) stdout += `${line}\n`
      tail.push(line)
      if (tail.length > 40) tail.shift()
      sink?.write(`${line}\n`)
      onLine?.(line)
    })
  listen(child.stdout, true)
  listen(child.stderr, false)
  const stop = () => void endChild(child)
  signal?.addEventListener('abort', stop)
  try {
    /** @type {number} */
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (exit) => resolve(exit ?? 1))
    })
    signal?.throwIfAborted()
    return { code, stdout, tail: tail.join('\n') }
  } finally {
    signal?.removeEventListener('abort', stop)
    if (sink) await new Promise((resolve) => sink.end(resolve))
  }
}
