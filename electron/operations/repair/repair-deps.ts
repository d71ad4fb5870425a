import type { BindTarget, ClusterTarget } from '../../kube/target'
import type { Operations } from '../operations'
import type { BackupDeps } from './backup/backup'
import type { RepairClient } from '../../records/stored-records'

/** The operations as repairs need them: one at a time for each release, told and written into the journal. */
type RepairOperations = Pick<Operations, 'list' | 'preview' | 'start' | 'perform' | 'leftBy'>

export interface RepairDeps extends BackupDeps {
  readonly clientFor: (target: ClusterTarget) => RepairClient
  readonly operations: RepairOperations
  /** Pins the cluster of a backup's context. */
  readonly bind: BindTarget
  /** HELM_DRIVER as helm will see it: '' when it is not set. */
  readonly storageDriver: () => string
}
