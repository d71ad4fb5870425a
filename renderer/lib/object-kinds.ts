import type { RevisionDetail } from '@shared/model/release'

type Objects = RevisionDetail['objects']

export interface KindGroup {
  readonly kind: string
  readonly objects: Objects
}

/** A manifest's objects by kind, kinds by name, objects in the manifest's order. */
export function groupByKind(objects: Objects): KindGroup[] {
  const groups = new Map<string, Objects[number][]>()
  for (const object of objects) groups.set(object.kind, [...(groups.get(object.kind) ?? []), object])
  return [...groups]
    .map(([kind, found]) => ({ kind, objects: found }))
    .sort((one, other) => one.kind.localeCompare(other.kind))
}

/** `2 Deployments`, `1 Ingress`: Kubernetes' own kinds in the plural. */
export function countedKind(kind: string, count: number): string {
  return `${count} ${count === 1 ? kind : plural(kind)}`
}

function plural(kind: string): string {
  if (/(s|x|z|ch|sh)$/.test(kind)) return kind.endsWith('Endpoints') ? kind : `${kind}es`
  if (/[^aeiou]y$/.test(kind)) return `${kind.slice(0, -1)}ies`
  return `${kind}s`
}

/** What an uninstall leaves behind, one sentence each; in namespace `namespace`. */
export function whatStays(detail: RevisionDetail): string[] {
  const sets = detail.objects.filter(({ kind }) => kind === 'StatefulSet')
  const kept = detail.objects.filter(({ keep }) => keep === true)
  const hooks = detail.hooks.filter(({ events }) => events.length > 0)
  return [
    ...(kept.length === 0 ? [] : [`${names(kept)}, because the chart asks to keep ${them(kept)}.`]),
    ...(sets.length === 0 ? [] : [`The PersistentVolumeClaims that ${names(sets)} made, and the data in them.`]),
    ...(hooks.length === 0 ? [] : [`What the chart's hooks made (${names(hooks)}), unless a hook deletes its own.`]),
    "CustomResourceDefinitions from the chart's crds folder, if it has any.",
    `The namespace ${detail.namespace}.`,
  ]
}

interface Named {
  readonly kind: string
  readonly name: string
}

const few = 4

function names(objects: readonly Named[]): string {
  const shown = objects.slice(0, few).map(({ kind, name }) => `${kind} ${name}`)
  return objects.length > few ? `${shown.join(', ')} and ${objects.length - few} more` : shown.join(', ')
}

function them(objects: readonly Named[]): string {
  return objects.length === 1 ? 'it' : 'them'
}
