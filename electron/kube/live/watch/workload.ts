import { z } from 'zod'
import { nullish } from '../nullish'
import { knownResource } from '../../known-kinds'
import { readinessOf, type Verdict } from '../readiness/readiness'
import type { Selection } from './selection'

/** The kinds that run something for a release, or keep what it runs on. */
export const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'PersistentVolumeClaim'] as const

export type WorkloadKind = (typeof workloadKinds)[number]

export function isWorkloadKind(kind: string): kind is WorkloadKind {
  return (workloadKinds as readonly string[]).includes(kind)
}

/**
 * helm sets it on every object of a manifest, together with the annotations, and not on hooks: so the cluster need not send
 * the others.
 */
export const ownedByHelm = 'app.kubernetes.io/managed-by=Helm'

const apiVersions: Readonly<Record<WorkloadKind, string>> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  PersistentVolumeClaim: 'v1',
}

/** The objects of a kind that helm made. @param namespace '' for the whole cluster */
export function workloadsIn(kind: WorkloadKind, namespace: string): Selection {
  const apiVersion = apiVersions[kind]
  const resource = knownResource(apiVersion, kind) ?? { plural: '', namespaced: true }
  return { apiVersion, kind, resource, namespace, labelSelector: ownedByHelm, names: null, isHeadEnough: false }
}

/** What is kept of an object: how it is, and where its pods are. */
export interface Workload {
  readonly kind: WorkloadKind
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
 * @param verdict how it is, where that was worked out already
 * @returns null for one that belongs to no release
 */
export function toWorkload(kind: WorkloadKind, object: unknown, verdict = readinessOf(kind, object)): Workload | null {
  const parsed = objectShape.safeParse(object)
  if (!parsed.success) return null
  const { metadata, spec, status } = parsed.data
  const owner = metadata.annotations
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

function servingOf(kind: WorkloadKind, status: z.output<typeof statusShape> | undefined): number {
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

/** A selector of an object as a query takes it, equal for equal ones; '' for one that is empty or not understood. */
export function selectorText(selector: unknown): string {
  const parsed = selectorShape.safeParse(selector)
  if (!parsed.success) return ''
  const { matchLabels = {}, matchExpressions = [] } = parsed.data
  const labels = Object.entries(matchLabels)
    .sort()
    .map(([key, value]) => `${key}=${value}`)
  const expressions = matchExpressions.map(expressionText)
  return expressions.includes('') ? '' : [...labels, ...expressions].join(',')
}

function expressionText({ key, operator, values = [] }: Expression): string {
  return Object.hasOwn(written, operator) ? (written[operator]?.(key, values.join(',')) ?? '') : ''
}
