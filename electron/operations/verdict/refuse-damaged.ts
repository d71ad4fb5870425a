import { fail } from '@shared/errors'
import type { Reader } from '../../records/read-record'
import { damageAt, damageSentence } from '../../records/record-damage'
import { newestOf, type RevisionMark } from '../../records/revision-mark'
import type { Change } from '../request/change'

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
