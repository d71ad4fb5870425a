import type { LeftDefinitions } from '@shared/model/release'
import { z } from 'zod'
import { collectionPath, createDiscovery } from '../kube/discovery'
import { listPages } from '../kube/list-pages'
import { metadataListType } from '../kube/namespaces'
import type { ManifestObject } from '../records/manifest'
import type { Reader } from '../records/read-record'
import { definitionNames, type RevisionView } from '../records/revision-view'

/** What is told of a revision's definitions. */
interface Definitions {
  readonly objects: readonly Pick<ManifestObject, 'apiVersion' | 'kind' | 'name'>[]
  readonly chart: Pick<RevisionView['chart'], 'crds'>
}

/** @param key stands for the cluster and the user */
export type ReadLeft = (client: Reader, key: string, revision: Definitions) => Promise<LeftDefinitions>

/** Kubernetes' own groups with a dot: no definition of anybody's is in them (k8s.io/api). */
const ownGroups = new Set(
  (
    'admission admissionregistration apiextensions apiregistration authentication authorization certificates ' +
    'coordination discovery events flowcontrol.apiserver imagepolicy internal.apiserver metrics networking node ' +
    'rbac.authorization resource scheduling storage storagemigration'
  )
    .split(' ')
    .map((group) => `${group}.k8s.io`),
)

/** Many releases are asked about in one go; a definition that is made meanwhile is told of the next time. */
const keptMs = 10_000
const timeLimitMs = 15_000
const limits = { pageSize: 500, maxPages: 20 }
const definitionsPath = collectionPath(
  'apiextensions.k8s.io/v1',
  { plural: 'customresourcedefinitions', namespaced: false },
  '',
)
const itemShape = z.object({ metadata: z.object({ name: z.string().min(1).max(253) }) })

/**
 * Finds the CustomResourceDefinitions that an uninstall leaves. helm keeps a chart's `crds/` in its record, but not those of
 * the charts it depends on, and deletes neither: so every definition of a group that the release has objects of stays,
 * unless it is an object of the release itself.
 */
export function createLeftDefinitions(now = Date.now): ReadLeft {
  const lists = new Map<string, { readonly at: number; readonly names: Promise<readonly string[] | null> }>()
  const listed = (client: Reader, key: string): Promise<readonly string[] | null> => {
    for (const [one, { at }] of lists) if (now() - at > keptMs) lists.delete(one)
    const kept = lists.get(key) ?? { at: now(), names: readNames(client) }
    lists.set(key, kept)
    return kept.names
  }
  return async (client, key, { objects, chart }) => {
    const kinds = kindsOf(objects).filter(({ apiVersion }) => isCustom(groupIn(apiVersion)))
    const folder = chart.crds
    if (kinds.length === 0 && folder.length === 0) return { names: [], certain: true }
    const [used, cluster] = await Promise.all([definitionsOf(client, kinds), listed(client, key)])
    const own = new Set(definitionNames(objects))
    const first = [...new Set([...used, ...folder])].filter((name) => !own.has(name)).sort()
    if (cluster === null) return { names: first, certain: false }
    const groups = new Set([...kinds.map(({ apiVersion }) => groupIn(apiVersion)), ...folder.map(groupOf)])
    const there = cluster.filter((name) => groups.has(groupOf(name)) && !own.has(name))
    const rest = there.filter((name) => !first.includes(name)).sort()
    return { names: [...first.filter((name) => there.includes(name)), ...rest], certain: true }
  }
}

/** The cluster's definitions by name; null where they may not be read, or cannot be now. */
async function readNames(client: Reader): Promise<readonly string[] | null> {
  const request = { accept: metadataListType, signal: AbortSignal.timeout(timeLimitMs) }
  const names: string[] = []
  try {
    for await (const { items } of listPages((path) => client.get(path, request), definitionsPath, {}, limits)) {
      names.push(...items.flatMap((item) => itemShape.safeParse(item).data?.metadata.name ?? []))
    }
    return names
  } catch {
    return null
  }
}

/** The names of kinds' definitions, as far as the cluster serves them. */
async function definitionsOf(client: Reader, kinds: readonly Kind[]): Promise<string[]> {
  const discovery = createDiscovery(client)
  const signal = AbortSignal.timeout(timeLimitMs)
  const asked = kinds.map(async ({ apiVersion, kind }) => {
    const resource = await discovery.resourceOf(apiVersion, kind, signal).catch(() => null)
    return resource === null ? [] : [`${resource.plural}.${groupIn(apiVersion)}`]
  })
  return (await Promise.all(asked)).flat()
}

type Kind = Pick<ManifestObject, 'apiVersion' | 'kind'>

/** Which kinds of which API versions there are, each once. */
export function kindsOf(objects: readonly Kind[]): Kind[] {
  const kinds = objects.map(({ apiVersion, kind }) => ({ apiVersion, kind }))
  return [...new Map(kinds.map((one) => [`${one.apiVersion} ${one.kind}`, one])).values()]
}

/** Groups without a dot are Kubernetes' own. */
function isCustom(group: string): boolean {
  return group.includes('.') && !ownGroups.has(group)
}

function groupIn(apiVersion: string): string {
  const slash = apiVersion.indexOf('/')
  return slash === -1 ? '' : apiVersion.slice(0, slash)
}

/** A definition is called after its plural and its group; a plural has no dot. */
function groupOf(definition: string): string {
  return definition.slice(definition.indexOf('.') + 1)
}
