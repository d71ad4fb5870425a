import { sampleHelm, type HelmSample } from './helm-list'
import { sampleIndex, type IndexSample } from './index-sample'
import { count, median, ms } from './numbers'
import type { Setting } from './setting'

/** Samples of both sides, taken in turns so that whatever else the machine does meets both. */
export interface BothSides {
  readonly helm: readonly HelmSample[]
  /** The index where the modules are loaded, as in a running app. */
  readonly index: readonly IndexSample[]
  /** The index in a process that has loaded nothing. */
  readonly cold: readonly IndexSample[]
}

/** Lists the same cluster with helm and with the index. @throws when they do not find all releases */
export async function sampleBothSides(setting: Setting, kubeconfig: string): Promise<BothSides> {
  const { releases, samples } = setting.sizes
  const found: { helm: HelmSample[]; index: IndexSample[]; cold: IndexSample[] } = { helm: [], index: [], cold: [] }
  for (let round = 1; round <= samples; round++) {
    const helm = await sampleHelm(setting, kubeconfig)
    if (helm.rows !== releases) throw new Error(`helm listed ${helm.rows} of ${releases} releases`)
    const index = await sampleIndex(setting, kubeconfig, { releases, warm: true })
    const cold = await sampleIndex(setting, kubeconfig, { releases, warm: false })
    found.helm.push(helm)
    found.index.push(index)
    found.cold.push(cold)
    setting.say(
      `${round}: helm ${ms(helm.ms)}; index rows ${ms(index.rowsMs)}, complete ${ms(index.completeMs)}; ` +
        `from a cold start ${ms(cold.rowsFromSpawnMs)}, ${ms(cold.completeFromSpawnMs)}`,
    )
  }
  return found
}

export type Moment = 'rows' | 'complete'

/** How many times as long helm takes, by the medians. */
export function ratio({ helm, index }: BothSides, moment: Moment): number {
  return medianOf(helm, ({ ms: took }) => took) / medianOf(index, (one) => one[`${moment}Ms`])
}

/** The medians behind a ratio, and the ratio where the process's own start and the loading of modules count too. */
export function behind(both: BothSides, moment: Moment): string {
  const helm = medianOf(both.helm, ({ ms: took }) => took)
  const index = medianOf(both.index, (one) => one[`${moment}Ms`])
  const cold = medianOf(both.cold, (one) => one[`${moment}Ms`])
  const spawned = medianOf(both.cold, (one) => one[`${moment}FromSpawnMs`])
  return (
    `helm ${ms(helm)}, index ${ms(index)}; with the modules still to load ${ms(cold)} (${count(helm / cold)}×), ` +
    `with the process's own start ${ms(spawned)} (${count(helm / spawned)}×); medians of ${both.helm.length}`
  )
}

export function medianOf<T>(samples: readonly T[], of: (sample: T) => number): number {
  return median(samples.map(of))
}
