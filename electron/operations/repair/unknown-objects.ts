import type { Diagnosis } from '@shared/model/repair'
import type { ApiClient } from '../../kube/api-client'
import { httpStatusOf } from '../../kube/errors'
import { createDiscovery } from '../../kube/discovery'
import { splitDocuments } from '@shared/yaml-documents'
import { addressableObjects, type ManifestObject } from '../../records/manifest'

export type KindKnown = (object: Pick<ManifestObject, 'apiVersion' | 'kind'>) => boolean

/**
 * Asks the cluster which of these kinds it serves, once for each. One that it does not answer for counts as known: nothing is
 * taken out of a record because of a broken connection.
 */
export async function askKinds(
  client: Pick<ApiClient, 'get'>,
  objects: readonly ManifestObject[],
  signal: AbortSignal,
): Promise<KindKnown> {
  const discovery = createDiscovery(client)
  const kinds = new Map(objects.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }]))
  const asked = [...kinds].map(async ([key, { apiVersion, kind }]) => {
    const resource = await discovery
      .resourceOf(apiVersion, kind, signal)
      .catch((reason: unknown) => (httpStatusOf(reason) === 404 ? null : undefined))
    return resource === null ? [key] : []
  })
  const unknown = new Set((await Promise.all(asked)).flat())
  return ({ apiVersion, kind }) => !unknown.has(`${apiVersion} ${kind}`)
}

/** Those of the objects whose kind the API does not know, each once. */
export async function unknownObjectsOf(
  client: Pick<ApiClient, 'get'>,
  objects: readonly ManifestObject[],
  signal: AbortSignal,
): Promise<Diagnosis['unknownObjects']> {
  const isKnown = await askKinds(client, objects, signal)
  const unknown = objects.filter((object) => !isKnown(object))
  const byKey = new Map(
    unknown.map(({ apiVersion, kind, name }) => [`${apiVersion} ${kind} ${name}`, { apiVersion, kind, name }]),
  )
  return [...byKey.values()]
}

/**
 * A manifest without the documents whose objects the API does not know. Everything else stays as it is, byte for byte. A
 * list that holds known objects too stays whole.
 */
export function withoutUnknown(manifest: string, isKnown: KindKnown): string {
  const parts = splitDocuments(manifest)
  const kept = parts.filter((part) => {
    const objects = addressableObjects(part)
    return objects.length === 0 || objects.some(isKnown)
  })
  return kept.length === parts.length ? manifest : kept.join('')
}
