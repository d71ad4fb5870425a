import { performance } from 'node:perf_hooks'
import { openPrivateFiles, readText, sizeOf, type PrivateFiles } from './private-files'
import { startProcess, type RunningProcess } from './process'
import type { Spawn } from './spawn'
import { supervise, type Ending, type Limits } from './supervise'

/** One program to run, with everything it may use. */
export interface PrivateRun extends Omit<Limits, 'outputBytes'> {
  readonly file: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly stdin?: string | undefined
  /** A file that the program reads as `chartDescriptor` (private-files.ts). */
  readonly chart?: Buffer | undefined
  /** The text of a kubeconfig of its own, in place of the environment's. */
  readonly kubeconfig?: string | undefined
  /** How the program is started; from this thread by default. */
  readonly spawn?: Spawn | undefined
  /** The folder that gets the run's private one. */
  readonly root: string
  /** By which the private folder is found again after a crash of the app. */
  readonly name?: string | undefined
  readonly onStarted?: ((child: RunningProcess) => void) | undefined
  /** Told at the program's true end, before its files go; not told when it could not be started. */
  readonly onOutput?: ((output: Output) => void) | undefined
  /** Whether the files are left for the next start of the app, because this one is ending. */
  readonly isLeaving?: (() => boolean) | undefined
}

export interface Output {
  readonly stdout: string
  readonly stderr: string
}

export interface PrivateResult extends Ending, Output {
  readonly durationMs: number
}

/**
 * Runs a program with private files, within its limits, and gives what it wrote; how it ended is for the caller to judge.
 * While it still runs in spite of a request to stop, its files stay and go when it ends.
 * @throws the system's error when it cannot be started
 */
export async function runPrivately(run: PrivateRun): Promise<PrivateResult> {
  const files = await openPrivateFiles(run.root, run, run.name)
  const env = files.kubeconfig === null ? run.env : { ...run.env, KUBECONFIG: files.kubeconfig }
  let child: RunningProcess | undefined
  try {
    const began = performance.now()
    child = await startProcess({ ...run, ...files, env }, run.spawn)
    files.sign(child.pid, child.startTime)
    run.onStarted?.(child)
    const ending = await supervise(child, { ...run, outputBytes: () => sizeOf(files.stdout) + sizeOf(files.stderr) })
    return {
      ...ending,
      ...outputOf(run, files),
      durationMs: performance.now() - began,
    }
  } finally {
    await disposeAfter(child, files, run)
  }
}

function outputOf({ maxOutputBytes }: PrivateRun, files: PrivateFiles): Output {
  return { stdout: readText(files.stdout, maxOutputBytes), stderr: readText(files.stderr, maxOutputBytes) }
}

/** Never rejects: a folder that cannot be deleted must not turn a success into a failure, and is swept later. */
async function disposeAfter(child: RunningProcess | undefined, files: PrivateFiles, run: PrivateRun): Promise<void> {
  const dispose = async (): Promise<void> => {
    if (child !== undefined && run.kind === 'change' && run.isLeaving?.() === true) return
    if (run.kind === 'read') child?.killRest()
    if (child !== undefined) run.onOutput?.(outputOf(run, files))
    await files.dispose().catch(() => undefined)
  }
  const state = child === undefined ? 'gone' : await Promise.race([child.exited, Promise.resolve('running')])
  if (state !== 'running') return dispose()
  void child?.exited.then(dispose)
}
