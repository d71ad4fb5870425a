import { fail, toAppError, type AppError, type ErrorCode } from '@shared/errors'
import { eachLimited } from '@shared/each-limited'
import type { Drift, DriftFormat, DriftMark, TakenValue } from '@shared/model/drift'
import type { HelmRunner } from '../../helm/run'
import type { ReleaseId } from '@shared/model/release-ref'
import type { ApiClient } from '../../kube/api-client'
import type { ClusterTarget } from '../../kube/target'
import { keepWork } from '../kept-work'
import { workOnPlan } from '../plan-work'
import { checkDrift, openDriftCluster, type CheckedDrift, type DriftCluster } from './check-drift'
import { takeValue, type DriftPlace } from './value/take-value'

export interface DriftsDeps {
  readonly clientFor: (target: ClusterTarget) => Pick<ApiClient, 'get' | 'sendRead'>
  readonly helm: Pick<HelmRunner, 'run' | 'capabilities'>
  /** A folder for the owner alone, where a kept chart is read where it can't be an open file. */
  readonly root: string
  readonly onMark: (mark: DriftMark) => void
  readonly now: () => Date
}

/** Releases held against their clusters, one by one or many in a row. */
export interface Drifts {
  /** Looks at one release now, and keeps what is found. @throws AppFailure as `checkDrift` */
  check(target: ClusterTarget, release: ReleaseId, id: string): Promise<Drift>
  /** Ends a check; nothing where there is none. */
  cancel(id: string): void
  /** What a check has found. @throws AppFailure `plan-missing` where it isn't kept any more */
  get(id: string): Drift
  /** The same as one text. @throws AppFailure as `get` */
  exportText(id: string, format: DriftFormat): Promise<string>
  /** The one value that sets a field; null where that isn't certain. @throws AppFailure as `get`; those of the API client */
  findValue(id: string, place: DriftPlace): Promise<TakenValue | null>
  /** Looks at these in their order, and tells what it finds of each. A scan of the same context that is under way ends. */
  scan(target: ClusterTarget, releases: readonly ReleaseId[]): void
  /** Ends every scan; what was found has been told. */
  stopScans(): void
  dispose(): void
}

/** Whoever waits for an answer: as many objects as a plan asks for. */
const objectsOfCheck = 8
/** So many checks are kept: a page shows one. */
const maxKept = 4
/** A scan leaves the cluster room for others. */
const releasesAtOnce = 2
const objectsOfScan = 4
/** What ends a scan: the next release would say the same, after as long a wait. */
const lasting: readonly ErrorCode[] = ['cluster-unreachable', 'cluster-unauthorised', 'cluster-certificate']

interface KeptCheck {
  readonly checked: CheckedDrift
  readonly target: ClusterTarget
}

export function createDrifts({ clientFor, helm, root, onMark, now }: DriftsDeps): Drifts {
  const ending = new AbortController()
  const scans = new Map<string, AbortController>()
  const checks = keepWork<KeptCheck>(maxKept)
  const found = (id: string): KeptCheck => checks.get(id) ?? missing()
  const open = (target: ClusterTarget, atOnce: number): DriftCluster =>
    openDriftCluster({ context: target.context, client: clientFor(target), atOnce, now })

  function stopScans(): void {
    for (const scan of scans.values()) scan.abort()
    scans.clear()
  }

  return {
    check: async (target, release, id) => {
      const { checked } = await checks.make(id, async (signal) => {
        const done = await checkDrift(open(target, objectsOfCheck), release, signal)
        onMark(markOf(done))
        return { checked: done, target }
      })
      return checked.drift
    },
    cancel: checks.cancel,
    get: (id) => found(id).checked.drift,
    exportText: async (id, format) => workOnPlan('export-drift', found(id).checked.drift, format),
    findValue: async (id, place) => {
      const { checked, target } = found(id)
      return takeValue({ helm, root, target, client: clientFor(target), signal: ending.signal }, checked, place)
    },
    scan: (target, releases) => {
      scans.get(target.context)?.abort()
      const scan = new AbortController()
      scans.set(target.context, scan)
      const signal = AbortSignal.any([scan.signal, ending.signal])
      void scanAll(open(target, objectsOfScan), releases, signal, onMark)
    },
    stopScans,
    dispose: () => {
      ending.abort()
      stopScans()
      checks.dispose()
    },
  }
}

function missing(): never {
  fail('plan-missing', "This check isn't kept any more.", { cause: 'Check again.' })
}

/** Never rejects: what can't be looked at says so in its mark. */
async function scanAll(
  cluster: DriftCluster,
  releases: readonly ReleaseId[],
  signal: AbortSignal,
  onMark: DriftsDeps['onMark'],
): Promise<void> {
  let trouble: AppError | null = null
  await eachLimited(releases, releasesAtOnce, async (release) => {
    if (signal.aborted) return
    const { mark, error } = await scanOne(cluster, release, signal, trouble)
    if (error !== null && lasting.includes(error.code)) trouble = error
    if (!isOver(signal)) onMark(mark)
  })
}

/** It may have been aborted since it was looked at last. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted
}

async function scanOne(
  cluster: DriftCluster,
  release: ReleaseId,
  signal: AbortSignal,
  trouble: AppError | null,
): Promise<{ readonly mark: DriftMark; readonly error: AppError | null }> {
  const failed = (error: AppError): { mark: DriftMark; error: AppError } => {
    const { namespace, name } = release
    const place = { context: cluster.context, namespace, name, revision: 0 }
    return { mark: { ...place, checkedAt: cluster.now().toISOString(), state: stateOf(error) }, error }
  }
  if (trouble !== null) return failed(trouble)
  try {
    return { mark: markOf(await checkDrift(cluster, release, signal)), error: null }
  } catch (reason) {
    return failed(toAppError(reason))
  }
}

function stateOf({ code, message }: AppError): DriftMark['state'] {
  if (code === 'release-busy') return { is: 'busy' }
  return { is: 'failed', why: message, isForbidden: code === 'forbidden' }
}

function markOf({ drift, newest }: CheckedDrift): DriftMark {
  const { context, namespace, name, checkedAt, counts } = drift
  return { context, namespace, name, revision: newest, checkedAt, state: { is: 'checked', counts } }
}
