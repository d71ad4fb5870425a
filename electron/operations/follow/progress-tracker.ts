import { isDeepStrictEqual } from 'node:util'
import type { ObjectProgress } from '@shared/model/operation'
import { isReadyByPresence, ruleKind } from '../../kube/live/readiness/readiness'
import type { FollowOptions, FollowResult } from './follow-options'
import { followedBy, type Followed } from './followed'
import { followObjects, type ObjectSet } from '../../kube/live/objects/object-set'
import { createWatchSet, type WatchSet } from '../../kube/live/watch/watch-set'
import { createProgressMask, type ProgressMask } from './progress-mask'
import { countReady, hasBegun, progressOf } from './progress'
import type { Payload } from '../../records/payload'
import { newestOf, type RevisionMark } from '../../records/revision-mark'
import { isHandedOver, waitEnd } from './wait-end'
import { watchRecord, type RecordWatch } from './watch-record'

/** A change as it is seen now. */
export interface ProgressTracker {
  /** Reports what is other than what was reported. @returns whether time alone may change it */
  readonly report: () => boolean
  /** Reads once more what may be behind. Never rejects. */
  readonly refresh: (signal: AbortSignal) => Promise<void>
  /** Resolves once all that was reported can be told in full; null where it was. Never rejects. */
  readonly settled: () => Promise<void> | null
  readonly result: () => FollowResult
  /** Whether helm waits for the objects, and all of them, and all hooks, were reported to be as they should be. */
  readonly isComplete: () => boolean
  readonly stop: () => void
}

interface State {
  payload: Payload | null
  followed: readonly Followed[]
  /** How many more objects there are. */
  unfollowed: number
  /** Takes what is secret in the release out of what is told of its objects. */
  mask: ProgressMask | null
  live: ObjectSet | null
  /** Whether all watches were once heard of: from then on everything is reported at once. */
  hasSpoken: boolean
  objects: readonly ObjectProgress[]
  isStored: boolean
  handedOverAt: number | null
  until: string | null
  blind: readonly string[]
  /** The versions of the records that were reported; '' before. */
  reportedMarks: string
}

/** One change, and what is known of it. */
interface Tracking {
  readonly options: FollowOptions
  readonly record: RecordWatch
  readonly watches: WatchSet
  readonly state: State
  readonly onChange: () => void
  /** When the change began, in milliseconds since 1970. */
  readonly begunAt: number
}

/** @param onChange a watch has reported something */
export function createProgressTracker(options: FollowOptions, onChange: () => void): ProgressTracker {
  const waiters = new Set<() => void>()
  const noteChange = (): void => {
    for (const wake of waiters) wake()
    onChange()
  }
  const state = nothingKnown()
  const record = watchRecord({ ...options, onChange: noteChange })
  const begunAt = Date.parse(options.startedAt ?? '') || Date.now()
  const watches = options.watches ?? createWatchSet(options)
  const tracking: Tracking = { options, record, watches, state, onChange: noteChange, begunAt }
  return {
    report: () => report(tracking),
    refresh: async (signal) => {
      await Promise.all([record.refresh(signal), refresh(state, signal)])
      // What came to be known only now is listed by its own watches.
      adopt(tracking)
      await until(() => state.live?.hasSpoken() !== false, waiters, signal)
    },
    settled: () => state.mask?.settled() ?? null,
    isComplete: () => isComplete(options, state),
    result: () => ({ mark: record.mark(), objects: state.objects }),
    stop: () => {
      record.stop()
      state.live?.stop()
    },
  }
}

function nothingKnown(): State {
  return {
    payload: null,
    followed: [],
    unfollowed: 0,
    mask: null,
    live: null,
    hasSpoken: false,
    objects: [],
    isStored: false,
    handedOverAt: null,
    until: null,
    blind: [],
    reportedMarks: '',
  }
}

function isComplete({ verb, waitsForObjects = true }: FollowOptions, state: State): boolean {
  const { objects, followed, hasSpoken } = state
  if (verb === 'test' || !waitsForObjects || !hasSpoken || objects.length !== followed.length) return false
  const isHookDone = objects.every(({ hook }) => hook === undefined || hook.phase === 'Succeeded')
  return isHookDone && countReady(objects) === objects.length
}

async function refresh({ live, followed }: State, signal: AbortSignal): Promise<void> {
  await live?.refresh(followed.filter(isWorthALook), signal)
}

/** What is ready by being there was reported when it came. */
function isWorthALook({ object, goal }: Followed): boolean {
  return goal === 'gone' || !isReadyByPresence(ruleKind(object.apiVersion, object.kind))
}

