import type { PlanHook, PlannedVerb } from '@shared/model/plan'
import { objectsIn, type PlainObject } from '../../records/manifest'
import type { Hook } from '../../records/payload'
import { mapIn, nameOf } from './object-key'

const events: Readonly<Record<PlannedVerb, readonly string[]>> = {
  install: ['pre-install', 'post-install'],
  upgrade: ['pre-upgrade', 'post-upgrade'],
  rollback: ['pre-rollback', 'post-rollback'],
  uninstall: ['pre-delete', 'post-delete'],
}

/** The hooks that a change runs, in helm's order: event after event, in one by weight, then by name (helm pkg/action/hooks.go). */
export function hooksOf(verb: PlannedVerb, hooks: readonly Hook[]): PlanHook[] {
  return events[verb].flatMap((event) =>
    hooks
      .filter((hook) => hook.events?.includes(event))
      .sort((one, other) => (one.weight ?? 0) - (other.weight ?? 0) || compare(one.name, other.name))
      .map((hook) => planHook(event, hook)),
  )
}

function planHook(event: string, { kind, name, weight, delete_policies: policies, manifest }: Hook): PlanHook {
  const [object] = objectsIn(manifest)
  const set = policies ?? []
  return {
    event,
    kind,
    name,
    namespace: object === undefined ? '' : nameOf(object).namespace,
    weight: weight ?? 0,
    // helm's own policy where a hook names none.
    recreated: set.length === 0 || set.includes('before-hook-creation'),
    deletedAfter: set.filter((policy) => policy !== 'before-hook-creation'),
  }
}

/** A hook as an object's annotations describe it; null for what is none. @param manifest its document */
export function hookIn(object: PlainObject, manifest: string): Hook | null {
  const annotations = mapIn(object.metadata, 'annotations')
  const events = wordsIn(annotations['helm.sh/hook'])
  if (events.length === 0) return null
  const weight = Number(annotations['helm.sh/hook-weight'] ?? 0)
  return {
    ...{ name: nameOf(object).name, kind: object.kind, manifest, events },
    weight: Number.isInteger(weight) ? weight : 0,
    delete_policies: wordsIn(annotations['helm.sh/hook-delete-policy']),
  }
}

function wordsIn(value: unknown): string[] {
  const words = typeof value === 'string' ? value.split(',') : []
  return words.map((word) => word.trim()).filter((word) => word !== '')
}

/** What hooks are made of, but for tests, which run only when somebody asks for them. */
export function hookObjects(hooks: readonly Hook[]): PlainObject[] {
  return hooks.filter((hook) => !isTest(hook)).flatMap(({ manifest }) => objectsIn(manifest))
}

function isTest({ events: names }: Hook): boolean {
  return names?.every((event) => event.startsWith('test')) ?? false
}

/** By code points, as Go compares. */
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
