import type { DemoState, HelmBinary } from '@shared/model/app'
import type { ConnectionState, ContextsState, PodLog } from '@shared/model/cluster'
import type { HelmRelease } from '@shared/model/release'
import type { ReleaseAccess } from '@shared/model/release-feed'
import type { Charts } from '../charts/charts'
import { createDemo } from '../demo/start'
import { createDrafts, type Drafts } from '../drafts/drafts'
import { createSentValues, type SentValues } from '../drafts/sent-values'
import type { Health } from '../health/health'
import { startHealth } from '../health/start-health'
import { checkConnection } from '../kube/connection'
import type { KubeconfigStore } from '../kube/kubeconfig'
import { readPodLog, type LogRequest } from '../kube/live/pods/logs'
import { listNamespaces } from '../kube/namespaces'
import type { BindTarget, ClusterTarget } from '../kube/target'
import { withTrust } from '../kube/trust'
import { createActivity, type Activity } from '../operations/journal/activity'
import type { ForeignOperations } from '../operations/foreign/foreign'
import type { Operations } from '../operations/operations'
import type { Comparisons } from '../plan/comparison/comparisons'
import type { Drifts } from '../plan/drift/drifts'
import type { Plans } from '../plan/plans'
import type { Repairs } from '../operations/repair/repairs'
import { startRepairs } from '../operations/repair/start-repairs'
import { createChartSources, type ChartSources } from '../operations/request/chart-sources'
import type { ReleaseIndexes } from '../releases/index/indexes'
import { createNamespaceMemory, type NamespaceMemory } from '../releases/namespace-memory'
import type { BlameReader } from '../releases/blame/blame'
import { createOwnValues, type OwnValuesReader } from '../releases/own-values'
import type { RevisionReader } from '../releases/revision'
import { workOnText } from '../releases/texts/texts'
import { currentTarget, openAccess, pathsTo, watchesOf, type Access } from './access'
import type { ServiceOptions } from './options'
import { startCharts } from './start-charts'
import { startComparisons } from './start-comparisons'
import { startDrifts } from './start-drifts'
import { startPlans } from './start-plans'
import { startForeign, startOperations } from './start-operations'
import { startBlame, startIndexes, startReviews, startRevisions } from './start-releases'
import { subscribeServices } from './subscriptions'

/** The cluster side of the app, without a window. */
export interface Services {
  readonly kubeconfig: KubeconfigStore
  /** Resolves once the kubeconfig was read for the first time. */
  readonly loaded: Promise<unknown>
  readonly helm: () => Promise<HelmBinary>
  /** The named context, else the window's current one. Rejects with `no-kubeconfig` or `context-missing`. */
  readonly target: (context?: string) => Promise<ClusterTarget>
  /**
   * The same for what leads to a change: as the window was told of it last, whatever becomes of the kubeconfig meanwhile.
   * Rejects with `cluster-changed` when the person saw another identity of it.
   */
  readonly bind: BindTarget
  readonly indexes: ReleaseIndexes
  readonly health: Health
  readonly namespaceMemory: NamespaceMemory
  /** Why the person may not make changes in a namespace. */
  readonly reviewAccess: (target: ClusterTarget, namespace: string) => Promise<ReleaseAccess>
  /** The releases of the current context; null when nothing is known of them. */
  readonly latestReleases: () => readonly HelmRelease[] | null
  readonly operations: Operations
  readonly activity: Activity
  readonly plans: Plans
  readonly drifts: Drifts
  readonly comparisons: Comparisons
  /** What the helm of others is doing. */
  readonly foreignOperations: ForeignOperations
  readonly repairs: Repairs
  readonly chartSources: ChartSources
  readonly charts: Charts
  readonly revisions: RevisionReader
  readonly ownValues: OwnValuesReader
  readonly blame: BlameReader
  readonly drafts: Drafts
  readonly checkConnection: (target: ClusterTarget) => Promise<ConnectionState>
  readonly listNamespaces: (target: ClusterTarget) => Promise<string[]>
  readonly readPodLog: (target: ClusterTarget, request: LogRequest) => Promise<PodLog>
  readonly demoState: () => DemoState
  readonly startDemo: () => Promise<ContextsState>
  /** The window came back to the person: look at the cluster now. */
  focus(): void
  /** Ends what may be ended; a change under way goes on without us. */
  stop(): void
}

