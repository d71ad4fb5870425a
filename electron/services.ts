import { randomUUID } from 'node:crypto'
import { delimiter, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Emit } from '@shared/contract/events'
import type { DemoState, HelmBinary } from '@shared/model/app'
import type { ConnectionState, ContextsState, KubeContext, PodLog } from '@shared/model/cluster'
import type { HelmRelease } from '@shared/model/release'
import type { ReleaseAccess } from '@shared/model/release-feed'
import { createCatalogueClient, type CatalogueClient } from './charts/catalogue-client'
import { createCharts, type Charts } from './charts/charts'
import { helmPaths } from './charts/helm-paths'
import type { HelmHome } from './charts/repositories'
import { createDemo } from './demo/start'
import { findHelm } from './helm/binary'
import { helmEnvironment } from './helm/environment'
import { createHelmRunner, type HelmRunner } from './helm/run'
import { setUpHelmFolder } from './helm/set-up-helm'
import type { Health } from './health/health'
import { startHealth, tellingHealth, type StartHealthDeps } from './health/start-health'
import { createAccessReviews } from './kube/access-review'
import { createApiClientPool, type ApiClientPool } from './kube/api-client'
import { checkConnection } from './kube/connection'
import { createKubeconfigStore, type KubeconfigStore, type KubeSettings } from './kube/kubeconfig'
import { readPodLog, type LogRequest } from './kube/live/logs'
import { loginShellPath } from './kube/login-shell'
import { listNamespaces } from './kube/namespaces'
import type { ClusterTarget } from './kube/target'
import { createForeignOperations, type ForeignOperations } from './operations/foreign'
import { createActivity, type Activity } from './operations/activity'
import { isUnfinished } from './operations/journal/entries'
import { openJournal, type Journal } from './operations/journal/journal'
import { createOperations, type Operations } from './operations/operations'
import type { Crypt } from './operations/repair/crypt'
import type { Repairs } from './operations/repair/repairs'
import { startRepairs } from './operations/repair/start-repairs'
import { createChartSources, type ChartSources, type JsonFile } from './operations/sources'
import { isMadeBy, tellingForeign } from './operations/telling-foreign'
import { openIndexFiles } from './releases/index/index-file'
import { createReleaseIndexes, type ReleaseIndexes } from './releases/index/indexes'
import { createIndexStart } from './releases/index-start'
import { createNamespaceMemory, type NamespaceMemory } from './releases/namespace-memory'
import { storageOf } from './releases/storage'
import { createRevisionReader, type RevisionReader } from './releases/revision'

export interface ServiceOptions {
  /** The app's environment. Its PATH is extended by the login shell's when the app was started from an icon. */
  readonly env: NodeJS.ProcessEnv
  readonly homeDir: string
  readonly appDir: string
  /** The packaged app's resources folder; null when not packaged. */
  readonly resourcesDir: string | null
  /** Owner-only folder for helm's output files. */
  readonly privateDir: string
  /** Owner-only folder for the journal of all operations. */
  readonly journalDir: string
  /** Owner-only folder for what the release index keeps from one start to the next. */
  readonly indexDir: string
  /** Owner-only folder for the records that are saved before repairs, and how they are encrypted there. */
  readonly backupDir: string
  readonly crypt: Crypt
  readonly settings: KubeSettings
  /** Namespaces that the person named, by context. */
  readonly namespaceFile: JsonFile
  /** Remembers where the releases' charts come from. */
  readonly chartSourceFile: JsonFile
  readonly log: { info(text: string): void; warn(text: string): void }
  readonly emit: Emit
  /** Told when `latestReleases` may give something else. */
  readonly onReleases: () => void
}

