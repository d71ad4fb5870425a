import type { ReleaseId } from '@shared/model/release-ref'
import { fail } from '@shared/errors'
import type { RepairAction } from '@shared/model/repair'
import type { ClusterTarget } from '../../kube/target'
import { revisionInUse } from '../verdict/release-state'
import { damageOf } from '../../records/record-damage'
import { readPayload, readRevisions } from '../../records/read-record'
import { isHalfWay, markOf, newestOf, revisionOf, statusOf, type RevisionMark } from '../../records/revision-mark'
import { checkConsent, saveBackup } from './backup/backup'
import { deleteLeftHooks, findLeftHooks, hangingHooks, type LeftHook } from '../../records/left-hooks'
import { objectsOf, withoutKinds } from '../../records/record-manifest'
import {
  deleteRecord,
  readRecords,
  replaceRecord,
  type RepairClient,
  type StoredRecord,
} from '../../records/stored-records'
import { changeFor } from './repair-change'
import type { RepairDeps } from './repair-deps'
import { unknownKinds } from './unknown-objects'

export interface RepairRequest extends ReleaseId {
  readonly action: Exclude<RepairAction, 'wait' | 'restore'>
  /** Where a rollback goes. */
  readonly revision?: number | undefined
  /** See `StartOptions.id`. */
  readonly id?: string | undefined
  /** What the person saw. */
  readonly expected: { readonly revision: number; readonly status: string }
  /** Whether records may be saved unencrypted, where they cannot be otherwise. */
  readonly allowPlain: boolean
}

interface Repair extends RepairRequest {
  readonly deps: RepairDeps
  readonly target: ClusterTarget
  readonly client: RepairClient
}

/**
 * One repair: looks whether the release still is as the person saw it, saves its records, does the repair within an
 * operation, and clears away what hanging hooks have left.
 * @throws AppFailure as `Repairs.repair`
 */
export async function runRepair(deps: RepairDeps, target: ClusterTarget, request: RepairRequest): Promise<void> {
  const repair: Repair = { ...request, deps, target, client: deps.clientFor(target) }
  checkConsent(deps.crypt, request.allowPlain)
  const { namespace, name, expected, action } = request
  checkExpected(repair, newestOf(await readRevisions(repair.client, namespace, name)))
  const change = changeFor(action, request, request.revision, expected.status === 'pending-install')
  if (change !== null) {
    let left: readonly LeftHook[] = []
    const before = async (signal: AbortSignal): Promise<{ backupId: string }> => {
      left = await findHanging(repair, signal)
      return { backupId: (await save(repair, signal)).backupId }
    }
    const after = (signal: AbortSignal): Promise<readonly string[]> => clear(repair, left, signal)
    await deps.operations.start(target, change, { id: request.id, repair: action, before, after })
    return
  }
  const what = { verb: 'repair', id: request.id, name, namespace, action } as const
  if (action === 'rewrite-manifest') {
    await deps.operations.perform(target, what, (signal) => rewriteManifest(repair, signal))
  } else if (action === 'remove-damaged-record') {
    await deps.operations.perform(target, what, (signal) => removeDamaged(repair, signal))
  } else if (action === 'remove-pending-record') {
    await deps.operations.perform(target, what, async (signal) => {
      const left = await findHanging(repair, signal)
      const done = await removePending(repair, signal)
      return { ...done, remains: await clear(repair, left, signal) }
    })
  } else fail('invalid-input', 'A rollback needs a revision to go to.')
}

function checkExpected(
  { name, expected }: Repair,
  newest: Pick<RevisionMark, 'revision' | 'status'> | undefined,
): void {
  if (newest?.revision === expected.revision && newest.status === expected.status) return
  const now =
    newest === undefined ? 'It no longer exists.' : `It is now at revision ${newest.revision}, ${newest.status}.`
  fail('release-changed', `"${name}" has changed since you last looked.`, {
    cause: `${now} Nothing was done. Check again before you repair it.`,
    actions: ['retry'],
  })
}

