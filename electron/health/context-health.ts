import type { HealthPatch, ReleaseHealth } from '@shared/model/health'
import type { FeedPatch } from '@shared/model/release-feed'
import type { HelmRelease } from '@shared/model/release'
import type { WatchSet } from '../kube/live/watch/watch-set'
import { maskHere, type MaskAside } from '../masking/sentence-mask'
import { watchKind, type KindWatch } from './kind-watch'
import { createPodWatches, type PodWatches } from './pod-watches'
import { problemOf } from './problem'
import { healthOf, noHealth } from './release-health'
import { createReleaseWords, type ReleaseWords, type ReleaseWordsDeps, type WordsRow } from './release-words'
import { workloadKinds, type WorkloadKind, type Workload } from '../kube/live/watch/workload'

export interface ContextHealthDeps {
  readonly context: string
  readonly watches: WatchSet
  readonly onPatch: (patch: HealthPatch) => void
  /** See `ReleaseWordsDeps`; by default nothing is secret. */
  readonly secretsOf?: ReleaseWordsDeps['secretsOf'] | undefined
  /** By default it is done here. */
  readonly maskAside?: MaskAside | undefined
  readonly batchMs?: number
}

/** The health of one context's releases, live. */
export interface ContextHealth {
  /** What was told so far: of these rows (`namespace/name`), or of all. */
  readonly told: (rows: readonly string[]) => HealthPatch
  readonly noteRows: (patch: Pick<FeedPatch, 'upserted' | 'removed'>) => void
  /** Rows in sight: why they are not ready is found out first. */
  readonly setSight: (rows: readonly string[]) => void
  readonly stop: () => void
}

/** Patches that come faster could not be read. Milliseconds. */
const defaultBatchMs = 50
/** Namespaces that are followed one by one, where the whole cluster may not be read. */
const mostNamespaces = 30

interface Row {
  readonly key: string
  /** `namespace/name` as the annotations of its objects have it. */
  readonly release: string
  /** Where its objects are. */
  readonly namespace: string
  /** Its newest revision. */
  readonly record: WordsRow
  /** Its objects were uninstalled: there is nothing left that could be ready. */
  readonly isGone: boolean
}

interface Parts {
  readonly rows: Map<string, Row>
  readonly told: Map<string, ReleaseHealth>
  readonly kinds: readonly KindWatch[]
  readonly pods: PodWatches
  readonly words: ReleaseWords | null
  sight: readonly string[]
  /** Namespaces with rows that were in sight, the latest first. */
  namespaces: readonly string[]
  problem: string
}

export function createContextHealth(deps: ContextHealthDeps, rows: readonly HelmRelease[]): ContextHealth {
  const { context, watches, secretsOf, maskAside = maskHere, batchMs = defaultBatchMs } = deps
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const plan = (): void => {
    if (!isStopped) timer ??= setTimeout(run, batchMs)
  }
  const run = (): void => {
    timer = undefined
    update(deps, parts)
  }
  const parts: Parts = {
    rows: new Map(rows.map((row) => [keyOf(row), toRow(row)])),
    told: new Map(),
    kinds: workloadKinds.map((kind) => watchKind({ kind, watches, onChange: plan })),
    pods: createPodWatches({ watches, onChange: plan }),
    words: secretsOf === undefined ? null : createReleaseWords({ secretsOf, maskAside, onKnown: plan }),
    sight: [],
    namespaces: [],
    problem: '',
  }
  return {
    told: (named) => ({ context, changed: reportedOf(parts, named), problem: parts.problem }),
    noteRows: ({ upserted, removed }) => {
      for (const key of removed) parts.rows.delete(key)
      for (const row of upserted) parts.rows.set(keyOf(row), toRow(row))
      if (upserted.length + removed.length > 0) plan()
    },
    setSight: (next) => {
      parts.sight = next
      plan()
    },
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      for (const part of [...parts.kinds, parts.pods]) part.stop()
    },
  }
}

function keyOf({ namespace, name }: HelmRelease): string {
  return `${namespace}/${name}`
}

function toRow(row: HelmRelease): Row {
  const namespace = row.targetNamespace ?? row.namespace
  const record = { namespace: row.namespace, name: row.name, revision: row.revision }
  return {
    key: keyOf(row),
    release: `${namespace}/${row.name}`,
    namespace,
    record,
    isGone: row.status === 'uninstalled',
  }
}

