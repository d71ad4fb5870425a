import type { ApiClient } from '../../kube/api-client'
import { listPages } from '../../kube/list-pages'
import { metadataListType } from '../../kube/namespaces'
import { toRecord, type ReleaseRecord } from './record'

/** Every revision, as helm itself asks for them. */
export const allRevisions = 'owner=helm'
/** Nearly always one revision a release, however long its history: a tenth of the bytes. */
export const currentRevisions = 'owner=helm,status!=superseded'

/** Some 650 bytes each: a page is parsed in 5 ms, so that nothing stalls however many there are. A million revisions. */
const limits = { pageSize: 1_000, maxPages: 1_000 }

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
  let date: number | null = null
  const ask = async (page: string): Promise<unknown> => {
    const answer = await client.read(page, { accept: metadataListType, timeoutMs: pageLimitMs, signal })
    date ??= answer.date
    return answer.value
  }
  for await (const { items, resourceVersion, isLast } of listPages(ask, path, { labelSelector: selector }, limits)) {
    onPage(items.flatMap((item) => toRecord(item) ?? []))
    if (isLast) return { resourceVersion, date }
  }
  return { resourceVersion: '', date }
}
