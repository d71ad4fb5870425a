import type { ReadOutside } from '../../charts/guide/read-outside'
import type { Operation } from '@shared/model/operation'
import type { SentValues } from '../../drafts/sent-values'
import type { RunningProcess } from '../../helm/process'
import type { HelmRunner } from '../../helm/run'
import type { LiveClient } from '../../kube/live/objects/kind-request'
import type { WatchSet } from '../../kube/live/watch/watch-set'
import type { ClusterTarget } from '../../kube/target'
import type { RepairClient } from '../../records/stored-records'
import type { Journal } from '../journal/journal'
import type { NewestVersion } from '../request/change-command'
import type { ChartSources } from '../request/chart-sources'
import type { Publisher } from './publisher'
import type { Registry } from './registry'
import type { StartLimiter } from './start-limiter'

/** What operations need of a cluster. */
export type OperationClient = LiveClient & RepairClient

export interface OperationDeps {
  readonly helm: Pick<HelmRunner, 'run' | 'binary' | 'capabilities'>
  readonly clientFor: (target: ClusterTarget) => OperationClient
  /** What is watched of a cluster, shared with others; each operation has its own watches by default. */
  readonly watchesOf?: (target: ClusterTarget) => WatchSet
  readonly sources: ChartSources
  /** Where the texts of values are kept that were sent. */
  readonly sentValues: Pick<SentValues, 'keep' | 'forget'>
  /** What every operation does is written here before it is shown. */
  readonly journal: Journal
  /** HELM_DRIVER as helm will see it: '' when it is not set. */
  readonly storageDriver: () => string
  /** A folder for the owner alone, for charts that are rebuilt from a release. */
  readonly root: string
  /** The folder that helm's runs have theirs in (helm/run.ts). */
  readonly runRoot: string
  readonly newestVersion: NewestVersion
  readonly readOutside: ReadOutside
  /** Resolves when the kubeconfig was read and clusters can be asked. */
  readonly loaded: Promise<unknown>
  readonly onChange: (operations: readonly Operation[]) => void
  /** A release of this context may have changed. */
  readonly onReleaseChanged: (context: string) => void
  readonly now: () => Date
  readonly newId: () => string
}

/** An operation under way in this process. */
export interface RunningOperation {
  readonly verb: Operation['verb']
  /** Asks helm, or the work, to stop. */
  readonly stop: AbortController
  /** How long helm may take to stop before it can be killed. */
  readonly stopTimeoutMs: number
  /** By performance.now(); null while nobody has asked it to stop. */
  stopRequestedAt: number | null
  wasKilled: boolean
  /** helm's process, as soon as there is one. */
  helm: Pick<RunningProcess, 'askToStop' | 'kill'> | null
}

/** What all operations of this run of the app share. */
export interface OperationContext extends OperationDeps {
  readonly registry: Registry
  readonly publisher: Publisher
  /** By operation id. */
  readonly running: Map<string, RunningOperation>
  readonly startLimiter: StartLimiter
  readonly appEnds: AbortController
  /** Revisions that a helm of ours has left in the middle of a change, by release: whoever left them may repair them at once. */
  readonly unfinished: Map<string, number>
}
