import type { ReleaseId } from '@shared/model/release-ref'
import { AppFailure, appError, fail } from '@shared/errors'
import type { Backup, RepairAction } from '@shared/model/repair'
import { zodWords } from '@shared/zod-words'
import { z } from 'zod'
import { readClusterId } from '../../../kube/cluster-id'
import type { BackupFiles, BackupHead } from './backup-files'
import type { Crypt } from '../../../files/crypt'
import { revisionOf } from '../../../records/revision-mark'
import { savedRecords, toSaved, type RepairClient, type SavedRecord } from '../../../records/stored-records'

export interface BackupDeps {
  readonly files: BackupFiles
  readonly crypt: Crypt
  readonly newId: () => string
  readonly now: () => Date
}

export interface BackupRequest extends ReleaseId {
  readonly context: string
  readonly action: RepairAction
  /** The person agrees to a file that anybody with access to their account can read. */
  readonly allowPlain: boolean
}

/**
 * Saves records before something is done to them.
 * @returns the backup's id
 * @throws AppFailure `backup-needs-consent` where nothing can rest encrypted and the person has not agreed to that,
 *   `journal-failed` when the file cannot be written
 */
export async function saveBackup(
  deps: BackupDeps,
  client: RepairClient,
  { allowPlain, ...request }: BackupRequest,
  records: readonly SavedRecord[],
): Promise<string> {
  const encrypted = checkConsent(deps.crypt, allowPlain)
  const text = JSON.stringify(records.map(toSaved))
  const head: BackupHead = {
    id: deps.newId(),
    ...request,
    savedAt: deps.now().toISOString(),
    revisions: records.map(({ metadata }) => revisionOf(metadata)),
    encrypted,
    cluster: await readClusterId(client).catch(() => ''),
  }
  try {
    await deps.files.write(head, encrypted ? deps.crypt.encrypt(text) : Buffer.from(text, 'utf8'))
  } catch (reason) {
    throw new AppFailure(
      appError('journal-failed', "helm's records couldn't be saved, so nothing was changed.", {
        cause: "The file for them can't be written: the disk may be full, or the folder isn't writable.",
        actions: ['retry'],
        detail: String(reason),
      }),
      { cause: reason },
    )
  }
  return head.id
}

/** @returns whether it will be encrypted. @throws AppFailure `backup-needs-consent` */
export function checkConsent(crypt: Crypt, allowPlain: boolean): boolean {
  const canEncrypt = crypt.canEncrypt()
  if (canEncrypt || allowPlain) return canEncrypt
  return fail('backup-needs-consent', "helm's records can't be saved encrypted on this computer.", {
    cause:
      'They contain the values of the release, including passwords, and this computer has no keyring. ' +
      'If you agree, they can be saved so that only your account can read them.',
  })
}

/**
 * What was saved.
 * @throws AppFailure `revision-not-found` when there is no such backup, `internal` when it cannot be opened
 */
export async function openBackup(
  { files, crypt }: BackupDeps,
  id: string,
): Promise<{ readonly head: BackupHead; readonly records: readonly SavedRecord[] }> {
  const found = await files.read(id)
  if (found === null) {
    fail('revision-not-found', 'This backup no longer exists.', {
      cause: 'Only the newest 50 are kept, and no more than 200 MiB.',
    })
  }
  const { head, contents } = found
  try {
    const text = head.encrypted ? crypt.decrypt(contents) : contents.toString('utf8')
    return { head, records: savedRecords.parse(JSON.parse(text), { error: zodWords }) }
  } catch (reason) {
    throw new AppFailure(
      appError('internal', "This backup can't be opened.", {
        cause: head.encrypted
          ? 'It is damaged, or was encrypted by another account on this computer.'
          : 'It is damaged.',
        detail: reason instanceof z.ZodError ? z.prettifyError(reason).slice(0, 2_000) : String(reason),
      }),
      { cause: reason },
    )
  }
}

/** What was saved of a release, newest first. */
export async function listBackups(
  { files }: BackupDeps,
  context: string,
  { namespace, name }: ReleaseId,
): Promise<Backup[]> {
  const heads = await files.list()
  return heads
    .filter((head) => head.context === context && head.namespace === namespace && head.name === name)
    .map(toBackup)
}

/** What the window gets: not which cluster it is of. */
function toBackup({ id, context, namespace, name, savedAt, revisions, action, encrypted }: BackupHead): Backup {
  return { id, context, namespace, name, savedAt, revisions, action, encrypted }
}
