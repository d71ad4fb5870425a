import { connect } from '../../cluster/kube-client.mjs'
import { openCluster, type BenchCluster } from '../clusters'
import { sampleIndex, type IndexSample } from '../index-sample'
import { medianOf } from '../both-sides'
import { count, median, ms } from '../numbers'
import type { OwnPart, Setting } from '../setting'

interface Depth {
  readonly cluster: BenchCluster
  readonly samples: IndexSample[]
  /** How long the API server takes for the first question alone. Milliseconds. */
  readonly queries: number[]
}

/** What the index asks first: the revisions that are not superseded, as metadata. */
const query = '/api/v1/secrets?labelSelector=owner%3Dhelm%2Cstatus%21%3Dsuperseded&limit=1000'
const metadataListOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'

/** Whether the first rows take longer where releases have a longer history. */
export const history: OwnPart = {
  name: 'history',
  keys: ['history_depth_slope'],
  seed: null,
  run: async (setting) => {
    const depths: Depth[] = []
    try {
      for (const revisions of setting.sizes.depths) {
        const seed = { releases: setting.sizes.releases, revisions, kb: 8 }
        depths.push({ cluster: await openCluster(setting, seed), samples: [], queries: [] })
      }
      await sample(setting, depths)
      return [row(depths)]
    } finally {
      for (const { cluster } of depths) await cluster.stop()
    }
  },
}

async function sample(setting: Setting, depths: readonly Depth[]): Promise<void> {
  for (let round = 0; round < setting.sizes.samples; round++) {
    for (const { cluster, samples, queries } of depths) {
      samples.push(await sampleIndex(setting, cluster.kubeconfig, { releases: cluster.seed.releases, warm: true }))
      queries.push(await timeQuery(cluster))
    }
  }
}

async function timeQuery({ kubeconfig }: BenchCluster): Promise<number> {
  const client = connect(kubeconfig)
  try {
    await client.call('GET', '/version')
    const began = performance.now()
    await client.call('GET', query, undefined, { accept: metadataListOnly })
    return performance.now() - began
  } finally {
    client.close()
  }
}

function row(depths: readonly Depth[]) {
  const medians = depths.map(({ samples }) => medianOf(samples, ({ rowsMs }) => rowsMs))
  const first = medians[0] ?? Number.NaN
  const figure = Math.max(...medians) / first
  const lines = depths.map(
    ({ cluster, samples, queries }, at) =>
      `${cluster.seed.revisions} revisions: rows ${ms(medians[at] ?? Number.NaN)} (the question alone ${ms(median(queries))}), ` +
      `complete ${ms(medianOf(samples, ({ completeMs }) => completeMs))}, ` +
      `peak of memory added ${count(medianOf(samples, ({ addedBytes }) => addedBytes ?? Number.NaN) / 1e6)} MB`,
  )
  const details = `the slowest over the shallowest\n${lines.join('\n')}`
  const samples = depths.map((depth) => ({
    revisions: depth.cluster.seed.revisions,
    samples: depth.samples,
    queries: depth.queries,
  }))
  return {
    key: 'history_depth_slope',
    figure,
    unit: '×',
    target: '≤ 1.5',
    met: figure <= 1.5,
    details,
    samples,
  } as const
}