/** Saves all records, which have to be as the person saw them. */
async function save(
  repair: Repair,
  signal: AbortSignal,
): Promise<{ readonly backupId: string; readonly records: readonly StoredRecord[] }> {
  const records = await readRecords(repair.client, repair, signal)
  const newest = records.at(-1)
  checkExpected(repair, newest && { revision: revisionOf(newest.metadata), status: statusOf(newest.metadata) })
  const { namespace, name, action, allowPlain, target } = repair
  const request = { namespace, name, action, allowPlain, context: target.context }
  return { backupId: await saveBackup(repair.deps, repair.client, request, records), records }
}

interface Done {
  readonly backupId: string
  readonly releaseStatus: string
}

/** Takes what the API does not know out of the newest record and of the one in use: helm builds the objects of both. */
async function rewriteManifest(repair: Repair, signal: AbortSignal): Promise<Done> {
  const { client } = repair
  const { backupId, records } = await save(repair, signal)
  const inUse = revisionInUse(records.flatMap((record) => markOf(record) ?? []))
  const built = records.filter((record) => record === records.at(-1) || revisionOf(record.metadata) === inUse?.revision)
  const objects = await Promise.all(built.map(objectsOf))
  const unknown = await unknownKinds(client, objects.flat(), signal)
  let written = 0
  for (const record of built) {
    const next = await withoutKinds(record, unknown)
    if (next === null) continue
    await replaceRecord(client, record, next, signal)
    written++
  }
  if (written === 0) nothingUnknown(repair)
  return { backupId, releaseStatus: repair.expected.status }
}

async function removePending(repair: Repair, signal: AbortSignal): Promise<Done> {
  const { backupId, records } = await save(repair, signal)
  const newest = records.at(-1)
  if (newest === undefined || !isHalfWay(statusOf(newest.metadata))) return notPending(repair)
  await deleteRecord(repair.client, newest, signal)
  return { backupId, releaseStatus: await statusAfter(repair, signal) }
}

/** Deletes the newest records that helm cannot read, newest first: what is left is a history that helm knows. */
async function removeDamaged(repair: Repair, signal: AbortSignal): Promise<Done> {
  const { backupId, records } = await save(repair, signal)
  const damages = await Promise.all(records.map(damageOf))
  const good = damages.lastIndexOf('')
  const damaged = records.slice(good + 1)
  if (damaged.length === 0) notDamaged(repair)
  for (const record of damaged.toReversed()) await deleteRecord(repair.client, record, signal)
  return { backupId, releaseStatus: await statusAfter(repair, signal) }
}

async function statusAfter(repair: Repair, signal: AbortSignal): Promise<string> {
  const newest = (await readRecords(repair.client, repair, signal)).at(-1)
  return newest === undefined ? '' : statusOf(newest.metadata)
}

/** For all hooks together. */
const hooksLimitMs = 15_000

/** Never rejects: what a hook has left is worth a look, but nothing to fail for. */
async function findHanging(
  { client, namespace, name, expected }: Repair,
  signal: AbortSignal,
): Promise<readonly LeftHook[]> {
  if (!isHalfWay(expected.status)) return []
  const payload = await readPayload(client, namespace, name, expected.revision, signal).catch(() => null)
  return findLeftHooks(client, { namespace, name }, hangingHooks(payload?.hooks), signal)
}

/** Deletes what hanging hooks have left. @returns what could not be deleted, a sentence each. Never rejects. */
async function clear({ client }: Repair, left: readonly LeftHook[], signal: AbortSignal): Promise<readonly string[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(hooksLimitMs)])
  const stays = await deleteLeftHooks(client, left, limit)
  return stays.map(
    (title) =>
      `${title}, a hook that hangs, may still be running: it couldn't be deleted. You may lack permission; ask someone with access to delete it.`,
  )
}

function nothingUnknown({ name }: Repair): never {
  fail('release-changed', `The cluster knows every object of "${name}".`, {
    cause: "Nothing has to be removed from helm's record: what was missing is back. Check again.",
    actions: ['retry'],
  })
}

function notDamaged({ name }: Repair): never {
  fail('release-changed', `helm can read the newest record of "${name}".`, {
    cause: 'Somebody has fixed it: nothing was removed. Check again.',
    actions: ['retry'],
  })
}

function notPending({ name, expected }: Repair): never {
  fail('invalid-input', `The newest revision of "${name}" is not unfinished.`, {
    cause: `It is ${expected.status}; only the record of a change that was cut off is deleted.`,
  })
}
