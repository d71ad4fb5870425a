import { z } from 'zod'
import type { ApiClient } from '../kube/api-client'
import { currentReleases } from '../kube/release-fingerprint'

export type SecretReader = Pick<ApiClient, 'get'>

/** A release Secret: its name and namespace tell release and revision; `payload` is read by payload.ts. */
export interface ReleaseSecret {
  readonly name: string
  readonly namespace: string
  readonly payload: string
}

const secretShape = z.object({
  metadata: z.object({ name: z.string().max(253), namespace: z.string().max(253) }),
  data: z.object({ release: z.string() }),
})

const pageShape = z.object({
  metadata: z.object({ continue: z.string().optional() }),
  items: z.array(z.unknown()).nullable(),
})

/** Small enough that a page of large releases stays in the low tens of MB. */
const pageSize = 25

/** The name of the Secret that holds a revision (helm pkg/storage, makeKey). */
export function secretName(release: string, revision: number): string {
  return `sh.helm.release.v1.${release}.v${revision}`
}

/** One revision's Secret. @throws AppFailure of the API client; gives null when it is no release Secret */
export async function readReleaseSecret(
  client: SecretReader,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<ReleaseSecret | null> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(name)}`
  return toSecret(await client.get(path, { signal }))
}

/**
 * All release Secrets but the superseded ones, page by page, in one namespace or in all.
 * @throws AppFailure of the API client
 */
export async function* currentReleaseSecrets(
  client: SecretReader,
  namespace: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<ReleaseSecret> {
  const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`
  const query = new URLSearchParams({ labelSelector: currentReleases, limit: String(pageSize) })
  for (;;) {
    const page = pageShape.parse(await client.get(`/api/v1${scope}/secrets?${query.toString()}`, { signal }))
    for (const item of page.items ?? []) {
      const secret = toSecret(item)
      if (secret !== null) yield secret
    }
    const rest = page.metadata.continue ?? ''
    if (rest === '') return
    query.set('continue', rest)
  }
}

function toSecret(value: unknown): ReleaseSecret | null {
  const parsed = secretShape.safeParse(value)
  if (!parsed.success) return null
  const { metadata, data } = parsed.data
  return { name: metadata.name, namespace: metadata.namespace, payload: data.release }
}
