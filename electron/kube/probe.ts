import { toAppError } from '@shared/errors'
import type { ConnectionState } from '@shared/model/cluster'
import { targetKey, type ApiClient } from './api-client'
import { checkConnection } from './connection'
import { fingerprintReleases, type Fingerprint, type Reach } from './release-fingerprint'
import type { ClusterTarget } from './target'

/** All in milliseconds. */
export interface ProbeTiming {
  readonly visibleMs: number
  readonly hiddenMs: number
  /** The first and the longest wait after a failure. */
  readonly retryMs: readonly [number, number]
  /** For one call. With the longest wait it makes the slowest recovery: it has to stay below 20 s. */
  readonly callMs: number
  /** A refused right is asked for again after this time. */
  readonly reachMs: number
}

const defaultTiming: ProbeTiming = {
  visibleMs: 5_000,
  hiddenMs: 30_000,
  retryMs: [2_000, 8_000],
  callMs: 8_000,
  reachMs: 120_000,
}

export interface ProbeDeps {
  /** The window's current target; null when there is none. */
  readonly targetNow: () => ClusterTarget | null
  /** The namespace of a context, '' when it names none. */
  readonly namespaceOf: (context: string) => string
  readonly clientFor: (target: ClusterTarget) => ApiClient
  /** Told when the state becomes another one. */
  readonly onConnection: (state: ConnectionState) => void
  /** Told when the release Secrets are not what they were. */
  readonly onReleasesChanged: (context: string) => void
  readonly isVisible: () => boolean
  readonly timing?: ProbeTiming
}

export interface Probe {
  readonly start: () => void
  readonly stop: () => void
  /** Looks now: the context changed, the window came back, the computer woke up, somebody pressed "retry". */
  readonly kick: () => void
}

/** What is known of the target being probed. */
interface Subject {
  readonly key: string
  readonly target: ClusterTarget
  readonly abort: AbortController
  /** null until the credentials were seen to work, and after every failure. */
  version: string | null
  known: Fingerprint | null
  /** When the whole cluster was asked for last. */
  widestAt: number
  failures: number
  shown: string
}

/** Looks at the current context's cluster every few seconds, one bounded call at a time. */
export function createProbe(deps: ProbeDeps): Probe {
  const timing = deps.timing ?? defaultTiming
  let subject: Subject | null = null
  let timer: NodeJS.Timeout | undefined
  /** The subject whose look is under way. */
  let busy: Subject | null = null
  let again = false

  const follow = (): Subject | null => {
    const target = deps.targetNow()
    if (target !== null && subject?.key === targetKey(target)) return subject
    subject?.abort.abort()
    subject = target && newSubject(target)
    if (subject) show(deps, subject, { state: 'connecting', context: subject.target.context })
    return subject
  }
  const look = async (): Promise<void> => {
    clearTimeout(timer)
    const current = follow()
    again = busy !== null && busy === current
    if (again) return
    if (!current) {
      plan(timing.visibleMs)
      return
    }
    busy = current
    const startedAt = Date.now()
    const state = await examine(deps, current, timing)
    // Stopped, or the context changed meanwhile and has a look of its own.
    if (current === subject) settle(current, state, Date.now() - startedAt)
  }
  const settle = (current: Subject, state: ConnectionState, tookMs: number): void => {
    busy = null
    show(deps, current, state)
    plan(again ? 0 : waitAfter(current, tookMs, deps.isVisible(), timing))
  }
  const plan = (delayMs: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), delayMs)
  }
  return runnable(look, () => {
    clearTimeout(timer)
    subject?.abort.abort()
    subject = null
    busy = null
  })
}

/** A probe that was stopped stays so until it is started again, whoever kicks it. */
function runnable(look: () => Promise<void>, end: () => void): Probe {
  let running = false
  return {
    start: () => {
      running = true
      void look()
    },
    stop: () => {
      running = false
      end()
    },
    kick: () => {
      if (running) void look()
    },
  }
}

function newSubject(target: ClusterTarget): Subject {
  return {
    key: targetKey(target),
    target,
    abort: new AbortController(),
    version: null,
    known: null,
    widestAt: Date.now(),
    failures: 0,
    shown: '',
  }
}

/** One look. Never rejects: a failure is a state. */
async function examine(deps: ProbeDeps, subject: Subject, timing: ProbeTiming): Promise<ConnectionState> {
  const { target, abort } = subject
  const { context } = target
  try {
    const client = deps.clientFor(target)
    const request = { timeoutMs: timing.callMs, signal: abort.signal }
    if (subject.version === null) {
      const state = await checkConnection(client, context, request)
      if (state.state !== 'connected') return failed(subject, state)
      subject.version = state.version
    }
    const namespace = deps.namespaceOf(context) || 'default'
    noteFingerprint(deps, subject, await fingerprintReleases(client, namespace, nextReach(subject, timing), request))
    subject.failures = 0
    return { state: 'connected', context, version: subject.version, checkedAt: new Date().toISOString() }
  } catch (error) {
    return failed(subject, { state: 'failed', context, error: toAppError(error), checkedAt: new Date().toISOString() })
  }
}

/** A refused right may be granted later: the widest question is put again from time to time. */
function nextReach(subject: Subject, timing: ProbeTiming): Reach {
  if (subject.known && Date.now() - subject.widestAt < timing.reachMs) return subject.known.reach
  subject.widestAt = Date.now()
  return 'cluster'
}

function noteFingerprint(deps: ProbeDeps, subject: Subject, found: Fingerprint): void {
  const { known } = subject
  subject.known = found
  const changed = known !== null && known.reach === found.reach && known.hash !== found.hash
  if (changed && !subject.abort.signal.aborted) deps.onReleasesChanged(subject.target.context)
}

function failed(subject: Subject, state: ConnectionState): ConnectionState {
  subject.failures++
  // After trouble the credentials and the version are checked anew.
  subject.version = null
  return state
}

function waitAfter(current: Subject, tookMs: number, visible: boolean, timing: ProbeTiming): number {
  if (current.failures > 0) return retryWait(current.failures, timing.retryMs)
  // A slow cluster is not kept busy for more than a tenth of the time.
  return Math.max(visible ? timing.visibleMs : timing.hiddenMs, tookMs * 10)
}

/** Doubles up to the longest wait; the jitter keeps many windows from asking at the same moment. */
function retryWait(failures: number, [first, longest]: readonly [number, number]): number {
  const wait = Math.min(longest, first * 2 ** (failures - 1))
  return wait * (0.75 + Math.random() / 4)
}

/** Tells of a state that differs from the one shown, its time apart. */
function show(deps: ProbeDeps, subject: Subject, state: ConnectionState): void {
  const text = JSON.stringify({ ...state, checkedAt: '' })
  if (text === subject.shown) return
  subject.shown = text
  deps.onConnection(state)
}
