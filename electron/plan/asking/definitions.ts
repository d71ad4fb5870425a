import { eachLimited } from '@shared/each-limited'
import { clientKey, type ApiClient } from '../../kube/api-client'
import { collectionPath } from '../../kube/discovery'
import { httpStatusOf } from '../../kube/errors'
import type { ClusterTarget } from '../../kube/target'
import type { ReadLeft } from '../../releases/left-definitions'
import { nameOf } from '../sides/object-key'
import type { DefinitionFile, Sides } from '../sides/read-sides'

const path = collectionPath('apiextensions.k8s.io/v1', { plural: 'customresourcedefinitions', namespaced: false }, '')
/** Only that they are there is asked. */
const accept = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'
/** More than a chart brings. */
const maxAsked = 200

/** Which of a chart's definitions the cluster has; null where that may not be known. Never rejects. */
export async function knownDefinitions(
  client: Pick<ApiClient, 'get'>,
  files: readonly DefinitionFile[],
  signal: AbortSignal,
): Promise<string[] | null> {
  const known: string[] = []
  const failures: unknown[] = []
  await eachLimited(files.slice(0, maxAsked), 8, async ({ name }) => {
    try {
      await client.get(`${path}/${encodeURIComponent(name)}`, { accept, signal })
      known.push(name)
    } catch (reason) {
      if (httpStatusOf(reason) !== 404) failures.push(reason)
    }
  })
  return failures.length === 0 ? known : null
}

/** The definitions that stay when the release goes. Never rejects: what can't be known isn't told. */
export async function leftDefinitions(
  { clientFor, readLeft }: { readonly clientFor: (target: ClusterTarget) => ApiClient; readonly readLeft: ReadLeft },
  target: ClusterTarget,
  { old, definitions }: Sides,
): Promise<readonly string[]> {
  const revision = { objects: old.map(nameOf), chart: { crds: definitions.map(({ name }) => name) } }
  const left = await readLeft(clientFor(target), clientKey(target), revision).catch(() => null)
  return left?.names ?? []
}
