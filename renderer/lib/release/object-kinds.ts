import { groupBy } from '@shared/group-by'
import type { LeftDefinitions, RevisionDetail } from '@shared/model/release'

const shortKinds: Readonly<Record<string, string>> = {
  CustomResourceDefinition: 'CRD',
  HorizontalPodAutoscaler: 'HPA',
  PersistentVolumeClaim: 'PVC',
  PodDisruptionBudget: 'PDB',
}

/** A kind as kubectl shortens it, for where there is little room; the kind itself where it is short enough. */
export function shortKind(kind: string): string {
  return shortKinds[kind] ?? kind
}

/** More names than that are counted. */
const few = 4

type Objects = RevisionDetail['objects']

export interface KindGroup {
  readonly kind: string
  readonly objects: Objects
}

/** A manifest's objects by kind, kinds by name, objects in the manifest's order. */
export function groupByKind(objects: Objects): KindGroup[] {
  return [...groupBy(objects, ({ kind }) => kind)]
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

/** What a deletion that leaves dependents alone comes to. */
export const orphanWords =
  'Pods and anything else that depends on the deleted objects: they keep running without an owner.'

/**
 * What an uninstall leaves behind, one sentence each.
 * @param definitions null while they are not known
 */
export function whatStays(detail: RevisionDetail, definitions: LeftDefinitions | null): string[] {
  return [...whatIsLeft(detail, definitions), `The namespace ${detail.namespace}.`]
}

/** The same without the namespace, which stays whatever is uninstalled. */
export function whatIsLeft(detail: RevisionDetail, definitions: LeftDefinitions | null): string[] {
  const kept = detail.objects.filter(({ keep }) => keep === true)
  const hooks = detail.hooks.filter(({ deletePolicies = [] }) => !deletePolicies.includes('hook-succeeded'))
  return [
    ...(kept.length === 0 ? [] : [`${names(kept)}, because the chart asks to keep ${them(kept)}.`]),
    ...claimsOf(detail.objects),
    ...definitionWords(definitions),
    ...(hooks.length === 0 ? [] : [`Objects created by hooks that have run: ${names(hooks)}.`]),
  ]
}

/** More definitions than that are counted: an operator brings some ten. */
const manyDefinitions = 12

/** `Custom resource definitions stay: wheels.example.com …`; none where none stay. */
export function definitionWords(definitions: LeftDefinitions | null): string[] {
  if (definitions === null || definitions.names.length === 0) return []
  const { names: all, certain } = definitions
  const shown = all.slice(0, manyDefinitions).join(', ')
  const more = all.length > manyDefinitions ? ` and ${all.length - manyDefinitions} more` : ''
  return certain
    ? [`Custom resource definitions stay: ${shown}${more}, and all objects of these kinds that others created.`]
    : [`Custom resource definitions may stay (you are not allowed to list them): ${shown}${more}.`]
}

function claimsOf(objects: Objects): string[] {
  const sets = objects.filter(({ volumeClaims = [] }) => volumeClaims.length > 0)
  const claims = sets.flatMap(({ name, volumeClaims = [] }) => volumeClaims.map((claim) => `${claim}-${name}-0`))
  if (sets.length === 0) return []
  const shown = claims.slice(0, few).join(', ')
  return [`The PersistentVolumeClaims that ${names(sets)} created (${shown} and so on), and the data in them.`]
}

interface Named {
  readonly kind: string
  readonly name: string
}

function names(objects: readonly Named[]): string {
  const shown = objects.slice(0, few).map(({ kind, name }) => `${kind} ${name}`)
  return objects.length > few ? `${shown.join(', ')} and ${objects.length - few} more` : shown.join(', ')
}

function them(objects: readonly Named[]): string {
  return objects.length === 1 ? 'it' : 'them'
}
