import { createHash } from 'node:crypto'
import { toAppError } from '@shared/errors'
import { z } from 'zod'
import type { ApiClient, GetRequest } from './api-client'
import { httpStatusOf } from './errors'
import { metadataListType } from './namespaces'

/** The label selector of all revisions that still matter: helm labels its Secrets so. */
export const currentReleases = 'owner=helm,status!=superseded'

const selector = new URLSearchParams({ labelSelector: currentReleases }).toString()

const listSchema = z.looseObject({
  items: z
    .array(
      z.looseObject({
        metadata: z.looseObject({ namespace: z.string(), name: z.string(), resourceVersion: z.string() }),
      }),
    )
    .nullable(),
})

/** Where release Secrets may be read; found out by asking. */
export type Reach = 'cluster' | 'namespace' | 'none'

export interface Fingerprint {
  readonly reach: Reach
  /** Equal as long as nothing changed; '' where nothing may be read. */
  readonly hash: string
}

/**
 * One cheap look at the release Secrets: names and versions only (0.6 MB of JSON for 1,000 releases, gzipped on the way).
 * Where the whole cluster is refused, the context's namespace is asked; where that is refused too, only whether the
 * cluster answers.
 * @param reach what an earlier look found out; 'cluster' to begin with
 * @throws AppFailure when the cluster does not answer
 */
export async function fingerprintReleases(
  client: ApiClient,
  namespace: string,
  reach: Reach,
  request: GetRequest,
): Promise<Fingerprint> {
  if (reach === 'none') {
    await client.get('/version', request).catch(ignoreRefusal)
    return { reach, hash: '' }
  }
  const path = reach === 'cluster' ? '/api/v1/secrets' : `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets`
  try {
    const answer = await client.get(`${path}?${selector}`, { ...request, accept: metadataListType })
    return { reach, hash: hashOf(listSchema.parse(answer)) }
  } catch (error) {
    ignoreRefusal(error)
    return fingerprintReleases(client, namespace, reach === 'cluster' ? 'namespace' : 'none', request)
  }
}

/** "You may not" is an answer; everything else is trouble. */
function ignoreRefusal(error: unknown): void {
  if (httpStatusOf(error) !== 403 || toAppError(error).code !== 'forbidden') throw error
}

function hashOf({ items }: z.output<typeof listSchema>): string {
  const hash = createHash('sha256')
  const lines = (items ?? []).map(({ metadata: { namespace, name, resourceVersion } }) =>
    [namespace, name, resourceVersion].join('/'),
  )
  for (const line of lines.sort()) hash.update(`${line}\n`)
  return hash.digest('hex')
}
