import { fail } from '@shared/errors'
import { decode } from './decode'
import { storedIn, withStored, type SavedRecord } from './stored-records'
import { revisionOf } from './revision-mark'

/**
 * A record with another manifest in it, and every other byte of its release as it was.
 * @param change gives the new manifest for the old one
 * @returns null when the manifest is the same afterwards
 * @throws AppFailure `helm-bad-output` when the record cannot be read
 */
export async function withManifest(
  record: SavedRecord,
  change: (manifest: string) => string,
): Promise<SavedRecord | null> {
  const stored = storedIn(record)
  const found = await decode('manifest', stored)
  if (found === null) return unreadable(record)
  const { manifest } = found
  const next = manifest === null ? null : change(manifest)
  if (next === null || next === manifest) return null
  const changed = await decode('with-manifest', stored, next)
  return changed === null ? null : withStored(record, changed)
}

/** The manifest that a record holds; '' when there is none, or none that can be read. */
export async function manifestOf(record: SavedRecord): Promise<string> {
  return (await decode('manifest', storedIn(record)))?.manifest ?? ''
}

function unreadable({ metadata }: SavedRecord): never {
  fail('helm-bad-output', `helm's record of revision ${revisionOf(metadata)} can't be read.`, {
    cause: 'It is damaged, or from another tool. It was left unchanged.',
  })
}
