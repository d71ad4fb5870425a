import { AppFailure, fail, toAppError, type AppError } from '@shared/errors'
import { defaultTimeoutSeconds } from '@shared/change-options/table'
import type { Output } from '../../helm/private-run'
import type { HelmRunner, StartedHelm } from '../../helm/run'
import type { ClusterTarget } from '../../kube/target'
import { valuesToYaml } from '../../records/revision-values'
import { previewOf, wordsOf, type Change } from '../request/change'
import { limitsOf } from '../request/limits'
import { followChange, type Follower, type FollowOptions } from '../follow/follow'
import { judge } from '../verdict/judge'
import { keepChart, removeKeptChart } from '../request/kept-chart'
import { refuseDamaged } from '../verdict/refuse-damaged'
import type { Payload } from '../../records/payload'
import { readPayload, readRevisions } from '../../records/read-record'
import { newestOf, type RevisionMark } from '../../records/revision-mark'
import type { LiveClient } from '../../kube/live/objects/kind-request'
import type { WatchSet } from '../../kube/live/watch/watch-set'
import type { OperationPatch } from '../running/registry'
import { leftPending, refuseUnseenValues } from '../verdict/left-behind'
import { revisionInUse, settledRevisions } from '../verdict/release-state'
import type { EndEvent, OperationEvent } from '../verdict/status'

export interface ChangeRun {
  /** The operation's: helm's run is found again by it. */
  readonly id: string
  /** RFC 3339. */
  readonly startedAt: string
  readonly target: ClusterTarget
  readonly change: Change
  readonly client: LiveClient
  /** What is watched of the cluster, shared with others. */
  readonly watches?: WatchSet | undefined
  readonly helm: Pick<HelmRunner, 'run' | 'capabilities'>
  /** Where a kept chart is rebuilt. */
  readonly chartFolder: string
  /** Asks helm to stop. */
  readonly cancel: AbortSignal
  /** Whether the person had helm stopped, in order or by force. */
  readonly wasCancelled: () => boolean
  /** Ends reading, because the app ends; helm goes on. */
  readonly appEnds: AbortSignal
  /** Told of helm's process, for a force stop and for the journal. */
  readonly onStarted: (started: StartedHelm) => void
  /** Told what helm wrote, at its end. */
  readonly onOutput: (output: Output) => void
  /** @throws AppFailure when the release may not be changed now */
  readonly mayChange: (newest: RevisionMark | undefined) => void
  readonly happen: (event: OperationEvent) => void
  readonly show: (patch: OperationPatch) => void
}

export interface ChangeEnd {
  readonly event: EndEvent
  /** The revision that it was about. */
  readonly revision: number
  /** The revision that helm has left pending, if it has. */
  readonly leftPending: number | null
}

/**
 * One change from its first look at the cluster to its verified end.
 * @throws AppFailure when it could not even begin: nothing was changed then
 */
export async function runChange(run: ChangeRun): Promise<ChangeEnd> {
  const { change, client } = run
  const { namespace, name, verb } = change
  const before = await readRevisions(client, namespace, name, run.appEnds)
  const newest = newestOf(before)
  run.mayChange(newest)
  refuseUnseenValues(change, before)
  await refuseDamaged(client, change, before, run.appEnds)
  const { waitsForAddresses } = await run.helm.capabilities()
  const prepared = await prepare(run, before)
  const revision = revisionOf(verb, newest)
  if (run.cancel.aborted) {
    return { event: { event: 'cancelled', releaseStatus: newest?.status ?? '' }, revision, leftPending: null }
  }
  run.show({ revision })
  const follower = follow(run, { revision, going: prepared.going, waitsForAddresses })
  const helm = await runHelm(run, prepared.stdin, follower)
  const { mark: lastSeen, objects } = await follower.finish(helm.helmError === null)
  const marks = await settledRevisions(client, namespace, name, run.appEnds)
  const wasCancelled = run.wasCancelled()
  const event = judge({ verb, name, revision, ...helm, wasCancelled, marks, lastSeen, objects })
  return { event, revision, leftPending: 'code' in marks ? null : leftPending(marks, revision) }
}

