import { z } from 'zod'
import type { ApiClient } from '../kube/api-client'
import { collectionPath } from '../kube/live/discovery'

export type SecretReader = Pick<ApiClient, 'get'>

/** What a driver's records are kept in. */
export type RecordResource = 'secrets' | 'configmaps'

/** A release's record: its name and namespace tell release and revision; `payload` is read by payload.ts. */
export interface ReleaseSecret {
  readonly name: string
  readonly namespace: string
  readonly payload: string
}

const secretShape = z.object({
  metadata: z.object({ name: z.string().max(253), namespace: z.string().max(253) }),
  data: z.object({ release: z.string() }),
})

/** The path of a namespace's records, or of the whole cluster's (''). */
export function recordsPath(resource: RecordResource, namespace: string): string {
  return collectionPath('v1', { plural: resource, namespaced: true }, namespace)
}

/** The path of one record. */
export function recordPath(resource: RecordResource, namespace: string, name: string): string {
  return `${recordsPath(resource, namespace)}/${encodeURIComponent(name)}`
}

/** The name of the Secret that holds a revision (helm pkg/storage, makeKey). */
export function secretName(release: string, revision: number): string {
  return `sh.helm.release.v1.${release}.v${revision}`
}

/**
 * One revision's record.
 * @returns null when it is none
 * @throws AppFailure of the API client
 */
export async function readReleaseSecret(
  client: SecretReader,
  namespace: string,
  name: string,
  signal: AbortSignal,
  resource: RecordResource = 'secrets',
): Promise<ReleaseSecret | null> {
  return toSecret(await client.get(recordPath(resource, namespace, name), { signal }), resource)
}

function toSecret(value: unknown, resource: RecordResource): ReleaseSecret | null {
  const parsed = secretShape.safeParse(value)
  if (!parsed.success) return null
  const { metadata, data } = parsed.data
  // The API's JSON wraps a Secret's data in base64 once more than a ConfigMap's.
  const payload = resource === 'secrets' ? data.release : Buffer.from(data.release).toString('base64')
  return { name: metadata.name, namespace: metadata.namespace, payload }
}