/** The cluster side of the app, without a window. */
export interface Services {
  readonly kubeconfig: KubeconfigStore
  /** Resolves once the kubeconfig was read for the first time. */
  readonly loaded: Promise<unknown>
  readonly helm: () => Promise<HelmBinary>
  /** The named context, else the window's current one, pinned. Rejects with `no-kubeconfig` or `context-missing`. */
  readonly target: (context?: string) => Promise<ClusterTarget>
  readonly indexes: ReleaseIndexes
  readonly health: Health
  readonly namespaceMemory: NamespaceMemory
  /** Why the person may not make changes in a namespace. */
  readonly reviewAccess: (target: ClusterTarget, namespace: string) => Promise<ReleaseAccess>
  /** The releases of the current context; null when nothing is known of them. */
  readonly latestReleases: () => readonly HelmRelease[] | null
  readonly operations: Operations
  readonly activity: Activity
  /** What the helm of others is doing. */
  readonly foreignOperations: ForeignOperations
  readonly repairs: Repairs
  readonly chartSources: ChartSources
  readonly charts: Charts
  readonly revisions: RevisionReader
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
  const { env } = options
  const access = openAccess(options)
  const emit = tellingForeign(options.emit, () => foreignOperations)
  const { kubeconfig, loaded, clients, runner } = access
  const namespaceMemory = createNamespaceMemory(options.namespaceFile)
  const demo = createDemo({ env, appDir: options.appDir, onChange: (state) => emit('demo:changed', state) })
  const chartSources = createChartSources(options.chartSourceFile)
  const operations = startOperations({ ...options, emit }, access, chartSources, (context) =>
    indexes.noteChange(context),
  )
  const foreignOperations = startForeign(emit, access, operations)
  const telling = tellingHealth(emit, () => health)
  const indexes = startIndexes({ ...options, emit: telling }, access, operations, namespaceMemory)
  const health = startHealth({ ...pathsTo(access), indexes, emit })
  const { catalogue, charts } = startCharts(options, runner, () => loaded.then(() => currentTarget(kubeconfig)))
  kubeconfig.onChange((state) => {
    emit('kube:contexts_changed', state)
    indexes.noteContexts()
    health.noteContexts()
  })

  return {
    ...waysOf(access),
    indexes,
    health,
    namespaceMemory,
    reviewAccess: startReviews(options, access),
    latestReleases: indexes.currentRows,
    operations,
    foreignOperations,
    activity: createActivity({ journal: access.journal, operations: operations.list }),
    repairs: startRepairs({
      ...options,
      ...pathsTo(access),
      operations: { ...operations, list: operations.known },
      storageDriver: () => env['HELM_DRIVER'] ?? '',
    }),
    chartSources,
    charts,
    revisions: startRevisions(options, access),
    ...readsOf(access),
    demoState: demo.state,
    startDemo: async () => kubeconfig.useDemo(await demo.start()),
    focus: () => indexes.kick(),
    stop: () => {
      const parts = [health, indexes, foreignOperations, operations, runner, catalogue, clients, kubeconfig, demo]
      parts.forEach((part) => part.dispose())
    },
  }
}

