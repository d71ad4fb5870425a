import { z } from 'zod'
import type { ApiClient } from '../../kube/api-client'
import { metadataListType } from '../../kube/namespaces'
import type { RecordResource } from '../release-secrets'
import { toRecord, type ReleaseRecord } from './record'

/** Every revision, as helm itself asks for them. */
export const allRevisions = 'owner=helm'
/** Nearly always one revision a release, however long its history: a tenth of the bytes. */
export const currentRevisions = 'owner=helm,status!=superseded'

/** Some 650 bytes each: a page is parsed in 5 ms, so that nothing stalls however many there are. */
const pageSize = 1_000
/** A million revisions. A server that repeats itself must not keep us busy for ever. */
const maxPages = 1_000

const listShape = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().max(128).optional(), continue: z.string().optional() }),
  // An empty metadata list has null.
  items: z.array(z.unknown()).nullable(),
})

export interface ListOptions {
  readonly signal: AbortSignal
  /** For one page. Milliseconds. */
  readonly pageLimitMs: number
}

export interface RecordList {
  /** From where a watch goes on. */
  readonly resourceVersion: string
  /** The server's clock, in milliseconds since 1970; null when it did not say. */
  readonly date: number | null
}

/** The path of a namespace's records, or of the whole cluster's (''). */
export function recordsPath(resource: RecordResource, namespace: string): string {
  return namespace === '' ? `/api/v1/${resource}` : `/api/v1/namespaces/${encodeURIComponent(namespace)}/${resource}`
}

/**
 * Reads the metadata of records, page by page; all pages are of one moment.
 * @throws AppFailure of the API client; with HTTP status 410 when the moment is too long ago for the next page
 */
export async function listRecords(
  client: Pick<ApiClient, 'read'>,
  path: string,
  selector: string,
  { signal, pageLimitMs }: ListOptions,
  onPage: (records: readonly ReleaseRecord[]) => void,
): Promise<RecordList> {
  const query = new URLSearchParams({ labelSelector: selector, limit: String(pageSize) })
  let date: number | null = null
  for (let page = 0; page < maxPages; page++) {
    const answer = await client.read(`${path}?${query.toString()}`, {
      accept: metadataListType,
      timeoutMs: pageLimitMs,
      signal,
    })
    date ??= answer.date
    const { metadata, items } = listShape.parse(answer.value)
    onPage((items ?? []).flatMap((item) => toRecord(item) ?? []))
    const rest = metadata.continue ?? ''
    if (rest === '') return { resourceVersion: metadata.resourceVersion ?? '', date }
    query.set('continue', rest)
  }
  return { resourceVersion: '', date }
}
