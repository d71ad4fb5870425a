import type { ReleaseHealth } from '@shared/model/health'
import type { Workload } from '../kube/live/watch/workload'

/** Why the pods of a workload are not ready: the worst of them. */
export interface PodsTrouble {
  /** Kubernetes' own word and one sentence; never ''. */
  readonly reason: string
  readonly podName: string
  /** Whether this will not go away by waiting alone. */
  readonly isFailing: boolean
}

const readyHealth: ReleaseHealth = { state: 'ready', words: '', detail: '' }
export const noHealth: ReleaseHealth = { state: 'none', words: '', detail: '' }

/** So many objects are named in a tooltip. */
const mostNamed = 5
const longestWords = 40

/**
 * How a release is: as its worst object.
 * @param workloads all that belong to it
 * @param troubleOf what is the matter with the pods of a workload; null where that is not known, or nothing
 * @param tell what of a sentence of the cluster may be shown
 */
export function healthOf(
  workloads: readonly Workload[],
  troubleOf: (workload: Workload) => PodsTrouble | null,
  tell: (sentence: string) => string = (sentence) => sentence,
): ReleaseHealth {
  if (workloads.length === 0) return noHealth
  const findings = workloads.flatMap((workload) => findingOf(workload, troubleOf(workload), tell))
  const [worst] = findings.sort(worstFirst)
  if (worst === undefined) return readyHealth
  const lines = findings.slice(0, mostNamed).map(({ detail }) => detail)
  const more = findings.length - lines.length
  const detail = [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
  return { state: worst.state, words: worst.words, detail }
}

interface Finding {
  readonly state: 'waiting' | 'failing'
  readonly words: string
  readonly detail: string
  /** What part of it is ready: 0 is worst. */
  readonly share: number
}

function findingOf(workload: Workload, trouble: PodsTrouble | null, tell: (sentence: string) => string): Finding[] {
  const { kind, name, verdict } = workload
  if (verdict.state === 'ready') return []
  const own = `${kind} ${name}: ${tell(verdict.reason)}`
  const detail = trouble === null ? own : `${own}\nPod ${trouble.podName}: ${tell(trouble.reason)}`
  const state = verdict.state === 'failing' || trouble?.isFailing === true ? 'failing' : 'waiting'
  return [{ state, words: wordsOf(workload, trouble), detail, share: shareOf(workload) }]
}

function shareOf({ serving }: Workload): number {
  return serving === undefined || serving.wanted === 0 ? 0 : serving.ready / serving.wanted
}

function worstFirst(one: Finding, other: Finding): number {
  if (one.state !== other.state) return one.state === 'failing' ? -1 : 1
  if (one.share !== other.share) return one.share - other.share
  return one.detail < other.detail ? -1 : 1
}

/** Words of a pod that say less than its workload's. */
const vague = new Set(['Error', 'Failed'])

function wordsOf({ kind, name, verdict, serving }: Workload, trouble: PodsTrouble | null): string {
  const ofPod = trouble === null ? '' : podWord(trouble.reason)
  const isOnlyVague = vague.has(ofPod) && (verdict.state === 'failing' || trouble?.isFailing !== true)
  if (ofPod !== '' && !isOnlyVague) return ofPod
  if (verdict.state === 'failing') return firstWord(verdict.reason)
  // Its reason tells more than its count only while a roll-out goes on.
  if (serving !== undefined && serving.ready < serving.wanted) return `${serving.ready} of ${serving.wanted} ready`
  const sentence = verdict.reason.replace(/\.$/, '')
  return sentence.length > longestWords || kind === 'PersistentVolumeClaim' ? `${name} is not ready` : sentence
}

/** A container that was killed for its memory crashes again and again: what killed it says more than that. */
function podWord(reason: string): string {
  return /(^|, )OOMKilled/.test(reason) ? 'OOMKilled' : firstWord(reason)
}

function firstWord(reason: string): string {
  const end = reason.indexOf(':')
  return (end === -1 ? reason : reason.slice(0, end)).slice(0, longestWords)
}
