import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createGuideMemory } from '../../electron/charts/guide/guide-memory'
import { createReadOutside } from '../../electron/charts/guide/read-outside'
import { createHelmRunner, type HelmRunner, type StartedHelm } from '../../electron/helm/run'
import { findHelm } from '../../electron/helm/binary'
import { createApiClientPool, type ApiClient } from '../../electron/kube/api-client'
import type { ClusterTarget } from '../../electron/kube/target'
import { openJournal } from '../../electron/operations/journal/journal'
import { createOperations, type Operations } from '../../electron/operations/operations'
import { createChartSources } from '../../electron/operations/request/chart-sources'
import { startControlPlane, type ControlPlane } from '../cluster/control-plane.mjs'
import { readKubeconfig } from '../cluster/kubeconfig.mjs'
import { run } from '../cluster/processes.mjs'
import type { Setting } from './setting'

/** A whole control plane, and operations as the app composes them. */
export interface OperationLab {
  readonly cluster: ControlPlane
  readonly target: ClusterTarget
  readonly client: ApiClient
  readonly clientFor: (target: ClusterTarget) => ApiClient
  readonly operations: Operations
  /** As the operations run it. */
  readonly helm: HelmRunner
  /** helm as a person types it. @throws when it fails */
  readonly byHand: (...args: readonly string[]) => Promise<void>
  readonly close: () => Promise<void>
}

/** Starts a control plane with nodes. The caller closes it. @param onHelm told of every helm that the operations start */
export async function openOperationLab(
  { tools, folder, signal }: Setting,
  name: string,
  onHelm: (started: StartedHelm) => void = () => undefined,
): Promise<OperationLab> {
  const home = join(folder, name)
  const cluster = await startControlPlane({ name, home, binaries: tools.binaries, signal })
  const target = {
    context: readKubeconfig(cluster.kubeconfig)['current-context'],
    kubeconfigFiles: [cluster.kubeconfig],
    helmEnv: {},
  }
  const clients = createApiClientPool({ env: process.env })
  const { env, runner } = helmIn(tools.helm, join(home, 'helm'))
  const operations = operationsWith(
    telling(runner, onHelm),
    clients.clientFor,
    join(home, 'operations'),
    join(home, 'helm', 'runs'),
  )
  return {
    cluster,
    target,
    client: clients.clientFor(target),
    clientFor: clients.clientFor,
    operations,
    helm: runner,
    byHand: async (...args) => {
      const own = { ...env, KUBECONFIG: cluster.kubeconfig }
      const { code, stderr } = await run(tools.helm, [...args], { env: own, signal })
      if (code !== 0) throw new Error(`helm ${args.join(' ')}: ${stderr.slice(-2_000)}`)
    },
    close: async () => {
      operations.dispose()
      clients.dispose()
      await cluster.stop()
    },
  }
}

function telling(runner: HelmRunner, onHelm: (started: StartedHelm) => void): HelmRunner {
  const run: HelmRunner['run'] = (target, call) =>
    runner.run(target, {
      ...call,
      onStarted: (started) => {
        call.onStarted?.(started)
        onHelm(started)
      },
    })
  return { ...runner, run }
}

function helmIn(path: string, dir: string): { readonly env: NodeJS.ProcessEnv; readonly runner: HelmRunner } {
  mkdirSync(join(dir, 'runs'), { recursive: true, mode: 0o700 })
  const homes = {
    HELM_CACHE_HOME: join(dir, 'cache'),
    HELM_CONFIG_HOME: join(dir, 'config'),
    HELM_DATA_HOME: join(dir, 'data'),
  }
  const env = { ...process.env, ...homes, HELM_BIN: path }
  const places = { env, bundledDir: null, setUpDir: null, pathDirs: [] }
  return {
    env,
    runner: createHelmRunner({ findHelm: () => findHelm(places), env: () => env, root: join(dir, 'runs') }),
  }
}

function operationsWith(
  helm: HelmRunner,
  clientFor: (target: ClusterTarget) => ApiClient,
  root: string,
  runRoot: string,
): Operations {
  mkdirSync(root, { recursive: true, mode: 0o700 })
  return createOperations({
    helm,
    clientFor,
    sources: createChartSources({ read: () => undefined, write: () => undefined }),
    sentValues: { keep: () => Promise.resolve(), forget: () => Promise.resolve() },
    root,
    runRoot,
    journal: openJournal({ dir: join(root, 'journal') }),
    loaded: Promise.resolve(),
    newestVersion: () => Promise.resolve(undefined),
    readOutside: createReadOutside({ helm, root }, createGuideMemory()),
    storageDriver: () => '',
    onChange: () => undefined,
    onReleaseChanged: () => undefined,
    now: () => new Date(),
    newId: randomUUID,
  })
}

/** Any objects as a chart: each becomes a template. */
export function writeChart(folder: string, name: string, version: string, objects: readonly object[]): string {
  const chart = join(folder, `${name}-${version}`)
  mkdirSync(join(chart, 'templates'), { recursive: true })
  writeFileSync(join(chart, 'Chart.yaml'), JSON.stringify({ apiVersion: 'v2', name, version }))
  for (const [at, object] of objects.entries()) {
    writeFileSync(join(chart, 'templates', `object-${at}.yaml`), JSON.stringify(object))
  }
  return chart
}

/** A Deployment of one pod. @param annotations how the pod behaves (e2e/cluster/kwok-stages.mjs) */
export function deployment(name: string, annotations: Readonly<Record<string, string>> = {}, image = 'a:1'): object {
  const labels = { app: name }
  const template = {
    metadata: { labels, annotations },
    spec: { containers: [{ name: 'main', image: `registry.test/${image}` }] },
  }
  const spec = { replicas: 1, selector: { matchLabels: labels }, template }
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec }
}

/** An object that is ready by being there. */
export function plain(kind: 'ConfigMap' | 'ServiceAccount' | 'Secret', name: string): object {
  return { apiVersion: 'v1', kind, metadata: { name } }
}
