import { z } from 'zod'
import type { ApiClient, GetRequest } from './api-client'
import { httpStatusOf } from './errors'

/** Names and versions without the objects themselves. */
export const metadataListType = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'
/** The same of a single object, and of the objects that a watch tells. */
export const metadataType = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'

const pageSize = 500
/** 100,000 namespaces: no cluster has them; a server that repeats itself must not keep us busy for ever. */
const maxPages = 200

const pageSchema = z.looseObject({
  metadata: z.looseObject({ continue: z.string().optional() }),
  // An empty metadata list has null.
  items: z.array(z.looseObject({ metadata: z.looseObject({ name: z.string() }) })).nullable(),
})

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
  let next = ''
  for (let page = 0; page < maxPages; page++) {
    const query = new URLSearchParams({ limit: String(pageSize), ...(next !== '' && { continue: next }) })
    const answer = await client.get(`/api/v1/namespaces?${query.toString()}`, { ...request, accept: metadataListType })
    const { metadata, items } = pageSchema.parse(answer)
    for (const item of items ?? []) names.add(item.metadata.name)
    next = metadata.continue ?? ''
    if (next === '') break
  }
  return [...names].sort((one, other) => (one < other ? -1 : 1))
}
