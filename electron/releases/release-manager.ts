import { z } from 'zod'
import type { ManagerMark, ReleaseManager } from '@shared/model/release'
import type { ReleaseId } from '@shared/model/release-ref'
import { collectionPath } from '../kube/discovery'
import { httpStatusOf } from '../kube/errors'
import { knownResource } from '../kube/known-kinds'
import { metadataType } from '../kube/namespaces'
import { markOn } from '../records/manager'
import { isAddressable, isPlainObject, type ManifestObject } from '../records/manifest'
import type { Reader } from '../records/read-record'
import type { RevisionView } from '../records/revision-view'

/** What a revision tells of who looks after it. */
type Marked = Pick<RevisionView, 'namespace' | 'objects' | 'manager'>

/** @param key stands for the cluster and the user */
export type FindManager = (
  client: Reader,
  key: string,
  release: ReleaseId,
  revision: Marked,
) => Promise<ReleaseManager | null>

/** Many releases are asked about in one go; a Flux that is installed meanwhile is seen the next time. */
const keptMs = 10_000
const timeLimitMs = 10_000
const group = 'helm.toolkit.fluxcd.io'
const helmReleases = { plural: 'helmreleases', namespaced: true }
/** More than one namespace has; what isn't among them is told by the marks on its objects. */
const maxListed = 200

const text = z.string().max(253).optional().catch(undefined)
const groupShape = z.object({ preferredVersion: z.object({ version: z.string().regex(/^[a-z0-9]{1,63}$/) }) })
const helmReleaseShape = z.object({
  metadata: z.object({ name: z.string().max(253), namespace: z.string().max(253) }),
  spec: z.object({
    ...{ releaseName: text, targetNamespace: text, storageNamespace: text },
    suspend: z.boolean().optional().catch(undefined),
    kubeConfig: z.unknown().optional(),
  }),
})
type HelmRelease = z.output<typeof helmReleaseShape>
const listShape = z.object({ items: z.array(z.unknown()) })

/** The version in which a cluster serves HelmReleases; null where it has none; undefined where that can't be told. */
type FluxVersion = string | null | undefined

/**
 * Finds who looks after a release beside helm: by the marks on what it is made of, and by the HelmReleases of its namespace,
 * where Flux keeps the records of what it installs. At most three requests; what may not be read is taken as not known.
 */
export function createFindManager(now = Date.now): FindManager {
  const versions = new Map<string, { readonly at: number; readonly version: Promise<FluxVersion> }>()
  const served = (client: Reader, key: string): Promise<FluxVersion> => {
    for (const [one, { at }] of versions) if (now() - at > keptMs) versions.delete(one)
    const kept = versions.get(key) ?? { at: now(), version: readVersion(client) }
    versions.set(key, kept)
    return kept.version
  }
  return async (client, key, release, revision) => {
    const { manager: mark } = revision
    if (mark?.kind === 'HelmRelease') return { ...mark, state: await stateOf(client, await served(client, key), mark) }
    if (mark !== null) return { ...mark, state: 'unknown' }
    const version = await served(client, key)
    const found = typeof version === 'string' ? await findHelmRelease(client, version, release) : null
    return found ?? readMark(client, release, revision)
  }
}

async function readVersion(client: Reader): Promise<FluxVersion> {
  try {
    const { data } = groupShape.safeParse(await client.get(`/apis/${group}`, request()))
    return data?.preferredVersion.version
  } catch (reason) {
    return httpStatusOf(reason) === 404 ? null : undefined
  }
}

async function stateOf(client: Reader, version: FluxVersion, mark: ManagerMark): Promise<ReleaseManager['state']> {
  if (version === null) return 'missing'
  if (version === undefined || mark.namespace === '' || mark.name === '') return 'unknown'
  try {
    const path = `${pathOf(version, mark.namespace)}/${encodeURIComponent(mark.name)}`
    const { data } = helmReleaseShape.safeParse(await client.get(path, request()))
    return data === undefined ? 'unknown' : activityOf(data)
  } catch (reason) {
    return httpStatusOf(reason) === 404 ? 'missing' : 'unknown'
  }
}

/** By what it installs, whatever it is called itself: helm's command line leaves none of Flux's marks on the objects. */
async function findHelmRelease(
  client: Reader,
  version: string,
  { namespace, name }: ReleaseId,
): Promise<ReleaseManager | null> {
  try {
    const answer = await client.get(`${pathOf(version, namespace)}?limit=${maxListed}`, request())
    const items = listShape.safeParse(answer).data?.items ?? []
    const found = items
      .flatMap((item) => helmReleaseShape.safeParse(item).data ?? [])
      .find((one) => installs(one, namespace, name))
    if (found === undefined) return null
    const { name: itsName, namespace: itsNamespace } = found.metadata
    return { tool: 'flux', kind: 'HelmRelease', namespace: itsNamespace, name: itsName, state: activityOf(found) }
  } catch {
    return null
  }
}

/** Whether it makes the release (fluxcd/helm-controller, GetReleaseName and GetStorageNamespace). */
function installs({ metadata, spec }: HelmRelease, namespace: string, name: string): boolean {
  const { releaseName, targetNamespace, storageNamespace, kubeConfig } = spec
  // It installs into another cluster.
  if (kubeConfig !== undefined && kubeConfig !== null) return false
  const own = releaseName ?? [targetNamespace, metadata.name].filter((part) => part !== undefined).join('-')
  return own === name && (storageNamespace ?? metadata.namespace) === namespace
}

function activityOf({ spec }: HelmRelease): ReleaseManager['state'] {
  return spec.suspend === true ? 'suspended' : 'active'
}

function pathOf(version: string, namespace: string): string {
  return collectionPath(`${group}/${version}`, helmReleases, namespace)
}

/** What stands on one of its objects in the cluster: Argo CD marks what it finds there, and no record. */
async function readMark(
  client: Reader,
  release: ReleaseId,
  { objects, namespace }: Marked,
): Promise<ReleaseManager | null> {
  const object = objects.find(isAsked)
  const resource = object === undefined ? null : knownResource(object.apiVersion, object.kind)
  if (object === undefined || resource === null) return null
  const place = resource.namespaced ? object.namespace || namespace || release.namespace : ''
  const path = `${collectionPath(object.apiVersion, resource, place)}/${encodeURIComponent(object.name)}`
  const live = await client.get(path, { ...request(), accept: metadataType }).catch(() => null)
  const mark = isPlainObject(live) ? markOn(live) : null
  return mark === null ? null : { ...mark, state: 'unknown' }
}

/** Kubernetes' own kinds need no request that finds them, and Secrets are nobody's to read for this. */
function isAsked(object: ManifestObject): boolean {
  const { apiVersion, kind } = object
  return kind !== 'Secret' && isAddressable(object) && knownResource(apiVersion, kind) !== null
}

function request(): { readonly signal: AbortSignal } {
  return { signal: AbortSignal.timeout(timeLimitMs) }
}
