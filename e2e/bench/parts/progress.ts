import { setTimeout as sleep } from 'node:timers/promises'
import type { ObjectProgress } from '@shared/model/operation'
import type { ApiClient } from '../../../electron/kube/api-client'
import { followChange } from '../../../electron/operations/follow/follow'
import { connect } from '../../cluster/kube-client.mjs'
import { count, ms, percentile } from '../numbers'
import { deployment, openOperationLab, plain, writeChart, type OperationLab } from '../operation-lab'
import type { OwnPart, Row, Setting } from '../setting'

const release = 'sixty'
const namespace = 'default'
const workloads = 20
/** With the workloads, the objects of the release. */
const others = 40
const target = 150
const waitMs = 60_000

/** How soon a change is told of a pod that turns ready, and what following a release of 60 objects asks of the API server. */
export const progress: OwnPart = {
  name: 'progress',
  keys: ['progress_latency_ms_p95', 'watches'],
  seed: null,
  run: async (setting) => {
    const lab = await openOperationLab(setting, 'progress')
    try {
      return await measure(setting, lab)
    } finally {
      await lab.close()
    }
  },
}

async function measure(setting: Setting, lab: OperationLab): Promise<Row[]> {
  const asked = { lists: [] as string[], watches: [] as string[] }
  const seen = createSight()
  const follower = followChange({
    client: counting(lab.client, asked),
    namespace,
    name: release,
    verb: 'install',
    revision: 1,
    going: null,
    waitsForAddresses: false,
    onStored: () => undefined,
    onObjects: seen.take,
    onCounted: () => undefined,
  })
  const chart = writeChart(setting.folder, release, '1.0.0', objects())
  const helm = lab
    .byHand('install', release, chart, '-n', namespace, '--wait', '--timeout', '30m')
    .catch(() => undefined)
  try {
    const pods = await untilPods(seen, setting.signal)
    const samples = await toggle(lab, pods, seen, setting)
    return [latencyRow(samples), watchesRow(asked)]
  } finally {
    follower.stop()
    // The last pod gets ready, so that helm ends by itself.
    await makeAllReady(lab, seen)
    await helm
  }
}

function objects(): object[] {
  const never = { 'wheelhouse.dev/fate': 'never-ready' }
  const kinds = ['ConfigMap', 'ServiceAccount', 'Secret'] as const
  return [
    ...Array.from({ length: workloads }, (_, at) => deployment(`web-${at}`, never)),
    ...Array.from({ length: others }, (_, at) => plain(kinds[at % kinds.length] ?? 'ConfigMap', `part-${at}`)),
  ]
}

/** The client, noting what it is asked for. */
function counting(client: ApiClient, asked: { lists: string[]; watches: string[] }): ApiClient {
  return {
    ...client,
    get: (path, request) => {
      asked.lists.push(path)
      return client.get(path, request)
    },
    read: (path, request) => {
      asked.lists.push(path)
      return client.read(path, request)
    },
    stream: (path, request) => {
      asked.watches.push(path)
      return client.stream(path, request)
    },
  }
}

interface Sight {
  readonly take: (objects: readonly ObjectProgress[]) => void
  readonly pods: () => readonly { readonly name: string; readonly isReady: boolean }[]
  /** Resolves with the time at which a pod was told to be so. */
  readonly until: (pod: string, isReady: boolean) => Promise<number>
}

function createSight(): Sight {
  let pods: { name: string; isReady: boolean }[] = []
  const waiting = new Map<string, { readonly isReady: boolean; readonly resolve: (at: number) => void }>()
  return {
    take: (told) => {
      const at = performance.now()
      pods = told.flatMap((one) => (one.pods ?? []).map(({ name, state }) => ({ name, isReady: state === 'ready' })))
      for (const { name, isReady } of pods) {
        const waiter = waiting.get(name)
        if (waiter?.isReady !== isReady) continue
        waiting.delete(name)
        waiter.resolve(at)
      }
    },
    pods: () => pods,
    until: (name, isReady) => new Promise((resolve) => waiting.set(name, { isReady, resolve })),
  }
}

