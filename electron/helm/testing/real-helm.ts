// Specs compare the runner with a helm that was not started by it.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ClusterTarget } from '../../kube/target'
import { findHelm } from '../binary'
import { createHelmRunner, type HelmRunner } from '../run'

const execute = promisify(execFile)

/** The real helm of one major in a home of its own: once through the runner, once as a person types it. */
export interface RealHelm {
  readonly dir: string
  readonly runner: HelmRunner
  /** helm by hand: gives standard output, rejects when helm fails. */
  byHand(...args: string[]): Promise<string>
  /** The same with this environment and no other. */
  byHandWith(env: NodeJS.ProcessEnv, ...args: string[]): Promise<string>
  dispose(): Promise<void>
}

/** @param more variables that helm gets besides the person's */
export function realHelm(path: string, kubeconfig: string, more: Readonly<Record<string, string>> = {}): RealHelm {
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-helm-'))
  const homes = {
    HELM_CACHE_HOME: join(dir, 'cache'),
    HELM_CONFIG_HOME: join(dir, 'config'),
    HELM_DATA_HOME: join(dir, 'data'),
  }
  // The variables that would send a careless call elsewhere are set, so that every spec proves that they are not used.
  const env = { ...process.env, ...more, ...homes, HELM_BIN: path, HELM_NAMESPACE: 'wrong', HELM_KUBECONTEXT: 'wrong' }
  const places = { env, bundledDir: null, setUpDir: null, pathDirs: [] }
  return {
    dir,
    runner: createHelmRunner({ findHelm: () => findHelm(places), env: () => env, root: join(dir, 'runs') }),
    byHand: async (...args) => {
      const options = {
        env: { ...process.env, ...more, ...homes, KUBECONFIG: kubeconfig },
        maxBuffer: 64 * 1024 * 1024,
      }
      return (await execute(path, args, options)).stdout
    },
    byHandWith: async (own, ...args) => (await execute(path, args, { env: own })).stdout,
    dispose: () => rm(dir, { recursive: true, force: true }),
  }
}

export function targetOf(kubeconfig: string, context: string): ClusterTarget {
  return { context, kubeconfigFiles: [kubeconfig], helmEnv: {} }
}

/** A chart with one ConfigMap whose size is a value, and a schema for it. */
export function writeChart(
  dir: string,
  name: string,
  version: string,
  appVersion = '9.1',
  map = '{{ .Release.Name }}-map',
): string {
  const chart = join(dir, `${name}-${version}`)
  mkdirSync(join(chart, 'templates'), { recursive: true })
  const metadata = { apiVersion: 'v2', name, version, appVersion }
  const schema = { type: 'object', properties: { greeting: { type: 'string' } } }
  const data = { greeting: '{{ .Values.greeting }}' }
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: map }, data }
  writeFileSync(join(chart, 'Chart.yaml'), JSON.stringify(metadata))
  writeFileSync(join(chart, 'values.yaml'), 'greeting: hello\n')
  writeFileSync(join(chart, 'values.schema.json'), JSON.stringify(schema))
  writeFileSync(join(chart, 'templates', 'map.yaml'), JSON.stringify(object))
  return chart
}

/** A template with a pod, so that `--wait` waits. @param annotations how it behaves (e2e/cluster/kwok-stages.mjs) */
export function addPod(chart: string, annotations: Readonly<Record<string, string>>): void {
  const labels = { app: '{{ .Release.Name }}' }
  const template = {
    metadata: { labels, annotations },
    spec: { containers: [{ name: 'a', image: 'registry.test/a:1' }] },
  }
  const metadata = { name: '{{ .Release.Name }}-slow' }
  const spec = { replicas: 1, selector: { matchLabels: labels }, template }
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec }
  writeFileSync(join(chart, 'templates', 'slow.yaml'), JSON.stringify(deployment))
}
