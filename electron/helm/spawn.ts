import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { giveWay } from './give-way'

/** How to start a program. The streams are open files (private-files.ts). */
export interface ProcessSpec {
  readonly file: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly stdin: number | null
  /** The file that the program has open beside its streams, as its number 3. */
  readonly chart?: number | null | undefined
  readonly stdout: number
  readonly stderr: number
}

/** How a program ended: with a code, or by a signal; neither is known of one whose end nobody could wait for. */
export interface ProcessEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A program that was started. */
export interface Spawned {
  readonly pid: number
  /** Never rejects. */
  readonly exited: Promise<ProcessEnd>
  /** Does nothing once it has ended. */
  kill(signal: NodeJS.Signals): void
}

/** Starts a program. @throws the system's error when it cannot be started */
export type Spawn = (spec: ProcessSpec) => Promise<Spawned>

/**
 * Starts a program from this thread, in a session of its own and without a shell: neither the app's end nor a signal to
 * its group ends it. The thread stands still meanwhile (measured in the app: 30 ms, more on a busy computer).
 */
export const spawnHere: Spawn = async ({ file, args, env, cwd, stdin, chart, stdout, stderr }) => {
  const child = spawn(file, args, {
    cwd,
    env,
    stdio: [stdin ?? 'ignore', stdout, stderr, ...(typeof chart === 'number' ? [chart] : [])],
    detached: true,
    shell: false,
    windowsHide: true,
  })
  const exited = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  await once(child, 'spawn')
  // A later 'error' only says that a signal did not arrive: the end is told by 'exit'.
  child.on('error', () => undefined)
  const pid = child.pid ?? 0
  giveWay(pid)
  return { pid, exited, kill: (signal) => void child.kill(signal) }
}
