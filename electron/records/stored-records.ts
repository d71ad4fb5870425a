import type { ReleaseId } from '@shared/model/release-ref'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { ApiClient } from '../kube/api-client'
import { listPages } from '../kube/list-pages'
import { recordName, recordPath, recordsPath } from './record-name'
import { revisionOf } from './revision-mark'
import { secretData, storedText } from './stored-text'

/** What repairs need of a cluster: they also write. */
export type RepairClient = Pick<ApiClient, 'get' | 'read' | 'send'>

const words = z.record(z.string(), z.string())

/** A release's Secret, as far as it is what a person or helm has put there. */
const savedShape = z.object({
  metadata: z.object({
    name: z.string().max(253),
    namespace: z.string().max(253),
    labels: words.optional(),
    annotations: words.optional(),
  }),
  type: z.string().max(253).optional(),
  data: words.optional(),
})

export type SavedRecord = z.output<typeof savedShape>
export const savedRecords = z.array(savedShape).max(10_000)

const recordShape = savedShape.extend({
  metadata: savedShape.shape.metadata.extend({ uid: z.string().max(128), resourceVersion: z.string().max(128) }),
})

/** The same with what tells this very Secret, and this very state of it, from any other. */
export type StoredRecord = z.output<typeof recordShape>

/** Records have up to 1 MiB: so many fit into one answer. */
const limits = { pageSize: 20, maxPages: 500 }

/**
 * All Secrets of a release, whole, oldest revision first.
 * @throws AppFailure of the API client
 */
export async function readRecords(
  client: Pick<ApiClient, 'get'>,
  { namespace, name }: ReleaseId,
  signal: AbortSignal,
): Promise<readonly StoredRecord[]> {
  const ask = (path: string): Promise<unknown> => client.get(path, { signal })
  const query = { labelSelector: `owner=helm,name=${name}` }
  const records: StoredRecord[] = []
  for await (const { items } of listPages(ask, recordsPath('secrets', namespace), query, limits)) {
    records.push(...items.flatMap((item) => recordOf(item, name)))
  }
  return records.sort((one, other) => revisionOf(one.metadata) - revisionOf(other.metadata))
}

function recordOf(item: unknown, name: string): StoredRecord[] {
  const parsed = recordShape.safeParse(item)
  if (!parsed.success) return []
  const { metadata } = parsed.data
  return metadata.name === recordName(name, revisionOf(metadata)) ? [parsed.data] : []
}

/** Its payload as helm's driver stores it; '' when it has none. */
export function storedIn({ data }: SavedRecord): string {
  return storedText(data?.['release'] ?? '', 'secrets')
}

/** The record with another payload. @param stored as helm's driver stores it */
export function withStored(record: SavedRecord, stored: string): SavedRecord {
  return { ...record, data: { ...record.data, release: secretData(stored) } }
}

/** What is saved and put back: neither the cluster's own numbers nor its notes on who wrote what. */
export function toSaved(record: SavedRecord): SavedRecord {
  return savedShape.parse(record)
}

/** Whether two are the same to everybody who reads them. */
export function isSame(one: SavedRecord, other: SavedRecord): boolean {
  return isDeepStrictEqual(toSaved(one), toSaved(other))
}

function pathOfRecord({ metadata }: SavedRecord): string {
  return recordPath('secrets', metadata.namespace, metadata.name)
}

function bodyOf(record: SavedRecord, more: object = {}): object {
  const saved = toSaved(record)
  return { apiVersion: 'v1', kind: 'Secret', ...saved, metadata: { ...saved.metadata, ...more } }
}

/** Writes a record that is not there. @throws AppFailure of the API client, also when it is there meanwhile (409) */
export async function createRecord(client: RepairClient, record: SavedRecord, signal: AbortSignal): Promise<void> {
  await client.send('POST', recordsPath('secrets', record.metadata.namespace), bodyOf(record), { signal })
}

/**
 * Writes over a record, unless somebody has written to it since.
 * @param current as it was read: its uid and resourceVersion have to hold still
 * @throws AppFailure of the API client; HTTP status 409 when it is another by now
 */
export async function replaceRecord(
  client: RepairClient,
  current: StoredRecord,
  next: SavedRecord,
  signal: AbortSignal,
): Promise<void> {
  const { uid, resourceVersion } = current.metadata
  await client.send('PUT', pathOfRecord(current), bodyOf(next, { uid, resourceVersion }), { signal })
}

/** Deletes a record, unless somebody has written to it since. @throws as `replaceRecord` */
export async function deleteRecord(client: RepairClient, record: StoredRecord, signal: AbortSignal): Promise<void> {
  const { uid, resourceVersion } = record.metadata
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid, resourceVersion } }
  await client.send('DELETE', pathOfRecord(record), body, { signal })
}
