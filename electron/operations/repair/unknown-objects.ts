import type { Diagnosis } from '@shared/model/repair'
import type { ApiClient } from '../../kube/api-client'
import { httpStatusOf } from '../../kube/errors'
import { createDiscovery } from '../../kube/discovery'
import { kindKey, type ManifestObject } from '../../records/manifest'

/**
 * Asks the cluster which of these kinds it does not serve, once for each. One that it does not answer for counts as known: nothing
 * is taken out of a record because of a broken connection.
 * @returns their `kindKey`s
 */
export async function unknownKinds(
  client: Pick<ApiClient, 'get'>,
  objects: readonly ManifestObject[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const discovery = createDiscovery(client)
  const kinds = new Map(objects.map((object) => [kindKey(object), object]))
  const asked = [...kinds].map(async ([key, { apiVersion, kind }]) => {
    const resource = await discovery
      .resourceOf(apiVersion, kind, signal)
      .catch((reason: unknown) => (httpStatusOf(reason) === 404 ? null : undefined))
    return resource === null ? [key] : []
  })
  return new Set((await Promise.all(asked)).flat())
}

/** Those of the objects whose kind the API does not know, each once. */
export async function unknownObjectsOf(
  client: Pick<ApiClient, 'get'>,
  objects: readonly ManifestObject[],
  signal: AbortSignal,
): Promise<Diagnosis['unknownObjects']> {
  const kinds = await unknownKinds(client, objects, signal)
  const unknown = objects.filter((object) => kinds.has(kindKey(object)))
  const byKey = new Map(
    unknown.map(({ apiVersion, kind, name }) => [`${apiVersion} ${kind} ${name}`, { apiVersion, kind, name }]),
  )
  return [...byKey.values()]
}
