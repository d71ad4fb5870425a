import { AppFailure, fail, toAppError, type AppError } from '@shared/errors'
import type { ObjectProgress } from '@shared/model/operation'
import { defaultTimeoutSeconds } from '../helm/change-flags'
import type { HelmRunner, StartedHelm } from '../helm/run'
import type { ClusterTarget } from '../kube/target'
import { previewOf, wordsOf, type Change } from './change'
import { followChange, type Follower, type FollowOptions } from './follow'
import { judge } from './judge'
import { removeKeptChart, writeKeptChart } from './kept-chart'
import {
  isPending,
  newestOf,
  readPayload,
  readRevisions,
  type Payload,
  type Reader,
  type RevisionMark,
} from './revisions'
import { revisionInUse, settledRevisions } from './release-state'
import type { OperationEvent } from './status'

export interface ChangeRun {
  readonly target: ClusterTarget
  readonly change: Change
  readonly client: Reader
  readonly helm: Pick<HelmRunner, 'run' | 'capabilities'>
  /** Where a kept chart is rebuilt. */
  readonly chartFolder: string
  /** Asks helm to stop. */
  readonly cancel: AbortSignal
  /** Ends reading, because the app ends; helm goes on. */
  readonly appEnds: AbortSignal
  /** Told of helm's process, for a force stop. */
  readonly onStarted: (started: StartedHelm) => void
  /** @throws AppFailure when the release may not be changed now */
  readonly mayChange: (newest: RevisionMark | undefined) => void
  readonly happen: (event: OperationEvent) => void
  readonly showObjects: (objects: readonly ObjectProgress[]) => void
}

export interface ChangeEnd {
  readonly event: ReturnType<typeof judge>
  /** The revision that helm has left pending, if it has. */
  readonly leftPending: number | null
}

/**
 * One change from its first look at the cluster to its verified end.
 * @throws AppFailure when it could not even begin: nothing was changed then
 */
export async function runChange(run: ChangeRun): Promise<ChangeEnd> {
  const { change, client } = run
  const { namespace, release_name: releaseName, verb } = change
  const before = await readRevisions(client, namespace, releaseName, run.appEnds)
  const newest = newestOf(before)
  run.mayChange(newest)
  const { waitsForAddresses } = await run.helm.capabilities()
  const prepared = await prepare(run, before)
  if (run.cancel.aborted)
    return { event: { event: 'cancelled', releaseStatus: newest?.status ?? '' }, leftPending: null }
  const revision = verb === 'uninstall' ? (newest?.revision ?? 1) : (newest?.revision ?? 0) + 1
  const follower = follow(run, { revision, going: prepared.going, waitsForAddresses })
  const helmError = await runHelm(run, prepared.stdin, follower)
  const { mark: lastSeen, objects } = await follower.finish()
  const marks = await settledRevisions(client, namespace, releaseName, run.appEnds)
  const wasCancelled = run.cancel.aborted
  const event = judge({ verb, releaseName, revision, helmError, wasCancelled, marks, lastSeen, objects })
  return { event, leftPending: 'code' in marks ? null : leftPending(marks, revision) }
}

/** Only the one this change has made: any other pending revision is somebody else's work. */
function leftPending(marks: readonly RevisionMark[], revision: number): number | null {
  return marks.some((mark) => mark.revision === revision && isPending(mark.status)) ? revision : null
}

interface Prepared {
  /** What helm reads as values. */
  readonly stdin: string | undefined
  readonly going: Payload | null
}

/** Reads what the change needs from the release as it stands: its values, its chart, or the objects that will go. */
async function prepare(run: ChangeRun, before: readonly RevisionMark[]): Promise<Prepared> {
  const { change, client, appEnds } = run
  const read = (revision: number): Promise<Payload> =>
    readPayload(client, change.namespace, change.release_name, revision, appEnds)
  switch (change.verb) {
    case 'install':
      return { stdin: change.values?.trim() === '' ? undefined : change.values, going: null }
    case 'upgrade': {
      const keepsChart = 'keep_chart' in change
      if (change.values !== undefined && !keepsChart) return { stdin: change.values, going: null }
      const current = await read(revisionInUse(before)?.revision ?? noRelease(change.release_name))
      if (keepsChart) await writeKeptChart(run.chartFolder, current.chart)
      return { stdin: change.values ?? asYaml(current.config ?? {}), going: null }
    }
    case 'rollback':
      return { stdin: undefined, going: null }
    case 'uninstall': {
      const newest = newestOf(before)
      // Without it there is less to see, but nothing stands against the uninstall itself.
      return { stdin: undefined, going: newest === undefined ? null : await read(newest.revision).catch(() => null) }
    }
  }
}

function noRelease(name: string): never {
  fail('release-not-found', `The release "${name}" has no deployed revision.`, {
    cause: 'There is nothing whose values or chart could be kept. It was never installed, or has been uninstalled.',
    actions: ['retry'],
  })
}

/** JSON is YAML, but for characters that YAML takes for line breaks or refuses when they are not escaped. */
function asYaml(values: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(values).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function follow(run: ChangeRun, what: Pick<FollowOptions, 'revision' | 'going' | 'waitsForAddresses'>): Follower {
  const { change, client, happen } = run
  const follower = followChange({
    client,
    namespace: change.namespace,
    releaseName: change.release_name,
    verb: change.verb,
    ...what,
    onStored: () => happen({ event: 'stored' }),
    onObjects: run.showObjects,
    onCounted: (ready, total) => happen({ event: 'counted', ready, total }),
  })
  const stop = (): void => follower.stop()
  run.appEnds.addEventListener('abort', stop, { once: true })
  return {
    stop,
    finish: () => {
      run.appEnds.removeEventListener('abort', stop)
      return follower.finish()
    },
  }
}

/**
 * Runs helm and waits for its true end, also when it outlives a request to stop; gives its error, null when it ended well.
 */
async function runHelm(run: ChangeRun, stdin: string | undefined, follower: Follower): Promise<AppError | null> {
  const { change, target, chartFolder } = run
  const seconds = change.timeout_seconds ?? defaultTimeoutSeconds
  let started: StartedHelm | undefined
  try {
    await run.helm.run(target, {
      kind: 'change',
      ...wordsOf(previewOf(change), chartFolder),
      // Each phase (hooks before, objects, hooks after) has the whole time for itself.
      timeLimitMs: (phases * seconds + marginSeconds) * 1_000,
      ...(stdin !== undefined && { stdin }),
      signal: run.cancel,
      onStarted: (process) => {
        started = process
        run.onStarted(process)
      },
    })
    return null
  } catch (reason) {
    const end = await started?.exited
    if (!(reason instanceof AppFailure)) follower.stop()
    return end?.code === 0 && run.cancel.aborted ? null : toAppError(reason)
  } finally {
    if (change.verb === 'upgrade' && 'keep_chart' in change) await removeKeptChart(chartFolder)
  }
}

const phases = 6
const marginSeconds = 300
