import type { ReleaseId } from '@shared/model/release-ref'
import { decode } from './decode'
import { readStored, type Reader } from './read-record'
import { recordName } from './record-name'
import { revisionOf, type RevisionMark } from './revision-mark'
import { storedIn, type SavedRecord } from './stored-records'

/** A record that helm cannot read: it leaves it out without a word (helm pkg/storage/driver, List and Query). */
export interface DamagedRecord {
  readonly revision: number
  /** What is wrong with it, a part of a sentence. */
  readonly why: string
}

/** What is wrong with a record, as part of a sentence; '' where nothing is. @throws as `decode` */
export function damageOf(record: SavedRecord): Promise<string> {
  return decode('damage', storedIn(record), revisionOf(record.metadata))
}

/** The same of one in the cluster; '' too where it cannot be had: helm then says itself why not. */
export async function damageAt(
  client: Reader,
  { namespace, name }: ReleaseId,
  revision: number,
  signal: AbortSignal,
): Promise<string> {
  try {
    const stored = await readStored(client, namespace, recordName(name, revision), signal)
    return await decode('damage', stored ?? '', revision)
  } catch {
    return ''
  }
}

/** More than these are not looked at: nobody damages so many by accident. */
const maxDamaged = 20

/** The newest records that helm cannot read, newest first, down to the first one that it can. */
export async function newestDamaged(
  client: Reader,
  place: ReleaseId,
  marks: readonly RevisionMark[],
  signal: AbortSignal,
): Promise<readonly DamagedRecord[]> {
  const damaged: DamagedRecord[] = []
  for (const { revision } of marks.toReversed().slice(0, maxDamaged)) {
    const why = await damageAt(client, place, revision, signal)
    if (why === '') break
    damaged.push({ revision, why })
  }
  return damaged
}

/** `The record of revision 2 of "shop" is damaged: it is empty.` */
export function damageSentence(name: string, { revision, why }: DamagedRecord): string {
  return `The record of revision ${revision} of "${name}" is damaged: ${why}.`
}
