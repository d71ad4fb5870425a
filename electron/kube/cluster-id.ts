import { z } from 'zod'
import type { ApiClient, GetRequest } from './api-client'
import { httpStatusOf } from './errors'
import { metadataType } from './namespaces'

const namespaceShape = z.object({ metadata: z.object({ uid: z.string().max(128) }) })

/**
 * What tells a cluster from any other, whatever its address: the uid of its kube-system namespace. '' when it may not be read.
 * @throws AppFailure of the API client when the cluster does not answer
 */
export async function readClusterId(client: Pick<ApiClient, 'get'>, request: GetRequest = {}): Promise<string> {
  try {
    const answer = await client.get('/api/v1/namespaces/kube-system', { ...request, accept: metadataType })
    return namespaceShape.safeParse(answer).data?.metadata.uid ?? ''
  } catch (reason) {
    const status = httpStatusOf(reason)
    if (status === 403 || status === 404) return ''
    throw reason
  }
}