/** Starts the cluster side. Nothing here waits: reading begins at once, and every request waits for what it needs. */
export function startServices(options: ServiceOptions): Services {
  const { env, events } = options
  const access = openAccess(options)
  const { kubeconfig, loaded, clients, runner } = access
  const namespaceMemory = createNamespaceMemory(options.namespaceFile)
  const demo = createDemo({ env, appDir: options.appDir, onChange: (state) => events.emit('demo-changed', state) })
  const targetNow = (): Promise<ClusterTarget | null> => loaded.then(() => currentTarget(kubeconfig))
  const { catalogue, charts, ...chartAccess } = startCharts(options, runner, targetNow)
  const { drafts, chartSources: sources, sentValues } = typedOf(options)
  const operations = startOperations(options, access, { sources, sentValues }, chartAccess)
  const plans = startPlans(options, access, chartAccess)
  const drifts = startDrifts(options, access)
  const comparisons = startComparisons(options, access, chartAccess)
  const foreignOperations = startForeign(options, access, operations)
  const indexes = startIndexes(options, access, operations, namespaceMemory)
  const health = healthOf(options, access, indexes)
  const unsubscribe = subscribeServices(events, { foreignOperations, operations, indexes, health })
  kubeconfig.onChange((state) => events.emit('contexts-changed', state))
  const ways = waysOf(access)
  return {
    ...ways,
    indexes,
    health,
    namespaceMemory,
    reviewAccess: startReviews(options, access),
    latestReleases: indexes.currentRows,
    operations,
    foreignOperations,
    plans,
    drifts,
    comparisons,
    activity: createActivity({ journal: access.journal, operations: operations.list }),
    repairs: repairsOf(options, clients, ways.bind, operations),
    chartSources: sources,
    charts,
    ...revisionsOf(options, access, sentValues),
    blame: startBlame(options, access),
    drafts,
    ...readsOf(access),
    demoState: demo.state,
    startDemo: async () => kubeconfig.useDemo(await demo.start()),
    focus: () => indexes.kick(),
    stop: () => {
      unsubscribe()
      const readers = [health, indexes, foreignOperations, plans, drifts, comparisons, operations, runner]
      const below = [catalogue, clients, kubeconfig, demo, access.spawner]
      for (const part of [...readers, ...below, ...access.workers]) part.dispose()
    },
  }
}

interface Typed extends Pick<Services, 'drafts' | 'chartSources'> {
  readonly sentValues: SentValues
}

/** What a person has typed, as it rests on the disk. */
function typedOf({ draftDir, sentValuesDir, chartSourceFile, crypt }: ServiceOptions): Typed {
  const now = (): Date => new Date()
  return {
    chartSources: createChartSources(chartSourceFile),
    drafts: createDrafts({ folder: draftDir, crypt, now }),
    sentValues: createSentValues({ folder: sentValuesDir, crypt, now }),
  }
}

function revisionsOf(
  options: ServiceOptions,
  access: Access,
  sentValues: SentValues,
): Pick<Services, 'revisions' | 'ownValues'> {
  const revisions = startRevisions(options, access)
  return { revisions, ownValues: createOwnValues(revisions, sentValues) }
}

function healthOf({ events }: ServiceOptions, access: Access, indexes: ReleaseIndexes): Health {
  return startHealth({
    ...pathsTo(access),
    watchesOf: (target) => watchesOf(access, target),
    clientOf: (target) => access.clients.clientFor(target),
    maskAside: (sentences, secrets) => workOnText('mask-sentences', sentences, secrets),
    indexes,
    emit: events.emit,
  })
}

function waysOf({
  kubeconfig,
  loaded,
  runner,
}: Access): Pick<Services, 'kubeconfig' | 'loaded' | 'helm' | 'target' | 'bind'> {
  return {
    kubeconfig,
    loaded,
    helm: () => runner.binary(),
    target: async (context) => {
      await loaded
      return kubeconfig.target(context)
    },
    bind: async ({ context, cluster }) => {
      await loaded
      return withTrust(kubeconfig.bind(context, cluster))
    },
  }
}

/** What is asked of a cluster now and then. */
function readsOf({ clients }: Access): Pick<Services, 'checkConnection' | 'listNamespaces' | 'readPodLog'> {
  return {
    checkConnection: (target) => checkConnection(clients.clientFor(target), target.context),
    listNamespaces: (target) => listNamespaces(clients.clientFor(target)),
    readPodLog: (target, request) => readPodLog(clients.clientFor(target), request),
  }
}

function repairsOf(
  options: ServiceOptions,
  clients: Access['clients'],
  bind: BindTarget,
  operations: Operations,
): Repairs {
  return startRepairs({
    ...options,
    bind,
    clientFor: (target) => clients.clientFor(target),
    operations: { ...operations, list: operations.known },
    storageDriver: () => options.env['HELM_DRIVER'] ?? '',
  })
}
