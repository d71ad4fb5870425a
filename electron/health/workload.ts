import { z } from 'zod'
import { collectionPath } from '../kube/discovery'
import { nullish } from '../kube/live/nullish'
import { readinessOf, type Verdict } from '../kube/live/readiness'

/** The kinds by which a release's health is told; objects of others are as they should be by being there. */
export const healthKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'PersistentVolumeClaim'] as const

export type HealthKind = (typeof healthKinds)[number]

/** helm sets it on every object of a release, together with the annotations: so the cluster need not send the others. */
export const ownedByHelm = 'app.kubernetes.io/managed-by=Helm'

const places: Readonly<Record<HealthKind, readonly [apiVersion: string, plural: string]>> = {
  Deployment: ['apps/v1', 'deployments'],
  StatefulSet: ['apps/v1', 'statefulsets'],
  DaemonSet: ['apps/v1', 'daemonsets'],
  Job: ['batch/v1', 'jobs'],
  PersistentVolumeClaim: ['v1', 'persistentvolumeclaims'],
}

/** Where the objects of a kind are. @param namespace '' for the whole cluster */
export function pathOf(kind: HealthKind, namespace: string): string {
  const [apiVersion, plural] = places[kind]
  return collectionPath(apiVersion, { plural, namespaced: true }, namespace)
}

/** What is kept of an object: how it is, and where its pods are. */
export interface Workload {
  readonly kind: HealthKind
  readonly name: string
  readonly namespace: string
  /** `namespace/name` of the release that its annotations name. */
  readonly release: string
  readonly verdict: Verdict
  /** How many of its pods serve, old ones of a roll-out too; undefined for kinds without replicas. */
  readonly serving: Verdict['replicas']
  /** A label selector as a query takes it; '' for kinds without pods, and where it would take in every pod. */
  readonly pods: string
}

const word = z.string().max(512)
const ownerShape = z.object({ 'meta.helm.sh/release-name': word, 'meta.helm.sh/release-namespace': word })
const headShape = z.object({ name: word, namespace: word, annotations: ownerShape })
const count = nullish(z.int())
const statusShape = z.object({ availableReplicas: count, readyReplicas: count, numberAvailable: count })
const objectShape = z.object({
  metadata: headShape,
  spec: nullish(z.object({ selector: z.unknown().optional() })),
  status: nullish(statusShape).catch(undefined),
})

/**
 * What counts of an object. Its readiness is worked out at once, so that nothing else of it has to be kept.
 * @param object as the API server gives it
 * @returns null for one that belongs to no release
 */
export function toWorkload(kind: HealthKind, object: unknown): Workload | null {
  const parsed = objectShape.safeParse(object)
  if (!parsed.success) return null
  const { metadata, spec, status } = parsed.data
  const owner = metadata.annotations
  const verdict = readinessOf(kind, object)
  return {
    kind,
    name: metadata.name,
    namespace: metadata.namespace,
    release: `${owner['meta.helm.sh/release-namespace']}/${owner['meta.helm.sh/release-name']}`,
    verdict,
    serving: verdict.replicas && { ready: servingOf(kind, status), wanted: verdict.replicas.wanted },
    pods: kind === 'PersistentVolumeClaim' ? '' : selectorText(spec?.selector),
  }
}

function servingOf(kind: HealthKind, status: z.output<typeof statusShape> | undefined): number {
  if (kind === 'DaemonSet') return status?.numberAvailable ?? 0
  return (kind === 'StatefulSet' ? status?.readyReplicas : status?.availableReplicas) ?? 0
}

const expressionShape = z.object({ key: word, operator: word, values: nullish(z.array(word).max(1_000)) })
const selectorShape = z.object({
  matchLabels: nullish(z.record(word, word)),
  matchExpressions: nullish(z.array(expressionShape).max(100)),
})

type Expression = z.output<typeof expressionShape>

const written: Readonly<Record<string, (key: string, values: string) => string>> = {
  In: (key, values) => `${key} in (${values})`,
  NotIn: (key, values) => `${key} notin (${values})`,
  Exists: (key) => key,
  DoesNotExist: (key) => `!${key}`,
}

/** A selector of an object as a query takes it; '' for one that is empty or not understood. */
export function selectorText(selector: unknown): string {
  const parsed = selectorShape.safeParse(selector)
  if (!parsed.success) return ''
  const { matchLabels = {}, matchExpressions = [] } = parsed.data
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`)
  const expressions = matchExpressions.map(expressionText)
  return expressions.includes('') ? '' : [...labels, ...expressions].join(',')
}

function expressionText({ key, operator, values = [] }: Expression): string {
  return Object.hasOwn(written, operator) ? (written[operator]?.(key, values.join(',')) ?? '') : ''
}