/** Resolves as soon as it is so, and at the latest when the signal aborts. */
async function until(isSo: () => boolean, waiters: Set<() => void>, signal: AbortSignal): Promise<void> {
  if (isSo() || signal.aborted) return
  await new Promise<void>((resolve) => {
    const check = (): void => {
      if (!isSo() && !signal.aborted) return
      waiters.delete(check)
      signal.removeEventListener('abort', check)
      resolve()
    }
    waiters.add(check)
    signal.addEventListener('abort', check)
  })
}

/** Takes over what the release's record says is to be followed. */
function adopt({ options, record, watches, state, onChange, begunAt }: Tracking): void {
  const payload = record.payload() ?? options.going
  if (payload === null || payload === state.payload) return
  state.payload = payload
  state.mask = createProgressMask(payload.secrets, onChange)
  const hasRun = (startedAt: number): boolean => startedAt >= runsSince(options, payload, begunAt)
  const all = followedBy(payload, { ...options, hasRun })
  const followed = all.slice(0, options.mostObjects)
  state.unfollowed = all.length - followed.length
  const isSame = isDeepStrictEqual(followed.map(namesOf), state.followed.map(namesOf))
  state.followed = followed
  if (isSame && state.live !== null) return
  state.live?.stop()
  state.objects = []
  const objectNamespace = options.objectNamespace ?? options.namespace
  const deps = { ...options, watches, namespace: objectNamespace, onChange }
  state.live = followed.length === 0 ? null : followObjects(deps, followed)
}

function namesOf({ object, goal }: Followed): unknown {
  return [object, goal]
}

/**
 * Runs of hooks before this are of another change: what rolls back takes them over from the revision it goes back to. All
 * three are by the clock of helm's computer.
 */
function runsSince({ verb }: FollowOptions, { info }: Payload, begunAt: number): number {
  if (verb === 'test') return begunAt
  if (verb === 'uninstall') return Date.parse(info.deleted ?? '') || Infinity
  return Date.parse(info.last_deployed ?? '') || 0
}

function report(tracking: Tracking): boolean {
  const { options, record, state } = tracking
  adopt(tracking)
  reportMarks(tracking)
  if (!state.isStored && isStored(options, record, state.followed)) {
    state.isStored = true
    options.onStored()
  }
  const { live } = state
  if (live === null) return false
  state.hasSpoken ||= live.hasSpoken()
  if (!state.isStored || !state.hasSpoken) return false
  const now = Date.now()
  const seen = progressOf({ live, followed: state.followed, before: state.objects, now })
  const objects = state.mask === null ? seen : state.mask.tell(seen)
  if (!isDeepStrictEqual(objects, state.objects)) {
    state.objects = objects
    options.onObjects(objects)
    if (hasBegun(objects)) options.onCounted(countReady(objects), objects.length)
  }
  reportWait(tracking, now)
  const blind = [...live.blind(), ...unfollowedWords(state)]
  if (!isDeepStrictEqual(blind, state.blind)) {
    state.blind = blind
    options.onBlind?.(blind)
  }
  return objects.some(({ pods }) => pods?.some(({ state: is, reason }) => is === 'waiting' && reason !== ''))
}

function unfollowedWords({ unfollowed, followed }: State): string[] {
  return unfollowed === 0
    ? []
    : [`Only the first ${followed.length} of ${followed.length + unfollowed} objects are followed.`]
}

function reportMarks({ options, record, state }: Tracking): void {
  const marks = record.marks()
  if (marks === null) return
  const [mark, newest] = [record.mark(), newestOf(marks) ?? null]
  const versions = JSON.stringify([mark?.resourceVersion, newest?.resourceVersion])
  if (versions === state.reportedMarks) return
  state.reportedMarks = versions
  options.onMark?.(mark, newest)
}

function reportWait({ options, state }: Tracking, now: number): void {
  const { timeoutSeconds = null, waitsForObjects = true } = options
  if (timeoutSeconds === null) return
  const { followed, objects } = state
  if (state.handedOverAt === null && isHandedOver(followed, objects)) state.handedOverAt = now
  const end = waitEnd({ followed, objects, timeoutSeconds, waitsForObjects, handedOverAt: state.handedOverAt })
  const text = end === null ? null : new Date(end).toISOString()
  if (text === state.until) return
  state.until = text
  options.onWaitsUntil?.(text)
}

function isStored({ verb }: FollowOptions, record: RecordWatch, followed: readonly Followed[]): boolean {
  const marks = record.marks()
  if (marks === null) return false
  if (verb === 'test') return followed.some(({ hook }) => hook !== null && hook.phase !== '')
  return verb === 'uninstall' ? hasBegunToGo(marks) : record.mark() !== null
}

function hasBegunToGo(marks: readonly RevisionMark[]): boolean {
  const newest = newestOf(marks)
  return newest === undefined || newest.status === 'uninstalling' || newest.status === 'uninstalled'
}
