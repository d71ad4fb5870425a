import { basename } from 'node:path'
import { AppFailure, fail } from '@shared/errors'
import type { HelmBinary } from '@shared/model/app'
import { pinnedKubeconfig } from '../kube/pin'
import type { ClusterTarget } from '../kube/target'
import { capabilitiesOf, type HelmCapabilities } from './capabilities'
import { helmArguments, type HelmWords } from './command-line'
import { debugVariables, withoutDebug } from './debug-lines'
import { helmEnvironment, type Environment } from './environment'
import { helmError, spawnFailure, stopError } from './errors'
import { runPrivately, type Output, type PrivateResult, type PrivateRun } from './private-run'
import type { RunningProcess } from './process'
import type { Spawn } from './spawn'
import { sweepRuns } from './sweep'

/** One call of helm. */
export interface HelmCall extends HelmWords {
  /** A read is ended when the app quits or its time is over; a change outlives the app and is only ever asked to stop. */
  readonly kind: 'read' | 'change'
  readonly timeLimitMs: number
  /** Values or a password: never an argument, which anybody on the computer could read. */
  readonly stdin?: string
  /** A chart's archive that helm reads as `chartDescriptor`: it has no name on disk. */
  readonly chart?: Buffer
  /** Of both streams together; 64 MiB when not given. */
  readonly maxOutputBytes?: number
  /** How long helm has to end after it was asked to; 10 s when not given, 2 s for a read. */
  readonly stopWaitMs?: number
  /** For the commands that give their reason on standard output: a failure then looks at both streams. */
  readonly reasonOnStdout?: boolean
  /** Cancels: one SIGTERM, a bounded wait, then the call rejects with `cancelled` and says whether helm still runs. */
  readonly signal?: AbortSignal
  /** Told once helm runs: pid and start time for a journal, `kill` for a force stop, `exited` for the true end. */
  readonly onStarted?: (started: StartedHelm) => void
  /** By which the run's folder is found again when the app has ended before helm (private-files.ts). */
  readonly name?: string
  /** What helm wrote, told once at its true end; not when the app ends before. */
  readonly onOutput?: (output: Output) => void
}

export interface StartedHelm extends RunningProcess {
  /** What was run, as it can be shown: program, then arguments. It holds no secret. */
  readonly command: readonly string[]
}

interface HelmResult {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
  readonly durationMs: number
  readonly command: readonly string[]
}

export interface HelmRunner {
  /**
   * Runs helm against a pinned cluster; target null for `no-cluster` calls without one.
   * @throws AppFailure with the code of the error table; its detail is what helm wrote to standard error
   */
  run(target: ClusterTarget | null, call: HelmCall): Promise<HelmResult>
  /** @throws AppFailure when there is no usable helm */
  capabilities(): Promise<HelmCapabilities>
  /** The helm in use. @throws AppFailure when there is none */
  binary(): Promise<HelmBinary>
  /** At quit: ends the reads under way, leaves changes alone. */
  dispose(): void
}

export interface RunnerParts {
  /** Looks for helm (binary.ts). Asked again after a failure, and when the program has gone. */
  readonly findHelm: () => Promise<HelmBinary>
  /** The person's environment. */
  readonly env: () => Environment
  /** The folder for the private ones of each run; made when it does not exist. */
  readonly root: string
  /** How helm is started; from this thread by default. */
  readonly spawn?: Spawn
  /** Resolves when it is known which runs of the app's last start are still to be read: those names stay. */
  readonly wantedRuns?: () => Promise<(name: string) => boolean>
}

const defaultMaxOutput = 64 * 1024 * 1024

/** The only way to helm. */
export function createHelmRunner(parts: RunnerParts): HelmRunner {
  const reads = new Set<RunningProcess>()
  let found: Promise<HelmBinary> | null = null
  let swept: Promise<void> | null = null
  let isLeaving = false

  const binary = (): Promise<HelmBinary> => {
    found ??= parts.findHelm().catch((reason: unknown) => {
      found = null
      throw reason
    })
    return found
  }

  const run = async (target: ClusterTarget | null, call: HelmCall): Promise<HelmResult> => {
    if (target?.kubeconfigFiles.length === 0 && call.scope !== 'no-cluster') noKubeconfig()
    swept ??= sweep(parts)
    const { path } = await binary()
    const args = helmArguments(call, target)
    const command = [basename(path), ...args]
    let child: RunningProcess | undefined
    const started = (running: RunningProcess): void => {
      child = running
      if (call.kind === 'read') reads.add(running)
      call.onStarted?.({ ...running, command })
    }
    try {
      const { root, spawn } = parts
      const limits = { ...limitsOf(call), root, spawn, onStarted: started, isLeaving: () => isLeaving }
      const env = { ...helmEnvironment(parts.env(), target), ...(call.verb[0] === 'uninstall' && debugVariables) }
      const kubeconfig = target?.pin && pinnedKubeconfig(target.context, target.pin)
      const result = await runPrivately({ ...limits, file: path, args, env, kubeconfig })
      return judge(withoutDebug(result), command, call)
    } catch (reason) {
      if (reason instanceof AppFailure) throw reason
      found = null
      throw spawnFailure(path, reason)
    } finally {
      if (child !== undefined) reads.delete(child)
    }
  }

  return {
    run,
    binary,
    capabilities: async () => capabilitiesOf((await binary()).version),
    dispose: () => {
      isLeaving = true
      for (const read of reads) read.kill()
    },
  }
}

async function sweep({ root, wantedRuns }: RunnerParts): Promise<void> {
  await sweepRuns(root, await wantedRuns?.())
}

/** The part of a call that says how long and how much. */
function limitsOf(
  call: HelmCall,
): Omit<PrivateRun, 'file' | 'args' | 'env' | 'root' | 'spawn' | 'onStarted' | 'isLeaving'> {
  return {
    name: call.name,
    onOutput: (output) => call.onOutput?.(withoutDebug(output)),
    kind: call.kind,
    timeLimitMs: call.timeLimitMs,
    stdin: call.stdin,
    chart: call.chart,
    signal: call.signal,
    maxOutputBytes: call.maxOutputBytes ?? defaultMaxOutput,
    stopWaitMs: call.stopWaitMs ?? (call.kind === 'read' ? 2_000 : 10_000),
  }
}

/** A command that was asked to stop but succeeded all the same has succeeded. */
function judge(result: PrivateResult, command: readonly string[], call: HelmCall): HelmResult {
  const { end, stop, stdout, durationMs } = result
  const stderr = call.reasonOnStdout === true && end?.code !== 0 ? `${result.stdout}\n${result.stderr}` : result.stderr
  if (end?.code === 0 && stop !== 'output-too-large') return { stdout, stderr, code: 0, durationMs, command }
  if (stop === null && end !== null && end.code !== null) throw new AppFailure(helmError(stderr, call.verb.join(' ')))
  throw new AppFailure(stopError(result, command.slice(0, 2).join(' '), stderr.trim()))
}

function noKubeconfig(): never {
  fail('no-kubeconfig', 'There is no kubeconfig to connect with.', {
    cause: 'Choose a kubeconfig file, or start the demo.',
    actions: ['choose-kubeconfig', 'start-demo'],
  })
}