async function untilPods(seen: Sight, signal: AbortSignal): Promise<string[]> {
  const end = performance.now() + waitMs
  while (seen.pods().length < workloads) {
    if (performance.now() > end) throw new Error(`only ${seen.pods().length} pods were told`)
    await sleep(100, undefined, { signal })
  }
  // The simulated kubelet has its own say until the containers run.
  await sleep(3_000, undefined, { signal })
  return seen.pods().map(({ name }) => name)
}

/** Makes pods ready and unready again, one after the other. @returns how long each took to be told, in milliseconds */
async function toggle(
  { cluster }: OperationLab,
  pods: readonly string[],
  seen: Sight,
  setting: Setting,
): Promise<number[]> {
  const client = connect(cluster.kubeconfig)
  const samples: number[] = []
  try {
    for (let at = 0; at < setting.sizes.changes; at++) {
      // One is left out, so that helm waits on.
      const pod = pods[at % (pods.length - 1)] ?? ''
      for (const isReady of [true, false]) {
        const told = seen.until(pod, isReady)
        const began = performance.now()
        await setReady(client, pod, isReady)
        const took = (await inTime(told, setting.signal)) - began
        if (isReady) samples.push(took)
      }
    }
  } finally {
    client.close()
  }
  return samples
}

async function inTime(told: Promise<number>, signal: AbortSignal): Promise<number> {
  const over = new AbortController()
  const late = sleep(waitMs, null, { signal: AbortSignal.any([signal, over.signal]) }).catch(() => null)
  const at = await Promise.race([told, late])
  over.abort()
  if (at === null) throw new Error('a pod was not told')
  return at
}

async function setReady(client: ReturnType<typeof connect>, pod: string, isReady: boolean): Promise<void> {
  const status = isReady ? 'True' : 'False'
  const conditions = ['Ready', 'ContainersReady'].map((type) => ({ type, status }))
  const contentType = 'application/strategic-merge-patch+json'
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/status`
  await client.call('PATCH', path, { status: { conditions } }, { contentType })
}

async function makeAllReady({ cluster }: OperationLab, seen: Sight): Promise<void> {
  const client = connect(cluster.kubeconfig)
  await Promise.all(seen.pods().map(({ name }) => setReady(client, name, true)))
  client.close()
}

function latencyRow(samples: readonly number[]): Row {
  const figure = percentile(samples, 0.95)
  const details =
    `from asking the API server to write the pod's status until the operation's objects were told with it; ` +
    `median ${ms(percentile(samples, 0.5))}, longest ${ms(Math.max(...samples))}, ${count(samples.length)} pods`
  return {
    key: 'progress_latency_ms_p95',
    figure,
    unit: 'ms',
    target: `≤ ${target}`,
    met: figure <= target,
    details,
    samples,
  }
}

function watchesRow({ lists, watches }: { lists: readonly string[]; watches: readonly string[] }): Row {
  const bare = (path: string): string => path.split('?')[0] ?? ''
  const places = watches.map(bare)
  const own = places.filter((path, at) => places.indexOf(path) === at)
  const isRecord = (path: string): boolean => path.includes('owner%3Dhelm')
  // helm's records and the Secrets of the manifest are two collections of one kind: other labels, other objects.
  const twice =
    watches.length -
    own.length -
    (watches.some(isRecord) && watches.some((path) => bare(path).endsWith('/secrets') && !isRecord(path)) ? 1 : 0)
  const details =
    `${workloads + others} objects: ${watches.length} watches (${own.map((path) => path.split('/').at(-1) ?? '').join(', ')}), ` +
    `${lists.length} other requests`
  return {
    key: 'watches',
    figure: watches.length,
    unit: '',
    target: 'one a kind and namespace',
    met: twice === 0,
    details,
    samples: { lists, watches },
  }
}
