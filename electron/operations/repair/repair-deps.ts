import type { ReleaseId } from '@shared/model/release-ref'
import type { Operation } from '@shared/model/operation'
import type { BindTarget, ClusterTarget } from '../../kube/target'
import type { RepairClient } from '../../records/stored-records'
import type { StartOptions } from '../change/change-run'
import type { Change, ChangePreview } from '../request/change'
import type { PerformRequest, PerformResult } from '../running/perform'
import type { BackupDeps } from './backup/backup'

/** The operations as repairs need them (see `Operations`): one at a time for each release, written down and shown. */
interface RepairOperations {
  readonly list: () => readonly Operation[]
  preview(target: ClusterTarget, change: ChangePreview): Promise<readonly string[]>
  start(target: ClusterTarget, change: Change, options?: StartOptions): Promise<void>
  perform(
    target: ClusterTarget,
    request: PerformRequest,
    work: (signal: AbortSignal) => Promise<PerformResult>,
  ): Promise<void>
  unfinishedRevision(target: ClusterTarget, release: ReleaseId): number | null
}

export interface RepairDeps extends BackupDeps {
  readonly clientFor: (target: ClusterTarget) => RepairClient
  readonly operations: RepairOperations
  /** Pins the cluster of a backup's context. */
  readonly bind: BindTarget
  /** HELM_DRIVER as helm will see it: '' when it is not set. */
  readonly storageDriver: () => string
}