function waysOf({ kubeconfig, loaded, runner }: Access): Pick<Services, 'kubeconfig' | 'loaded' | 'helm' | 'target'> {
  return {
    kubeconfig,
    loaded,
    helm: () => runner.binary(),
    target: async (context) => {
      await loaded
      return kubeconfig.target(context)
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

function startForeign(emit: Emit, { kubeconfig, clients }: Access, operations: Operations): ForeignOperations {
  return createForeignOperations({
    clientOf: (context) => clients.clientFor(kubeconfig.target(context)),
    isOwn: (context, row) => isMadeBy(operations.known(), context, row),
    onChange: () => emit('operations:changed', operations.list()),
    now: () => new Date(),
    newId: randomUUID,
  })
}

/** The ways to the cluster: the kubeconfig, its API clients and helm. */
interface Access {
  readonly kubeconfig: KubeconfigStore
  readonly loaded: Promise<unknown>
  readonly clients: ApiClientPool
  readonly runner: HelmRunner
  readonly journal: Journal
}

function openAccess(options: ServiceOptions): Access {
  const { env } = options
  const pathReady = adoptPath(env)
  const kubeconfig = createKubeconfigStore({ ...options, env })
  const journal = openJournal({ dir: options.journalDir })
  return {
    journal,
    kubeconfig,
    loaded: pathReady.then(() => kubeconfig.load()),
    clients: createApiClientPool({ env }),
    runner: createHelmRunner({
      findHelm: () => pathReady.then(() => find(options)),
      env: () => env,
      root: options.privateDir,
      wantedRuns: () => journal.ready.then(() => (name) => wantsRun(journal, name)),
    }),
  }
}

/** What the app has not seen end: its output is read when it has. */
function wantsRun(journal: Journal, name: string): boolean {
  const entry = journal.entry(name)
  return entry !== undefined && isUnfinished(entry)
}

/** Where only helm knows of its storage, the cluster has nothing to say. */
const allAllowed: ReleaseAccess = { install: '', upgrade: '', rollback: '', uninstall: '' }

function startIndexes(
  { env, emit, indexDir, log, onReleases }: ServiceOptions,
  { kubeconfig, clients, runner }: Access,
  operations: Operations,
  memory: NamespaceMemory,
): ReleaseIndexes {
  const start = createIndexStart({
    storage: storageOf(env['HELM_DRIVER']),
    clientFor: (target) => clients.clientFor(target),
    helm: runner,
    operations,
    memory,
    ownNamespace: (context) => contextOf(kubeconfig, context)?.namespace ?? '',
    emit,
  })
  return createReleaseIndexes({
    start,
    targetOf: (context) => kubeconfig.target(context),
    targetNow: () => currentTarget(kubeconfig),
    describe: (context) => JSON.stringify(contextOf(kubeconfig, context) ?? null),
    files: openIndexFiles(indexDir, log),
    onConnection: (state) => emit('kube:connection_changed', state),
    onCurrentRows: onReleases,
  })
}

function startReviews({ env }: ServiceOptions, { clients }: Access): Services['reviewAccess'] {
  const reviews = createAccessReviews()
  return (target, namespace) => {
    const storage = storageOf(env['HELM_DRIVER'])
    return storage === 'helm'
      ? Promise.resolve(allAllowed)
      : reviews.review(clients.clientFor(target), namespace, storage)
  }
}

function startRevisions({ env }: ServiceOptions, { clients }: Access): RevisionReader {
  return createRevisionReader(
    (target) => clients.clientFor(target),
    // Where only helm can read its storage this answers "not found", in words.
    storageOf(env['HELM_DRIVER']) === 'configmaps' ? 'configmaps' : 'secrets',
  )
}

/** Which cluster a context is, and how to speak to it. */
function pathsTo({ kubeconfig, clients }: Access): Omit<StartHealthDeps, 'indexes' | 'emit'> {
  return {
    targetOf: (context) => kubeconfig.target(context),
    describe: (context) => JSON.stringify(contextOf(kubeconfig, context) ?? null),
    clientFor: (target) => clients.clientFor(target),
  }
}

function contextOf(kubeconfig: KubeconfigStore, name: string): KubeContext | undefined {
  return kubeconfig.state().contexts.find((context) => context.name === name)
}

function startOperations(
  { env, privateDir, emit }: ServiceOptions,
  { clients, runner, journal, loaded }: Access,
  sources: ChartSources,
  onReleaseChanged: (context: string) => void,
): Operations {
  return createOperations({
    helm: runner,
    clientFor: (target) => clients.clientFor(target),
    sources,
    storageDriver: () => env['HELM_DRIVER'] ?? '',
    root: privateDir,
    runRoot: privateDir,
    journal,
    loaded,
    onChange: (list) => emit('operations:changed', list),
    onReleaseChanged,
    now: () => new Date(),
    newId: randomUUID,
  })
}

/** Charts and their sources; they need helm's home, but no cluster. */
function startCharts(
  { env, homeDir, appDir }: ServiceOptions,
  helm: HelmRunner,
  targetNow: () => Promise<ClusterTarget | null>,
): { readonly catalogue: CatalogueClient; readonly charts: Charts } {
  const worker = join(appDir, 'out', 'main', 'index-worker.cjs')
  const catalogue = createCatalogueClient({ startWorker: () => new Worker(worker) })
  const home = async (): Promise<HelmHome> => {
    const target = await targetNow()
    return { target, ...helmPaths(helmEnvironment(env, target), process.platform, homeDir) }
  }
  return { catalogue, charts: createCharts({ helm, home, catalogue: catalogue.ask }) }
}

/** A terminal sets TERM, a desktop session does not: only the latter's PATH lacks what the person's shell adds. */
async function adoptPath(env: NodeJS.ProcessEnv): Promise<void> {
  env['PATH'] = await loginShellPath({ platform: process.platform, env, hasTerminal: env['TERM'] !== undefined })
}

async function find({ env, appDir, resourcesDir }: ServiceOptions): Promise<HelmBinary> {
  return findHelm({
    env,
    bundledDir: resourcesDir === null ? null : join(resourcesDir, 'bin'),
    setUpDir: await setUpHelmFolder(appDir),
    pathDirs: (env['PATH'] ?? '').split(delimiter),
  })
}

function currentTarget(kubeconfig: KubeconfigStore): ClusterTarget | null {
  try {
    return kubeconfig.target()
  } catch {
    // No kubeconfig, or its current context is gone: the window shows the state's own problem.
    return null
  }
}
