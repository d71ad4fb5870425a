import { AppFailure, toAppError, type AppError } from '@shared/errors'
import type { HelmCapabilities } from '../../helm/capabilities'
import { defaultTimeoutSeconds } from '@shared/change-options/table'
import type { Output } from '../../helm/private-run'
import type { StartedHelm } from '../../helm/run'
import type { Follower } from '../follow/follow'
import { previewOf, wordsOf } from '../request/change'
import { removeKeptChart, writeKeptChart } from '../request/kept-chart'
import type { ChangeRun } from './change-run'

export interface HelmEnd {
  /** null when it ended well. */
  readonly helmError: AppError | null
  /** It was ended by a signal that it could not answer. */
  readonly wasKilled: boolean
  readonly output: Output
}

export const noOutput: Output = { stdout: '', stderr: '' }

interface HelmInput {
  readonly capabilities: HelmCapabilities
  /** What helm reads as values. */
  readonly stdin: string | undefined
  /** A kept chart as an archive. */
  readonly chart: Buffer | undefined
  /** Stopped when helm could not be started. */
  readonly follower: Follower
}

/** Runs helm and waits for its true end, also when it outlives a request to stop. */
export async function runHelm(run: ChangeRun, { capabilities, stdin, chart, follower }: HelmInput): Promise<HelmEnd> {
  const { ctx, operation, target, change, chartPath, running } = run
  const { signal } = running.stop
  let started: StartedHelm | undefined
  let output = noOutput
  try {
    if (chart !== undefined) await writeKeptChart(chartPath, chart)
    await ctx.helm.run(target, {
      kind: 'change',
      ...wordsOf(previewOf(change), chartPath, capabilities),
      timeLimitMs: timeLimitMs(change.timeout_seconds ?? defaultTimeoutSeconds),
      ...(stdin !== undefined && { stdin }),
      ...(chart !== undefined && { chart }),
      signal,
      name: operation.id,
      onOutput: (written) => (output = written),
      onStarted: (process) => {
        started = process
        noteStarted(run, process)
      },
    })
    return { helmError: null, wasKilled: false, output }
  } catch (reason) {
    const end = await started?.exited
    if (!(reason instanceof AppFailure)) follower.stop()
    const helmError = end?.code === 0 && signal.aborted ? null : toAppError(reason)
    return { helmError, wasKilled: end !== undefined && end.code === null, output }
  } finally {
    if (chart !== undefined) await removeKeptChart(chartPath)
  }
}

function noteStarted({ ctx, operation, running }: ChangeRun, helm: StartedHelm): void {
  const { pid, startTime, command } = helm
  running.helm = helm
  ctx.registry.update(operation.id, { command })
  ctx.journal.noteHelm(operation.id, { pid, startTime })
}

const phases = 6
const marginSeconds = 300

/** Each phase (hooks before, objects, hooks after) has the whole time for itself. */
function timeLimitMs(seconds: number): number {
  return (phases * seconds + marginSeconds) * 1_000
}
