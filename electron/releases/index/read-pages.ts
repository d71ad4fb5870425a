import type { ApiClient } from '../../kube/api-client'
import { recordsPath, type RecordResource } from '../../records/record-name'
import { currentRevisions } from './record'
import { protobufType, readPage, type WireRecord } from './wire'

/** A page takes about this much, whatever a release weighs: nothing stalls, and memory stays small. */
const pageBytes = 1.5 * 1024 * 1024
const firstPage = 25
const largestPage = 100
const maxPages = 4_000
/** Records of 1 MiB each, their metadata, and some room. */
const maxPageBytes = 40 * 1024 * 1024

/**
 * Reads the payloads of all current revisions of a namespace or cluster (''), page by page, until there are no more or
 * `onPage` resolves that nothing else is wanted.
 * @throws AppFailure of the API client
 */
export async function readPages(
  client: Pick<ApiClient, 'stream'>,
  resource: RecordResource,
  scope: string,
  signal: AbortSignal,
  onPage: (records: readonly WireRecord[]) => Promise<boolean>,
): Promise<void> {
  const query = new URLSearchParams({ labelSelector: currentRevisions, limit: String(firstPage) })
  for (let page = 0; page < maxPages; page++) {
    const path = `${recordsPath(resource, scope)}?${query.toString()}`
    const bytes = await readBytes(client, path, signal)
    const { records, continue: rest } = readPage(bytes)
    if (!(await onPage(records)) || rest === '') return
    query.set('continue', rest)
    const fitting = Math.round((pageBytes * records.length) / bytes.length)
    query.set('limit', String(Math.min(largestPage, Math.max(1, fitting))))
  }
}

/** @throws AppFailure of the API client; Error when the page is larger than records can be */
async function readBytes(client: Pick<ApiClient, 'stream'>, path: string, signal: AbortSignal): Promise<Buffer> {
  const { chunks } = await client.stream(path, { accept: protobufType, signal, kind: 'watch' })
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of chunks) {
    size += piece.length
    if (size > maxPageBytes) throw new Error('a page of records is too large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
