import { delimiter, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { HelmBinary } from '@shared/model/app'
import type { KubeContext } from '@shared/model/cluster'
import { guidesInWorker } from '../charts/guide/guide-work'
import { findHelm } from '../helm/binary'
import { adoptProcess, startTimeOf } from '../helm/process'
import { createHelmRunner, type HelmRunner } from '../helm/run'
import { setUpHelmFolder } from '../helm/set-up-helm'
import type { Spawn } from '../helm/spawn'
import { createSpawnClient, type SpawnClient } from '../helm/spawn-client'
import { createApiClientPool, type ApiClient, type ApiClientPool } from '../kube/api-client'
import { createKubeconfigStore, type KubeconfigStore } from '../kube/kubeconfig'
import { parseKubeconfigsInWorker } from '../kube/kubeconfig-parser'
import { createWatchSets, type WatchSets } from '../kube/live/watch/watch-sets'
import type { WatchSet } from '../kube/live/watch/watch-set'
import { loginShellPath } from '../kube/login-shell'
import { followed, type ClusterTarget } from '../kube/target'
import { isUnfinished } from '../operations/journal/entries'
import { openJournal, type Journal } from '../operations/journal/journal'
import { plansInWorker } from '../plan/plan-work'
import { decodeInWorker } from '../records/decode'
import { textsInWorker } from '../releases/texts/texts'
import type { ServiceOptions } from './options'

/** The ways to the cluster: the kubeconfig, its API clients and helm; and the journal, which says what helm left. */
export interface Access {
  readonly kubeconfig: KubeconfigStore
  /** Resolves once the kubeconfig was read for the first time. */
  readonly loaded: Promise<unknown>
  readonly clients: ApiClientPool
  /** What is watched of the clusters' objects. */
  readonly watches: WatchSets
  readonly runner: HelmRunner
  readonly spawner: SpawnClient
  readonly journal: Journal
  /** They decode large records, work on large texts, read charts, and parse large kubeconfigs. */
  readonly workers: readonly { dispose(): void }[]
}

/** Opens them at once; the kubeconfig is read, and helm looked for, when the PATH is known. */
export function openAccess(options: ServiceOptions): Access {
  const { env } = options
  const pathReady = adoptPath(env)
  const kubeconfig = createKubeconfigStore({ ...options, env })
  const journal = openJournal({ dir: options.journalDir })
  const spawner = openSpawner(options.appDir)
  const clients = createApiClientPool({ env })
  const starting =
    (name: string, limits = workerLimits) =>
    () =>
      new Worker(join(options.appDir, 'out', 'main', `${name}.cjs`), limits)
  return {
    spawner,
    journal,
    workers: [
      decodeInWorker(starting('decode-worker')),
      textsInWorker(starting('text-worker')),
      plansInWorker(starting('plan-worker')),
      guidesInWorker(starting('guide-worker')),
      parseKubeconfigsInWorker(starting('kubeconfig-worker', kubeconfigLimits)),
    ],
    kubeconfig,
    loaded: pathReady.then(() => kubeconfig.load()),
    clients,
    watches: createWatchSets(clients.clientFor),
    runner: createHelmRunner({
      findHelm: () => pathReady.then(() => find(options, spawner.spawn)),
      env: () => env,
      root: options.privateDir,
      spawn: spawner.spawn,
      wantedRuns: () => journal.ready.then(() => (name) => wantsRun(journal, name)),
    }),
  }
}

/** What needs more ends its worker, and not the app. */
const workerLimits = { resourceLimits: { maxOldGenerationSizeMb: 400 } }
/** 20,000 contexts of 5 MB take 450 MB for the seconds that they are parsed. */
const kubeconfigLimits = { resourceLimits: { maxOldGenerationSizeMb: 1_024 } }

/** Starts helm in a worker, which lasts as long as the app. */
function openSpawner(appDir: string): SpawnClient {
  const looking = new AbortController()
  const worker = join(appDir, 'out', 'main', 'spawn-worker.cjs')
  const client = createSpawnClient(
    () => new Worker(worker),
    async (pid) => adoptProcess(pid, await startTimeOf(pid), looking.signal).exited,
  )
  return {
    spawn: client.spawn,
    dispose: () => {
      looking.abort()
      client.dispose()
    },
  }
}

/** What the app has not seen end: its output is read when it has. */
function wantsRun(journal: Journal, name: string): boolean {
  const entry = journal.entry(name)
  return entry !== undefined && isUnfinished(entry)
}

/** A terminal sets TERM, a desktop session does not: only the latter's PATH lacks what the person's shell adds. */
async function adoptPath(env: NodeJS.ProcessEnv): Promise<void> {
  env['PATH'] = await loginShellPath({ platform: process.platform, env, hasTerminal: env['TERM'] !== undefined })
}

async function find({ env, appDir, resourcesDir }: ServiceOptions, spawn: Spawn): Promise<HelmBinary> {
  return findHelm({
    spawn,
    env,
    bundledDir: resourcesDir === null ? null : join(resourcesDir, 'bin'),
    setUpDir: await setUpHelmFolder(appDir),
    pathDirs: (env['PATH'] ?? '').split(delimiter),
  })
}

/** Which cluster a context is, and how to speak to it, as the parts that follow several clusters ask for it: never pinned. */
export interface ClusterPaths {
  /** @throws AppFailure `context-missing` */
  readonly targetOf: (context: string) => ClusterTarget
  /** Another text when the context has become another. */
  readonly describe: (context: string) => string
  readonly clientFor: (target: ClusterTarget) => ApiClient
}

export function pathsTo({ kubeconfig, clients }: Access): ClusterPaths {
  return {
    targetOf: (context) => kubeconfig.target(context),
    describe: (context) => {
      const { current, refusal = '' } = kubeconfig.state()
      // One that helm refuses from now on is left, and tried again once it is put right.
      return JSON.stringify([contextOf(kubeconfig, context) ?? null, context === current ? refusal : ''])
    },
    clientFor: (target) => clients.clientFor(followed(target)),
  }
}

/** What is watched of a context as it is now: who begins later, when it means something else, gets another set. */
export function watchesOf({ kubeconfig, watches }: Access, target: ClusterTarget): WatchSet {
  return watches.of(pinnedNow(kubeconfig, target))
}

function pinnedNow(kubeconfig: KubeconfigStore, target: ClusterTarget): ClusterTarget {
  try {
    return kubeconfig.bind(target.context)
  } catch {
    // It has gone: the API client says so.
    return target
  }
}

/** What the kubeconfig says of a context. */
export function contextOf(kubeconfig: KubeconfigStore, name: string): KubeContext | undefined {
  return kubeconfig.state().contexts.find((context) => context.name === name)
}

/** The window's current context; null when there is none. */
export function currentTarget(kubeconfig: KubeconfigStore): ClusterTarget | null {
  try {
    return kubeconfig.target()
  } catch {
    // No kubeconfig, or its current context is gone: the window shows the state's own problem.
    return null
  }
}
