import type { ReleaseId } from '@shared/model/release-ref'
import { fail } from '@shared/errors'
import type { Backup, Diagnosis } from '@shared/model/repair'
import { readClusterId } from '../../kube/cluster-id'
import type { ClusterTarget } from '../../kube/target'
import { storageOf } from '../../records/storage'
import { previewOf } from '../request/change'
import type { PerformRequest } from '../running/perform'
import { checkConsent, listBackups, openBackup, saveBackup } from './backup/backup'
import { diagnose } from './diagnose'
import { readRecords } from '../../records/stored-records'
import type { RepairDeps } from './repair-deps'
import { changeFor } from './repair-change'
import { runRepair, type RepairRequest } from './run-repair'
import { restoreRecords } from './restore'

export interface RestoreRequest {
  readonly backupId: string
  /** See `StartOptions.id`. */
  readonly id?: string | undefined
  readonly allowPlain: boolean
  /** The identity that the person saw of the backup's context. */
  readonly seen?: string | undefined
}

export interface Repairs {
  /** @throws AppFailure `release-not-found`, or of the API client */
  readonly diagnose: (target: ClusterTarget, place: ReleaseId) => Promise<Diagnosis>
  /**
   * Resolves at the verified end. Every record of the release is saved first.
   * @throws AppFailure `release-changed` when it is not as the person saw it, `backup-needs-consent`, `release-busy`, and
   *   every other code of a change
   */
  readonly repair: (target: ClusterTarget, request: RepairRequest) => Promise<void>
  /** Newest first. */
  readonly listBackups: (target: ClusterTarget, place: ReleaseId) => Promise<Backup[]>
  /**
   * Puts records back as they were saved; those that are there now are saved first.
   * @throws as `repair`
   */
  readonly restore: (request: RestoreRequest) => Promise<void>
}

/** For the reads of a diagnosis together. */
const readLimitMs = 20_000

/** Finds out what is the matter with releases that were left in the middle of a change, and gets them out of it. */
export function createRepairs(deps: RepairDeps): Repairs {
  return {
    diagnose: async (target, place) => {
      checkStorage(deps)
      return diagnose({
        target,
        ...place,
        client: deps.clientFor(target),
        operations: deps.operations.list(),
        unfinished: deps.operations.unfinishedRevision(target, {
          namespace: place.namespace,
          name: place.name,
        }),
        canEncrypt: deps.crypt.canEncrypt(),
        signal: AbortSignal.timeout(readLimitMs),
        commandOf: async ({ action, revision }, status) => {
          const change = changeFor(action, place, revision, status === 'pending-install')
          return change === null ? [] : deps.operations.preview(target, previewOf(change))
        },
      })
    },
    repair: async (target, request) => {
      checkStorage(deps)
      await runRepair(deps, target, request)
    },
    listBackups: (target, place) => listBackups(deps, target.context, place),
    restore: async (request) => {
      checkStorage(deps)
      await restore(deps, request)
    },
  }
}

async function restore(deps: RepairDeps, { backupId, id, allowPlain, seen }: RestoreRequest): Promise<void> {
  checkConsent(deps.crypt, allowPlain)
  const { head, records } = await openBackup(deps, backupId)
  const target = await deps.bind({ context: head.context, cluster: seen })
  const client = deps.clientFor(target)
  const { namespace, name, context } = head
  const cluster = await readClusterId(client)
  if (head.cluster !== '' && cluster !== '' && cluster !== head.cluster) otherCluster(context)
  const what: PerformRequest = { verb: 'repair', id, name, namespace, action: 'restore' }
  await deps.operations.perform(target, what, async (signal) => {
    const place = { namespace, name }
    const current = await readRecords(client, place, signal)
    const request = { ...place, context, action: 'restore', allowPlain } as const
    const savedId = current.length === 0 ? undefined : await saveBackup(deps, client, request, current)
    const releaseStatus = await restoreRecords(client, place, records, current, signal)
    return { ...(savedId !== undefined && { backupId: savedId }), releaseStatus }
  })
}

function checkStorage({ storageDriver }: RepairDeps): void {
  const driver = storageDriver()
  if (storageOf(driver) === 'secrets') return
  fail('helm-failed', 'Wheelhouse repairs only releases that helm keeps in Secrets.', {
    cause: `HELM_DRIVER is set to "${driver.slice(0, 50)}". Start Wheelhouse without it, or repair the release with helm itself.`,
  })
}

function otherCluster(context: string): never {
  fail('release-changed', 'This was saved from another cluster.', {
    cause: `The context "${context}" meant another cluster then, or its cluster was recreated. Nothing was changed.`,
    actions: ['choose-context'],
  })
}
