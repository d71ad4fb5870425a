import { fail } from '@shared/errors'
import { decode } from './decode'
import type { ManifestObject } from './manifest'
import { storedIn, withStored, type SavedRecord } from './stored-records'
import { revisionOf } from './revision-mark'

/**
 * A record without the documents of its manifest whose objects are all of these kinds; every other byte of its release stays as
 * it was. A list that holds other objects too stays whole.
 * @param kinds `kindKey`s
 * @returns null when there are none of them
 * @throws AppFailure `helm-bad-output` when the record cannot be read
 */
export async function withoutKinds(record: SavedRecord, kinds: ReadonlySet<string>): Promise<SavedRecord | null> {
  const changed = await decode('without-kinds', storedIn(record), kinds)
  if (changed === null) return unreadable(record)
  return changed.stored === null ? null : withStored(record, changed.stored)
}

/** The objects of the manifest that a record holds; none when there is none, or none that can be read. */
export function objectsOf(record: SavedRecord): Promise<readonly ManifestObject[]> {
  return decode('objects', storedIn(record))
}

function unreadable({ metadata }: SavedRecord): never {
  fail('helm-bad-output', `helm's record of revision ${revisionOf(metadata)} can't be read.`, {
    cause: 'It is damaged, or from another tool. It was left unchanged.',
  })
}
