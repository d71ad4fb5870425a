import type { HookProgress, OperationVerb } from '@shared/model/operation'
import type { WantedObject } from '../../kube/live/objects/object-ref'
import type { ManifestObject } from '../../records/manifest'
import type { Hook, Payload, ReadHook } from '../../records/payload'

/** One thing to be followed: a hook that the change runs, or an object of the manifest. */
export interface Followed extends WantedObject {
  readonly object: ManifestObject
  readonly hook: FollowedHook | null
}

export interface FollowedHook extends HookProgress {
  /** By the clock of helm's computer, in milliseconds since 1970; null while this change has not run it. */
  readonly startedAt: number | null
}

export interface FollowedOptions {
  readonly verb: OperationVerb
  /** helm was told to leave the hooks alone. */
  readonly noHooks?: boolean
  /** The tests that are run; all by default. */
  readonly tests?: readonly string[]
  /** Whether a hook that has a run on record had it in this change: what rolls back takes over the runs of before. */
  readonly hasRun: (startedAt: number) => boolean
}

/** What a change of a release is measured by, from the payload of the revision it makes, removes or tests: hooks first. */
export function followedBy(payload: Pick<Payload, 'objects' | 'hooks'>, options: FollowedOptions): Followed[] {
  const hooks = options.noHooks === true ? [] : hooksOf(payload.hooks, options)
  if (options.verb === 'test') return hooks
  const { objects } = payload
  if (options.verb !== 'uninstall') return [...hooks, ...objects.map((object) => toFollowed(object, 'started'))]
  return [...hooks, ...objects.filter(({ isKept }) => !isKept).map((object) => toFollowed(object, 'gone'))]
}

function toFollowed(object: ManifestObject, goal: Followed['goal']): Followed {
  // helm labels what it applies, and leaves hooks as they are; what goes may have lost its label before.
  return { object, goal, hook: null, isLabelled: goal !== 'gone' }
}

const hookEvents: Readonly<Record<OperationVerb, RegExp>> = {
  install: /^(pre|post)-install$/,
  upgrade: /^(pre|post)-upgrade$/,
  rollback: /^(pre|post)-rollback$/,
  uninstall: /^(pre|post)-delete$/,
  test: /^test(-success)?$/,
  repair: /^$/,
}

/** In the order in which helm runs them: before and after, by weight, by name (pkg/action/hooks.go). */
function hooksOf(hooks: readonly ReadHook[], { verb, tests, hasRun }: FollowedOptions): Followed[] {
  const runs = hooks.flatMap((hook) => {
    const events = (hook.events ?? []).filter((event) => hookEvents[verb].test(event))
    const isLeftOut = verb === 'test' && tests !== undefined && !tests.includes(hook.name)
    return events.length === 0 || isLeftOut ? [] : [{ hook, events }]
  })
  const sorted = runs.sort(
    (one, other) =>
      Number(isAfter(one.events)) - Number(isAfter(other.events)) ||
      (one.hook.weight ?? 0) - (other.hook.weight ?? 0) ||
      (one.hook.name < other.hook.name ? -1 : 1),
  )
  return sorted.flatMap(({ hook, events }) => {
    const own = { events, weight: hook.weight ?? 0, ...runOf(hook, hasRun) }
    return hook.objects.map((object) => ({
      object,
      goal: 'complete' as const,
      hook: own,
      isLabelled: false,
    }))
  })
}

/** Whether helm runs a hook only when the objects are there. */
export function isAfter(events: readonly string[]): boolean {
  return events.every((event) => event.startsWith('post-'))
}

function runOf({ last_run }: Hook, hasRun: FollowedOptions['hasRun']): Pick<FollowedHook, 'phase' | 'startedAt'> {
  const startedAt = Date.parse(last_run?.started_at ?? '')
  // helm writes the year 1 for what has not run.
  if (Number.isNaN(startedAt) || startedAt <= 0 || !hasRun(startedAt)) return { phase: '', startedAt: null }
  const phase = last_run?.phase ?? ''
  return { phase: isPhase(phase) ? phase : 'Running', startedAt }
}

function isPhase(phase: string): phase is HookProgress['phase'] {
  return phase === 'Running' || phase === 'Succeeded' || phase === 'Failed'
}
