import { monitorEventLoopDelay } from 'node:perf_hooks'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import type { DriftMark } from '../../../shared/model/drift'
import type { ReleaseId } from '../../../shared/model/release-ref'
import { eachLimited } from '../../../shared/each-limited'
import { createApiClientPool, type ApiClient } from '../../../electron/kube/api-client'
import { collectionPath, createDiscovery, type Discovery } from '../../../electron/kube/discovery'
import type { ClusterTarget } from '../../../electron/kube/target'
import { createDrifts } from '../../../electron/plan/drift/drifts'
import { plansInWorker } from '../../../electron/plan/plan-work'
import { owned } from '../../../electron/plan/sides/ownership'
import { generatedObjects } from '../../../electron/plan/testing/generate'
import type { PlainObject } from '../../../electron/records/manifest'
import { recordName, recordsPath } from '../../../electron/records/record-name'
import { startControlPlane } from '../../cluster/control-plane.mjs'
import { readKubeconfig } from '../../cluster/kubeconfig.mjs'
import { count, ms } from '../numbers'
import type { OwnPart, Row, Setting } from '../setting'

const namespace = 'drift'
/** Every tenth release is touched by somebody else. */
const touchedEvery = 10
const mostMs = 30_000
const mostStallMs = 50

/** How long it takes to hold many releases against their cluster, and whether any is wrongly said to differ, or not to. */
export const drift: OwnPart = {
  name: 'drift',
  keys: ['drift_scan', 'drift_false_alarms'],
  seed: null,
  run: async (setting) => {
    const { tools, folder, signal } = setting
    const name = 'bench-drift'
    const cluster = await startControlPlane({
      ...{ name, home: join(folder, name), binaries: tools.binaries, lean: true, signal },
    })
    const clients = createApiClientPool({ env: process.env })
    const worker = plansInWorker(() => new Worker(join(tools.app, 'out', 'main', 'plan-worker.cjs')))
    try {
      const context = readKubeconfig(cluster.kubeconfig)['current-context']
      const target = { context, kubeconfigFiles: [cluster.kubeconfig], helmEnv: {} }
      return await measure(setting, target, clients.clientFor(target))
    } finally {
      worker.dispose()
      clients.dispose()
      await cluster.stop()
    }
  },
}

async function measure({ sizes, say }: Setting, target: ClusterTarget, client: ApiClient): Promise<Row[]> {
  const releases = Array.from({ length: Math.ceil(sizes.releases / 5) }, (_, index) => ({
    ...{ namespace, name: `release-${index}` },
  }))
  await client.post('/api/v1/namespaces', { metadata: { name: namespace } })
  const discovery = createDiscovery(client)
  await eachLimited(releases, 4, (release) => deploy(client, discovery, release))
  const touched = releases.filter((_, index) => index % touchedEvery === 0)
  await eachLimited(touched, 4, ({ name }) => touch(client, name))
  const objects = generatedObjects('any').length
  say(`${releases.length} releases of ${objects} objects, ${touched.length} of them touched by somebody else`)
  const { marks, tookMs, stallMs } = await scan(client, target, releases)
  const names = new Set(touched.map(({ name }) => name))
  const wrong = marks.filter((mark) => fieldsIn(mark) !== (names.has(mark.name) ? 1 : 0))
  const details = `${count(releases.length * objects)} objects; longest stall ${ms(stallMs)}`
  return [
    {
      key: 'drift_scan',
      figure: tookMs,
      unit: 'ms',
      target: `≤ ${ms(mostMs)} and no stall above ${ms(mostStallMs)}`,
      met: tookMs <= mostMs && stallMs <= mostStallMs,
      details,
      samples: { tookMs, stallMs },
    },
    {
      key: 'drift_false_alarms',
      figure: wrong.length,
      unit: '',
      target: '0 releases wrong',
      met: wrong.length === 0,
      details: `${touched.length} of ${releases.length} differ in one field`,
      samples: wrong,
    },
  ]
}

/** As helm 4 leaves it: objects that it has applied, and its record. */
async function deploy(client: ApiClient, discovery: Discovery, release: ReleaseId): Promise<void> {
  const { name } = release
  const objects = generatedObjects(name) as unknown as PlainObject[]
  const { signal } = new AbortController()
  for (const object of objects) {
    const apiVersion = String(object['apiVersion'])
    const resource = await discovery.resourceOf(apiVersion, object.kind, signal)
    if (resource === null) throw new Error(`the cluster has no ${object.kind}`)
    const path = `${collectionPath(apiVersion, resource, namespace)}/${String(object.metadata['name'])}`
    const contentType = 'application/apply-patch+yaml'
    await client.send('PATCH', `${path}?fieldManager=helm&force=true`, owned(object, release), { contentType })
  }
  const payload = {
    ...{ name, namespace, version: 1, info: { status: 'deployed' }, apply_method: 'ssa' },
    chart: { metadata: { name: 'any', version: '1.0.0' } },
    manifest: objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(''),
  }
  const stored = gzipSync(JSON.stringify(payload)).toString('base64')
  const labels = { owner: 'helm', name, status: 'deployed', version: '1' }
  await client.post(recordsPath('secrets', namespace), {
    ...{ type: 'helm.sh/release.v1', metadata: { name: recordName(name, 1), labels } },
    data: { release: Buffer.from(stored).toString('base64') },
  })
}

async function touch(client: ApiClient, name: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/configmaps/${name}-map?fieldManager=by-hand`
  await client.send('PATCH', path, { data: { level: 'debug' } }, { contentType: 'application/merge-patch+json' })
}

/** A scan runs no helm. */
const noHelm = { run: refused, capabilities: refused }

function refused(): Promise<never> {
  return Promise.reject(new Error('a scan runs no helm'))
}

interface Scanned {
  readonly marks: readonly DriftMark[]
  readonly tookMs: number
  readonly stallMs: number
}

async function scan(client: ApiClient, target: ClusterTarget, releases: readonly ReleaseId[]): Promise<Scanned> {
  const marks: DriftMark[] = []
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const began = performance.now()
  await new Promise<void>((resolve) => {
    const onMark = (mark: DriftMark): void => {
      marks.push(mark)
      if (marks.length === releases.length) resolve()
    }
    delay.enable()
    const parts = { helm: noHelm, root: '', clientFor: () => client, now: () => new Date() }
    createDrifts({ ...parts, onMark }).scan(target, releases)
  })
  delay.disable()
  return { marks, tookMs: performance.now() - began, stallMs: delay.max / 1e6 }
}

/** How many fields differ; -1 where it could not be told. */
function fieldsIn({ state }: DriftMark): number {
  if (state.is !== 'checked') return -1
  const { fields, missing, unknown } = state.counts
  return missing + unknown > 0 ? -1 : fields
}
