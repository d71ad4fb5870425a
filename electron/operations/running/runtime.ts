import type { ReleaseId } from '@shared/model/release-ref'
import { basename } from 'node:path'
import type { Operation, OperationRequest } from '@shared/model/operation'
import type { RepairAction } from '@shared/model/repair'
import { helmArguments } from '../../helm/command-line'
import type { RunningProcess } from '../../helm/process'
import type { HelmRunner } from '../../helm/run'
import { targetKey } from '../../kube/api-client'
import type { ClusterTarget } from '../../kube/target'
import { serverOf } from './confirmed-cluster'
import { wordsOf, type Change, type ChangePreview } from '../request/change'
import type { Journal } from '../journal/journal'
import { keptChartFolder } from '../request/kept-chart'
import type { LiveClient } from '../../kube/live/objects/kind-request'
import type { WatchSet } from '../../kube/live/watch/watch-set'
import type { StartLimiter } from './start-limiter'
import type { Publisher } from './publisher'
import type { Registry } from './registry'
import type { RepairClient } from '../../records/stored-records'
import type { ChartSources } from '../request/chart-sources'

/** What operations need of a cluster. */
export type OperationClient = LiveClient & RepairClient

export interface OperationDeps {
  readonly helm: Pick<HelmRunner, 'run' | 'binary' | 'capabilities'>
  readonly clientFor: (target: ClusterTarget) => OperationClient
  /** What is watched of a cluster, shared with others; each operation has its own watches by default. */
  readonly watchesOf?: (target: ClusterTarget) => WatchSet
  readonly sources: ChartSources
  /** What every operation does is written here before it is shown. */
  readonly journal: Journal
  /** HELM_DRIVER as helm will see it: '' when it is not set. */
  readonly storageDriver: () => string
  /** A folder for the owner alone, for charts that are rebuilt from a release. */
  readonly root: string
  /** The folder that helm's runs have theirs in (helm/run.ts). */
  readonly runRoot: string
  /** The newest version of a chart as the app shows it, for who names none; undefined where helm has to find it. */
  readonly newestVersion: (target: ClusterTarget, chart: string) => Promise<string | undefined>
  /** Resolves when the kubeconfig was read and clusters can be asked. */
  readonly loaded: Promise<unknown>
  readonly onChange: (operations: readonly Operation[]) => void
  /** A release of this context is not what it was. */
  readonly onReleaseChanged: (context: string) => void
  readonly now: () => Date
  readonly newId: () => string
}

/** What is under way for an operation in this process. */
export interface Task {
  readonly verb: Operation['verb']
  /** Asks helm, or the work, to stop. */
  readonly stop: AbortController
  /** How long helm may take to stop before it can be ended by force. */
  readonly patienceMs: number
  /** By performance.now(). */
  askedAt: number | null
  wasKilled: boolean
  /** helm's process, as soon as there is one. */
  helm: Pick<RunningProcess, 'askToStop' | 'kill'> | null
}

/** What all operations of this run of the app share. */
export interface OperationRuntime extends OperationDeps {
  readonly registry: Registry
  readonly publisher: Publisher
  readonly tasks: Map<string, Task>
  readonly startLimiter: StartLimiter
  readonly appEnds: AbortController
  /** Revisions that a helm of ours has left in the middle of a change, by key: whoever left them may repair them at once. */
  readonly left: Map<string, number>
  /** Resolves when what the app left behind when it ended last holds its releases again. Never rejects. */
  readonly recovered: Promise<void>
}

/** Stands for a release of a cluster. */
export function keyOf(target: ClusterTarget, { namespace, name }: ReleaseId): string {
  return JSON.stringify([targetKey(target), serverOf(target), namespace, name])
}

/** Where a kept chart is rebuilt. */
export function folderOf({ root }: OperationDeps, target: ClusterTarget, change: Change | ChangePreview): string {
  return keptChartFolder(root, keyOf(target, change))
}

/**
 * The change with the version of its chart named: what is shown as the newest is what is installed, a prerelease too, which
 * helm by itself does not find.
 */
export async function withVersion<C extends Change | ChangePreview>(
  { newestVersion }: OperationDeps,
  target: ClusterTarget,
  change: C,
): Promise<C> {
  const isOpen = (change.verb === 'install' || change.verb === 'upgrade') && !('keep_chart' in change)
  if (!isOpen || change.version !== undefined) return change
  const version = await newestVersion(target, change.chart)
  return version === undefined ? change : { ...change, version }
}

/** The exact command of a change, program first. */
export async function commandOf(deps: OperationDeps, target: ClusterTarget, change: ChangePreview): Promise<string[]> {
  const [{ path }, helm] = await Promise.all([deps.helm.binary(), deps.helm.capabilities()])
  return [basename(path), ...helmArguments(wordsOf(change, folderOf(deps, target, change), helm), target)]
}

export interface NewOperation extends ReleaseId {
  readonly verb: Operation['verb']
  readonly id?: string | undefined
  readonly command: readonly string[]
  readonly request?: OperationRequest
  readonly repair?: RepairAction | undefined
}

/** An operation that begins now. */
export function newOperation({ now, newId }: OperationDeps, target: ClusterTarget, what: NewOperation): Operation {
  return {
    id: what.id ?? newId(),
    verb: what.verb,
    name: what.name,
    namespace: what.namespace,
    context: target.context,
    command: what.command,
    startedAt: now().toISOString(),
    endedAt: null,
    status: { phase: 'starting' },
    objects: [],
    ...(what.request !== undefined && { request: what.request }),
    ...(what.repair !== undefined && { repair: what.repair }),
  }
}