function reportedOf({ told }: Parts, named: readonly string[]): [string, ReleaseHealth][] {
  if (named.length === 0) return [...told]
  return named.flatMap((key): [string, ReleaseHealth][] => {
    const health = told.get(key)
    return health === undefined ? [] : [[key, health]]
  })
}

/** Looks at everything, and tells what is other than what was told. */
function update({ context, onPatch }: ContextHealthDeps, parts: Parts): void {
  const byRelease = groupByRelease(parts.kinds)
  parts.namespaces = namespacesToFollow(parts)
  for (const kind of parts.kinds) kind.setNamespaces(parts.namespaces)
  parts.pods.want(unready(parts, byRelease))
  const changed: [string, ReleaseHealth | null][] = []
  const inSight = new Set(parts.sight)
  for (const row of parts.rows.values()) {
    const health = judge(parts, row, byRelease.get(row.release) ?? [], inSight.has(row.key))
    if (isSame(health, parts.told.get(row.key))) continue
    changed.push([row.key, health])
    if (health === null) parts.told.delete(row.key)
    else parts.told.set(row.key, health)
  }
  for (const key of parts.told.keys()) {
    if (parts.rows.has(key)) continue
    parts.told.delete(key)
    changed.push([key, null])
  }
  const problem = problemOf(parts.kinds, parts.namespaces)
  if (changed.length === 0 && problem === parts.problem) return
  parts.problem = problem
  onPatch({ context, changed, problem })
}

function groupByRelease(kinds: readonly KindWatch[]): Map<string, Workload[]> {
  const byRelease = new Map<string, Workload[]>()
  for (const kind of kinds) {
    for (const workload of kind.workloads()) {
      const known = byRelease.get(workload.release)
      if (known === undefined) byRelease.set(workload.release, [workload])
      else known.push(workload)
    }
  }
  return byRelease
}

/** Where not everything may be read: where the rows in sight are, and then where those were that were in sight before. */
function namespacesToFollow({ sight, rows, kinds, namespaces }: Parts): readonly string[] {
  if (kinds.every((kind) => kind.isWide())) return []
  const inSight = sight.flatMap((key) => rows.get(key)?.namespace ?? [])
  return [...new Set([...inSight, ...namespaces])].slice(0, mostNamespaces)
}

/** Workloads whose pods are worth a look: of rows in sight first. */
function unready({ rows, sight }: Parts, byRelease: ReadonlyMap<string, readonly Workload[]>): Workload[] {
  const first = sight.flatMap((key) => rows.get(key) ?? [])
  const wanted = new Set([...first, ...rows.values()])
  return [...wanted].flatMap(({ release, isGone }) =>
    isGone ? [] : (byRelease.get(release) ?? []).filter(({ verdict }) => verdict.state !== 'ready'),
  )
}

/** Without these kinds nothing can be said of a release that seems well. */
const mainKinds: ReadonlySet<WorkloadKind> = new Set(['Deployment', 'StatefulSet', 'DaemonSet'])

function judge(
  { kinds, pods, words }: Parts,
  row: Row,
  workloads: readonly Workload[],
  isInSight: boolean,
): ReleaseHealth | null {
  if (row.isGone) return noHealth
  const coverages = kinds.map(({ kind, coverage }) => ({ kind, is: coverage(row.namespace) }))
  // Judged once by all there is, so that nothing turns from ready to failing only because it came later.
  if (coverages.some(({ is }) => is === 'loading')) return null
  const tell = (sentence: string): string => words?.tell(row.record, sentence, isInSight) ?? sentence
  const health = healthOf(workloads, pods.troubleOf, tell)
  const isBlind = coverages.some(({ kind, is }) => is !== 'known' && mainKinds.has(kind))
  return isBlind && (health.state === 'ready' || health.state === 'none') ? null : health
}

function isSame(one: ReleaseHealth | null, other: ReleaseHealth | undefined): boolean {
  if (one === null || other === undefined) return one === null && other === undefined
  return one === other || (one.state === other.state && one.words === other.words && one.detail === other.detail)
}
