import type { ControlPlane } from '../../cluster/control-plane.mjs'
import { behind, medianOf, ratio, sampleBothSides, type BothSides } from '../both-sides'
import { count, megabytes } from '../numbers'
import type { Part, Row, Setting, Sizes } from '../setting'
import { countTraffic, type CountedTraffic } from '../traffic'

const mayTransfer = 1_000_000

/** helm's list and the index, on loopback. */
export const list: Part = {
  name: 'list',
  keys: ['list_first_rows_ratio', 'list_complete_ratio', 'list_memory_ratio'],
  seed: ({ releases, revisions }) => ({ releases, revisions, kb: 20 }),
  run: async (setting, cluster) => {
    const both = await sampleBothSides(setting, cluster.kubeconfig)
    const traffic = await countTraffic(setting, cluster.kubeconfig)
    return [firstRows(both, traffic), complete(both, traffic), memory(both)]
  },
}

/** The same with payloads of 75 KB. */
export const list75kb: Part = {
  name: 'list-75kb',
  keys: ['list_first_rows_ratio_75kb', 'list_complete_ratio_75kb'],
  seed: ({ releases, revisions }: Sizes) => ({ releases, revisions, kb: 75 }),
  run: async (setting: Setting, cluster: ControlPlane) => {
    const both = await sampleBothSides(setting, cluster.kubeconfig)
    const traffic = await countTraffic(setting, cluster.kubeconfig)
    const rows = { ...firstRows(both, traffic), key: 'list_first_rows_ratio_75kb' }
    const whole = { ...complete(both, traffic), key: 'list_complete_ratio_75kb' }
    return [reach(rows, 100), reach(whole, 15)]
  },
}

function reach(row: Row, target: number): Row {
  return { ...row, target: `≥ ${target}`, met: (row.figure ?? 0) >= target }
}

function firstRows(both: BothSides, { helm, index }: CountedTraffic): Row {
  const figure = ratio(both, 'rows')
  const details = [
    behind(both, 'rows'),
    `helm ${megabytes(helm.bytes)}, ${helm.requests}`,
    `index ${megabytes(index.rowsBytes)} until all rows, ${megabytes(index.completeBytes)} until complete, ` +
      `${megabytes(index.bytes)} with the older revisions; ${index.requests}; the first figure may hold the first payloads`,
  ]
  return {
    key: 'list_first_rows_ratio',
    figure,
    unit: '×',
    target: '≥ 40 (aim 60), ≤ 1 MB',
    met: figure >= 40 && index.rowsBytes <= mayTransfer,
    details: details.join('\n'),
    samples: { ...both, traffic: { helm, index } },
  }
}

function complete(both: BothSides, { index }: CountedTraffic): Row {
  const figure = ratio(both, 'complete')
  const stall = medianOf(both.index, ({ longestStallMs }) => longestStallMs)
  const details = `${behind(both, 'complete')}\n${megabytes(index.completeBytes)}; the longest stall of the index's process ${count(stall)} ms`
  return { key: 'list_complete_ratio', figure, unit: '×', target: '≥ 7 (aim 12)', met: figure >= 7, details }
}

function memory({ helm, index, cold }: BothSides): Row {
  const key = 'list_memory_ratio'
  const target = '≥ 10'
  const peaks = helm.flatMap(({ peakBytes }) => peakBytes ?? [])
  const added = index.flatMap(({ addedBytes }) => addedBytes ?? [])
  const addedCold = cold.flatMap(({ addedBytes }) => addedBytes ?? [])
  if (peaks.length * added.length * addedCold.length === 0) {
    return { key, figure: null, unit: '×', target, met: null, details: 'peaks of memory can be read on Linux only' }
  }
  const [helms, ours, withModules] = [peaks, added, addedCold].map((all) => medianOf(all, (bytes) => bytes))
  if (helms === undefined || ours === undefined || withModules === undefined) throw new Error('a median is missing')
  const figure = helms / ours
  const details =
    `helm's peak ${megabytes(helms)} (VmHWM); the index adds ${megabytes(ours)} at its peak, all revisions listed ` +
    `(VmHWM after a reset, less RSS before), ${megabytes(withModules)} together with the modules`
  return { key, figure, unit: '×', target, met: figure >= 10, details }
}
