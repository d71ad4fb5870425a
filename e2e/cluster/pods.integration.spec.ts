import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { connect } from './kube-client.mjs'
import { poll } from './processes.mjs'
import { ensureNamespace } from './users.mjs'

interface ContainerStatus {
  ready: boolean
  restartCount: number
  state: { waiting?: { reason: string }; running?: object; terminated?: { exitCode: number; reason: string } }
  lastState: { terminated?: { exitCode: number; reason: string } }
}
interface Pod {
  status: { phase: string; containerStatuses?: ContainerStatus[] }
}
interface PodOptions {
  annotations?: Record<string, string>
  image?: string
  restartPolicy?: 'Always' | 'Never'
}

const namespace = 'pods-spec'
const client = connect(inject('kubeconfig'))

beforeAll(() => ensureNamespace(client, namespace))
afterAll(async () => {
  await client.send('DELETE', `/api/v1/namespaces/${namespace}`)
  client.close()
})

async function createPod(name: string, options: PodOptions): Promise<void> {
  const annotations = Object.entries(options.annotations ?? {}).map(([key, value]) => [`wheelhouse.dev/${key}`, value])
  const spec = {
    restartPolicy: options.restartPolicy ?? 'Always',
    containers: [{ name: 'main', image: options.image ?? 'registry.example.com/app:1.0' }],
  }
  const metadata = { name, namespace, annotations: Object.fromEntries(annotations) as object }
  await client.call('POST', `/api/v1/namespaces/${namespace}/pods`, { apiVersion: 'v1', kind: 'Pod', metadata, spec })
}

async function podWhen(name: string, condition: (container: ContainerStatus, pod: Pod) => boolean): Promise<Pod> {
  const look = async (): Promise<Pod | undefined> => {
    const pod = await client.call<Pod>('GET', `/api/v1/namespaces/${namespace}/pods/${name}`)
    const container = pod.status.containerStatuses?.[0]
    return container && condition(container, pod) ? pod : undefined
  }
  const pod = await poll(look, { timeoutMs: 20_000, everyMs: 30 })
  if (!pod) throw new Error(`pod ${name} did not get there within 20 s`)
  return pod
}

async function warnings(name: string): Promise<string[]> {
  const path = `/api/v1/namespaces/${namespace}/events?fieldSelector=involvedObject.name%3D${name}`
  const { items } = await client.call<{ items: { type: string; reason: string }[] }>('GET', path)
  return items.filter(({ type }) => type === 'Warning').map(({ reason }) => reason)
}

describe('simulated pods', () => {
  it('get ready, after the time they are told', async () => {
    await createPod('slow', { annotations: { 'ready-after': '2s' } })
    await podWhen('slow', ({ state }) => state.waiting?.reason === 'ContainerCreating')
    const created = Date.now()
    const pod = await podWhen('slow', ({ ready }) => ready)
    expect(Date.now() - created).toBeGreaterThan(1_500)
    expect(pod.status.phase).toBe('Running')
  })

  it('have logs, by line and time', async () => {
    await createPod('talker', {})
    await podWhen('talker', ({ ready }) => ready)
    const path = `/api/v1/namespaces/${namespace}/pods/talker/log?tailLines=2&timestamps=true`
    const { status, body } = await client.send('GET', path)
    expect(status).toBe(200)
    expect(body.trim().split('\n')).toHaveLength(2)
    expect(body).toMatch(/^\d{4}-\d\d-\d\dT\S+Z \S/)
  })

  it.each<[string, PodOptions, string]>([
    ['by annotation', { annotations: { fate: 'image-pull' } }, 'pull-a'],
    ['by image tag', { image: 'registry.example.com/app:2.0-missing' }, 'pull-b'],
  ])('cannot pull their image, %s', async (_how, options, name) => {
    await createPod(name, options)
    const pod = await podWhen(name, ({ state }) => state.waiting?.reason === 'ImagePullBackOff')
    expect(pod.status.phase).toBe('Pending')
    const seen = await poll(async () => (await warnings(name)).includes('BackOff'), { timeoutMs: 5_000 })
    expect(seen).toBe(true)
  })

  it.each<[string, string, number, string]>([
    ['crash-loop', 'app:1-crash', 1, 'Error'],
    ['oom', 'app:1-oom', 137, 'OOMKilled'],
  ])('crash in a loop: %s', async (fate, image, exitCode, reason) => {
    await createPod(`${fate}-a`, { annotations: { fate } })
    await createPod(`${fate}-b`, { image })
    for (const name of [`${fate}-a`, `${fate}-b`]) {
      const pod = await podWhen(name, ({ state }) => state.waiting?.reason === 'CrashLoopBackOff')
      expect(pod.status.containerStatuses?.[0]).toMatchObject({
        restartCount: 1,
        lastState: { terminated: { exitCode, reason } },
      })
    }
    await podWhen(`${fate}-a`, ({ restartCount }) => restartCount === 2)
  })

  it('run but never get ready', async () => {
    await createPod('unready', { annotations: { fate: 'never-ready' } })
    const pod = await podWhen('unready', ({ state }) => state.running !== undefined)
    expect(pod.status.containerStatuses?.[0]?.ready).toBe(false)
    expect(await poll(async () => (await warnings('unready')).includes('Unhealthy'), { timeoutMs: 5_000 })).toBe(true)
  })

  it.each<[string, Record<string, string>, string, number]>([
    ['completes', { 'complete-after': '300ms' }, 'Succeeded', 0],
    ['fails', { fate: 'fail' }, 'Failed', 1],
  ])('that are tasks end: one %s', async (name, annotations, phase, exitCode) => {
    await createPod(name, { annotations, restartPolicy: 'Never' })
    const pod = await podWhen(name, ({ state }) => state.terminated !== undefined)
    expect(pod.status.phase).toBe(phase)
    expect(pod.status.containerStatuses?.[0]?.state.terminated?.exitCode).toBe(exitCode)
  })

  it('hang when told so, and go away when deleted', async () => {
    await createPod('hanging', { annotations: { fate: 'hang' }, restartPolicy: 'Never' })
    await createPod('reference', { restartPolicy: 'Never' })
    await podWhen('hanging', ({ state }) => state.running !== undefined)
    await podWhen('reference', (_container, { status }) => status.phase === 'Succeeded')
    await podWhen('hanging', ({ state }) => state.running !== undefined)
    const path = `/api/v1/namespaces/${namespace}/pods/hanging`
    await client.call('DELETE', path)
    const gone = await poll(async () => (await client.send('GET', path)).status === 404, { timeoutMs: 10_000 })
    expect(gone).toBe(true)
  })
})