/** An uninstall and a test are about the newest revision, everything else makes the next. */
function revisionOf(verb: Change['verb'], newest: RevisionMark | undefined): number {
  const current = newest?.revision ?? 0
  return verb === 'uninstall' || verb === 'test' ? Math.max(1, current) : current + 1
}

interface Prepared {
  /** What helm reads as values. */
  readonly stdin: string | undefined
  readonly going: Payload | null
}

/** Reads what the change needs from the release as it stands: its values, its chart, or the objects that will go. */
async function prepare(run: ChangeRun, before: readonly RevisionMark[]): Promise<Prepared> {
  const { change, client, appEnds } = run
  const read = (revision: number, part?: 'payload-with-chart'): Promise<Payload> =>
    readPayload(client, change.namespace, change.name, revision, appEnds, part)
  switch (change.verb) {
    case 'install':
      return { stdin: change.values?.trim() === '' ? undefined : change.values, going: null }
    case 'upgrade': {
      const keepsChart = 'keep_chart' in change
      if (change.values !== undefined && !keepsChart) return { stdin: change.values, going: null }
      const inUse = revisionInUse(before)?.revision ?? noRelease(change.name)
      const current = await read(inUse, keepsChart ? 'payload-with-chart' : undefined)
      if (keepsChart) await keepChart(run.chartFolder, change, current)
      return { stdin: change.values ?? valuesToYaml(current.config ?? {}), going: null }
    }
    case 'test':
      if (before.length === 0) noRelease(change.name)
      return { stdin: undefined, going: null }
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
    cause: 'There are no values and no chart to keep. It was never installed, or has been uninstalled.',
    actions: ['retry'],
  })
}

function follow(run: ChangeRun, what: Pick<FollowOptions, 'revision' | 'going' | 'waitsForAddresses'>): Follower {
  const { change, client, watches, happen, show } = run
  const follower = followChange({
    client,
    watches,
    namespace: change.namespace,
    name: change.name,
    verb: change.verb,
    ...what,
    ...limitsOf(change),
    startedAt: run.startedAt,
    onWaitsUntil: (until) => show({ waitsUntil: until }),
    onBlind: (blind) => show({ blind }),
    onStored: () => happen({ event: 'stored' }),
    onObjects: (objects) => show({ objects }),
    onCounted: (ready, total) => happen({ event: 'counted', ready, total }),
  })
  const stop = (): void => follower.stop()
  run.appEnds.addEventListener('abort', stop, { once: true })
  return {
    stop,
    finish: (wentWell) => {
      run.appEnds.removeEventListener('abort', stop)
      return follower.finish(wentWell)
    },
  }
}

interface HelmEnd {
  /** null when it ended well. */
  readonly helmError: AppError | null
  /** It was ended by a signal that it could not answer. */
  readonly wasKilled: boolean
}

/**
 * Runs helm and waits for its true end, also when it outlives a request to stop
 */
async function runHelm(run: ChangeRun, stdin: string | undefined, follower: Follower): Promise<HelmEnd> {
  const { change, target, chartFolder } = run
  const seconds = change.timeout_seconds ?? defaultTimeoutSeconds
  let started: StartedHelm | undefined
  try {
    await run.helm.run(target, {
      kind: 'change',
      ...wordsOf(previewOf(change), chartFolder, await run.helm.capabilities()),
      // Each phase (hooks before, objects, hooks after) has the whole time for itself.
      timeLimitMs: (phases * seconds + marginSeconds) * 1_000,
      ...(stdin !== undefined && { stdin }),
      signal: run.cancel,
      name: run.id,
      onOutput: run.onOutput,
      onStarted: (process) => {
        started = process
        run.onStarted(process)
      },
    })
    return { helmError: null, wasKilled: false }
  } catch (reason) {
    const end = await started?.exited
    if (!(reason instanceof AppFailure)) follower.stop()
    const helmError = end?.code === 0 && run.cancel.aborted ? null : toAppError(reason)
    return { helmError, wasKilled: end !== undefined && end.code === null }
  } finally {
    if (change.verb === 'upgrade' && 'keep_chart' in change) await removeKeptChart(chartFolder)
  }
}

const phases = 6
const marginSeconds = 300
