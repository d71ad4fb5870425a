import type { Trouble } from '../kube/live/pods/pod-trouble'
import type { Followed, WatchSet } from '../kube/live/watch/watch-set'
import type { PodsTrouble } from './release-health'
import type { Workload } from '../kube/live/watch/workload'

/** Watches of pods at a time: those of a screen, and some that were seen before. */
const mostPodWatches = 40
/** A pod that has no node for so long will not find one by waiting (as helm 4 counts it). Milliseconds. */
const schedulingMs = 15_000

export interface PodWatchesDeps {
  readonly watches: WatchSet
  readonly onChange: () => void
  readonly most?: number
  readonly now?: () => number
}

/** The pods of workloads that are not ready. */
export interface PodWatches {
  /** These workloads want their reason, the most wanted first; what is no more among them is forgotten. */
  readonly want: (workloads: readonly Workload[]) => void
  /** What is the matter with the pods of a workload; null where that is not known, or nothing. */
  readonly troubleOf: (workload: Workload) => PodsTrouble | null
  readonly stop: () => void
}

interface PodWatch {
  readonly followed: Followed
  isRead: boolean
}

interface Known {
  readonly trouble: PodsTrouble | null
  /** How the workload was when this was known. */
  readonly reason: string
}

interface Parts {
  readonly watches: Map<string, PodWatch>
  /** Of workloads whose pods made room: it counts until they are other than they were. */
  readonly remembered: Map<string, Known>
  /** The worst of a workload's pods now. */
  readonly worst: (one: PodWatch | undefined) => PodsTrouble | null
}

/** Follows the pods of the most wanted workloads, and remembers what it knew of the others. */
export function createPodWatches(deps: PodWatchesDeps): PodWatches {
  const { onChange, now = Date.now } = deps
  let timer: NodeJS.Timeout | undefined
  const worst = (one: PodWatch | undefined): PodsTrouble | null => {
    const found = troublesOf(one).map((trouble) => toTrouble(trouble, now()))
    const restMs = Math.min(...found.map((told) => told.restMs))
    // Looked at again when one of them has waited long enough to be failing.
    if (restMs < Infinity) timer ??= setTimeout(lookAgain, restMs)
    return worstOf(found)
  }
  const lookAgain = (): void => {
    timer = undefined
    onChange()
  }
  const parts: Parts = { watches: new Map(), remembered: new Map(), worst }
  return {
    want: (workloads) => want(deps, parts, workloads),
    troubleOf: (workload) => {
      const key = keyOf(workload)
      const one = parts.watches.get(key)
      if (one?.isRead === true) return worst(one)
      const before = parts.remembered.get(key)
      return before?.reason === workload.verdict.reason ? before.trouble : null
    },
    stop: () => {
      clearTimeout(timer)
      for (const { followed } of parts.watches.values()) followed.release()
      parts.watches.clear()
    },
  }
}

function want(deps: PodWatchesDeps, parts: Parts, workloads: readonly Workload[]): void {
  const { watches, remembered, worst } = parts
  const wanted = new Map(workloads.filter(({ pods }) => pods !== '').map((one) => [keyOf(one), one]))
  const chosen = new Map([...wanted].slice(0, deps.most ?? mostPodWatches))
  for (const [key, one] of watches) {
    if (chosen.has(key)) continue
    const workload = wanted.get(key)
    if (workload !== undefined) remembered.set(key, { trouble: worst(one), reason: workload.verdict.reason })
    one.followed.release()
    watches.delete(key)
  }
  for (const key of remembered.keys()) if (!wanted.has(key)) remembered.delete(key)
  for (const [key, workload] of chosen) if (!watches.has(key)) watches.set(key, watchPods(deps, workload))
}

const pods = { apiVersion: 'v1', kind: 'Pod', resource: { plural: 'pods', namespaced: true } } as const

function watchPods({ watches, onChange }: PodWatchesDeps, { namespace, pods: labelSelector }: Workload): PodWatch {
  const one = { isRead: false }
  const followed = watches.follow(
    { ...pods, namespace, labelSelector, names: null, isHeadEnough: false },
    {
      onChange,
      onState: ({ kind }) => {
        one.isRead = kind === 'live' || (kind === 'lost' && one.isRead)
        onChange()
      },
    },
  )
  return Object.assign(one, { followed })
}

function troublesOf(one: PodWatch | undefined): Trouble[] {
  return [...(one?.followed.items() ?? [])].flatMap(({ pod }) => pod?.trouble ?? [])
}

/** By what its pods are found with: other labels are other pods. */
function keyOf({ kind, namespace, name, pods }: Workload): string {
  return `${namespace}/${kind}/${name}/${pods}`
}

interface Told extends PodsTrouble {
  /** How long it still counts as being on its way; Infinity where time changes nothing. Milliseconds. */
  readonly restMs: number
}

function toTrouble({ reason, podName, isFailing, unscheduledAt }: Trouble, now: number): Told {
  const restMs = unscheduledAt === null ? 0 : unscheduledAt + schedulingMs - now
  if (restMs > 0) return { reason, podName, isFailing: false, restMs }
  return { reason, podName, isFailing, restMs: Infinity }
}

/** The worst that is told of the pods; null when nothing is. */
function worstOf(troubles: readonly Told[]): PodsTrouble | null {
  const [first] = troubles.filter(({ reason }) => reason !== '').sort(worstFirst)
  return first === undefined ? null : { reason: first.reason, podName: first.podName, isFailing: first.isFailing }
}

function worstFirst(one: Told, other: Told): number {
  return rank(one) - rank(other) || (one.podName < other.podName ? -1 : 1)
}

/** What has just ended says less than what goes on. */
function rank({ reason, isFailing }: Told): number {
  if (!isFailing) return 2
  return /^(Error|Failed)\b/.test(reason) ? 1 : 0
}
