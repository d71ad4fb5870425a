import type { RevisionDetail } from '@shared/model/release'

export type Hook = RevisionDetail['hooks'][number]

/** A hook with the one of its events that it runs for. */
export interface HookRun {
  readonly event: string
  readonly hook: Hook
}

/**
 * The hooks that a change runs, in helm's order: event after event, within one by weight and name
 * (helm pkg/action/hooks.go).
 * @param events `pre-rollback`, `post-rollback` ... in the order in which the change comes to them.
 */
export function hookRuns(hooks: readonly Hook[], events: readonly string[]): HookRun[] {
  return events.flatMap((event) =>
    hooks
      .filter((hook) => hook.events.includes(event))
      .sort((one, other) => weightOf(one) - weightOf(other) || compare(one.name, other.name))
      .map((hook) => ({ event, hook })),
  )
}

/** The release's tests; helm 2 called the event `test-success`. */
export function testHooks(hooks: readonly Hook[]): Hook[] {
  const tests = hookRuns(hooks, ['test', 'test-success']).map(({ hook }) => hook)
  return [...new Set(tests)]
}

function weightOf(hook: Hook): number {
  return hook.weight ?? 0
}

/** By code points, as Go compares. */
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
