import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** @typedef {{ pid: number, args: string }} Process */

/**
 * The command line of every running process; from /proc where there is one, else from `ps`.
 * Zombies have no command line and do not count.
 * @returns {Process[]}
 */
function listProcesses() {
  const entries = procEntries()
  return entries ? entries.flatMap(fromProc) : fromPs()
}

/** @returns {string[] | null} null where there is no /proc (macOS) */
function procEntries() {
  try {
    return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))
  } catch {
    return null
  }
}

/** @param {string} entry */
function fromProc(entry) {
  try {
    const args = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0').join(' ').trim()
    return args === '' ? [] : [{ pid: Number(entry), args }]
  } catch {
    return [] // it ended between the two reads
  }
}

function fromPs() {
  const { stdout } = spawnSync('ps', ['-Awwo', 'pid=,args='], { encoding: 'utf8' })
  return stdout.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(.*)$/.exec(line)
    return match ? [{ pid: Number(match[1]), args: String(match[2]) }] : []
  })
}

/** What a control plane consists of, and the program that starts it. */
const component =
  /(?:^|[\\/])(?:etcd|kube-apiserver|kube-controller-manager|kube-scheduler|kwok|kwok-controller|kwokctl)(?:\.exe)? /

/**
 * The parts of a control plane that run: they all name a file of its home on their command line.
 * @param {string} home absolute, unique to one control plane
 */
export function componentsOf(home) {
  return listProcesses().filter(({ args }) => component.test(args) && args.includes(`${home}/`))
}

/**
 * Kills the parts of a control plane, also those that its pid files do not (yet) know.
 * @param {string} home
 * @returns {number} how many were told to end
 */
function killComponentsOf(home) {
  return componentsOf(home).filter(({ pid }) => signal(pid, 'SIGKILL')).length
}

/**
 * Kills the parts of a control plane and waits until they are gone. A creation that is under way starts more while we
 * look: it is over when two rounds find nothing.
 * @param {string} home
 * @returns {Promise<boolean>} false when something still runs after 20 s
 */
export async function endComponentsOf(home) {
  let quiet = 0
  const round = () => (killComponentsOf(home) === 0 ? ++quiet : (quiet = 0)) >= 2
  return (await poll(round, { timeoutMs: 20_000, everyMs: 60 })) ?? false
}

/**
 * Sends a signal.
 * @param {number} pid
 * @param {NodeJS.Signals} name
 * @returns {boolean} false when the process is gone
 */
export function signal(pid, name) {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

/**
 * Runs a program to its end. Output is kept up to 32 MiB.
 * @param {string} file
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, timeoutMs?: number, signal?: AbortSignal, input?: string }} [options]
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>} code is null after a signal
 */
export function run(file, args, { env = process.env, timeoutMs = 120_000, signal: abort, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, timeout: timeoutMs, killSignal: 'SIGKILL', ...(abort && { signal: abort }) })
    const out = { stdout: '', stderr: '' }
    for (const stream of /** @type {const} */ (['stdout', 'stderr'])) {
      child[stream].setEncoding('utf8')
      child[stream].on('data', (/** @type {string} */ text) => {
        if (out[stream].length < 1 << 25) out[stream] += text
      })
    }
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...out }))
    child.stdin.on('error', () => undefined) // the program may end without reading
    child.stdin.end(input)
  })
}

/**
 * Asks until the answer is truthy.
 * @template T
 * @param {() => Promise<T> | T} ask
 * @param {{ timeoutMs: number, everyMs?: number, signal?: AbortSignal | undefined }} bounds
 * @returns {Promise<T | undefined>} undefined when the time is over
 */
export async function poll(ask, { timeoutMs, everyMs = 100, signal: abort }) {
  const end = Date.now() + timeoutMs
  for (;;) {
    abort?.throwIfAborted()
    const answer = await ask()
    if (answer) return answer
    if (Date.now() >= end) return undefined
    await sleep(everyMs, undefined, abort ? { signal: abort } : undefined)
  }
}
