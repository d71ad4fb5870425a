import type { ReleaseId } from '@shared/model/release-ref'
import { fail } from '@shared/errors'
import { revisionOf, statusOf } from '../../records/revision-mark'
import {
  createRecord,
  deleteRecord,
  isSame,
  readRecords,
  replaceRecord,
  type RepairClient,
  type SavedRecord,
  type StoredRecord,
} from '../../records/stored-records'

/**
 * Makes a release's records what was saved: missing ones are written, other ones written over, and those that were not
 * there then are deleted, newest first. Each write asks that nobody has written since `current` was read.
 * @returns helm's word for the newest revision afterwards
 * @throws AppFailure of the API client; `release-changed` when the records are not as saved afterwards
 */
export async function restoreRecords(
  client: RepairClient,
  place: ReleaseId,
  saved: readonly SavedRecord[],
  current: readonly StoredRecord[],
  signal: AbortSignal,
): Promise<string> {
  const byName = new Map(current.map((record) => [record.metadata.name, record]))
  for (const record of saved) {
    const there = byName.get(record.metadata.name)
    if (there === undefined) await createRecord(client, record, signal)
    else if (!isSame(there, record)) await replaceRecord(client, there, record, signal)
  }
  const names = new Set(saved.map(({ metadata }) => metadata.name))
  const extra = current.filter(({ metadata }) => !names.has(metadata.name))
  for (const record of extra.toReversed()) await deleteRecord(client, record, signal)
  const after = await readRecords(client, place, signal)
  const newest = after.at(-1)
  const sorted = [...saved].sort((one, other) => revisionOf(one.metadata) - revisionOf(other.metadata))
  if (after.length !== sorted.length || sorted.some((record, index) => !isSame(record, after[index] ?? record))) {
    notAsSaved(place)
  }
  return newest === undefined ? '' : statusOf(newest.metadata)
}

function notAsSaved({ name }: ReleaseId): never {
  fail('release-changed', `The records of "${name}" don't match the backup.`, {
    cause: 'Somebody else is writing to them at the same time. Check again, then restore them once more.',
    actions: ['retry'],
  })
}
