import type { ReleaseId } from '@shared/model/release-ref'
import { fail } from '@shared/errors'
import type { Change } from '../operations/request/change'
import { inflatePayload, isBareRelease, maxInflated, parseJson } from './payload'
import { readReleaseSecret, secretName } from './release-secrets'
import { newestOf, type Reader, type RevisionMark } from './revisions'

/** A record that helm cannot read: it leaves it out without a word (helm pkg/storage/driver, List and Query). */
export interface DamagedRecord {
  readonly revision: number
  /** What is wrong with it, a part of a sentence. */
  readonly why: string
}

/**
 * What keeps helm from reading a record, as part of a sentence; '' when nothing does. It is read to its end, as helm does:
 * a row of the list only needs its front.
 * @param encoded `data.release` as the API gives it
 */
export function damageIn(encoded: string, revision: number): string {
  const inner = Buffer.from(encoded, 'base64').toString('latin1')
  if (inner === '') return 'it is empty'
  if (!isBase64(inner)) return "it can't be decoded"
  const inflated = inflatePayload(Buffer.from(inner, 'base64'), maxInflated)
  // What is only too large for us is none of helm's troubles.
  if ('trouble' in inflated) return inflated.trouble === 'bomb' ? '' : "it can't be unpacked"
  const release = parseJson(inflated.json)
  if (!isBareRelease(release)) return 'it holds no release, or is cut off'
  return release.version === revision ? '' : `it says that it is revision ${release.version}`
}

/** Go's decoder refuses what Node's reads over; a regular expression over a megabyte takes a millisecond. */
function isBase64(text: string): boolean {
  const plain = text.replace(/[\r\n]/g, '')
  return plain.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(plain)
}

/** What is wrong with one record; '' where nothing is, and where it cannot be had: helm then says itself why not. */
async function damageAt(
  client: Reader,
  { namespace, name }: ReleaseId,
  revision: number,
  signal: AbortSignal,
): Promise<string> {
  try {
    const secret = await readReleaseSecret(client, namespace, secretName(name, revision), signal)
    return damageIn(secret?.payload ?? '', revision)
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

/**
 * Refuses a change of a release whose newest record helm cannot read: helm would leave it out, take an older revision for
 * the newest, and stumble over the record that it did not see (`release: already exists`), or uninstall half of it. The
 * same for the revision that a rollback goes to.
 * @throws AppFailure `record-damaged`
 */
export async function refuseDamaged(
  client: Reader,
  change: Change,
  before: readonly RevisionMark[],
  signal: AbortSignal,
): Promise<void> {
  const newest = newestOf(before)
  if (newest === undefined) return
  const { namespace, name } = change
  const at = (revision: number): Promise<string> => damageAt(client, { namespace, name }, revision, signal)
  const goal = change.verb === 'rollback' && change.revision !== newest.revision ? change.revision : null
  const [why, goalWhy] = await Promise.all([at(newest.revision), goal === null ? '' : at(goal)])
  if (why !== '') {
    fail('record-damaged', damageSentence(name, { revision: newest.revision, why }), {
      cause:
        "helm skips a record that it can't read, so it would work on an older revision. Nothing was started. " +
        '"Repair…" saves the record and removes it.',
      actions: ['repair'],
    })
  }
  if (goal !== null && goalWhy !== '' && before.some(({ revision }) => revision === goal)) {
    fail('record-damaged', damageSentence(name, { revision: goal, why: goalWhy }), {
      cause: "helm can't roll back to it. Nothing was started. Choose another revision.",
    })
  }
}

/** `The record of revision 2 of "shop" is damaged: it is empty.` */
export function damageSentence(name: string, { revision, why }: DamagedRecord): string {
  return `The record of revision ${revision} of "${name}" is damaged: ${why}.`
}
