import { z } from 'zod'
import type { ApiClient, GetRequest } from './api-client'
import { httpStatusOf } from './errors'
import { expectAnswer } from './expect-answer'
import { listPages } from './list-pages'

/** Names and versions without the objects themselves. */
export const metadataListType = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'
/** The same of a single object, and of the objects that a watch tells. */
export const metadataType = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'

/** 100,000 namespaces: no cluster has them. */
const limits = { pageSize: 500, maxPages: 200 }

const itemShape = z.object({ metadata: z.object({ name: z.string() }) })

/**
 * The names of all namespaces, sorted.
 * @throws AppFailure `forbidden` where the user may not list namespaces, or a `cluster-*` code
 */
export async function listNamespaces(client: Pick<ApiClient, 'get'>, request: GetRequest = {}): Promise<string[]> {
  try {
    return await readPages(client, request)
  } catch (error) {
    // The list's version expired between two pages: once more from the start.
    if (httpStatusOf(error) !== 410) throw error
    return readPages(client, request)
  }
}

async function readPages(client: Pick<ApiClient, 'get'>, request: GetRequest): Promise<string[]> {
  const names = new Set<string>()
  const ask = (path: string): Promise<unknown> => client.get(path, { ...request, accept: metadataListType })
  for await (const { items } of listPages(ask, '/api/v1/namespaces', {}, limits)) {
    for (const item of items) names.add(expectAnswer(itemShape, item, 'a list of namespaces').metadata.name)
  }
  return [...names].sort((one, other) => (one < other ? -1 : 1))
}
