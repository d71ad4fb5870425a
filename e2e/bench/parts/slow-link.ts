import { behind, medianOf, ratio, sampleBothSides } from '../both-sides'
import type { IndexSample } from '../index-sample'
import { openLink, type Link } from '../link'
import { megabytes } from '../numbers'
import type { Part } from '../setting'

/** The list through a long and narrow way. */
export const slowLink: Part = {
  name: 'slow-link',
  keys: ['list_slow_link_ratio'],
  seed: ({ releases, revisions }) => ({ releases, revisions, kb: 20 }),
  run: async (setting, { kubeconfig }) => {
    const link = await openLink(setting, kubeconfig, { roundTripMs: 20, megabits: 50 })
    try {
      const both = await sampleBothSides(setting, link.kubeconfig)
      const figure = ratio(both, 'complete')
      const bytes = await bytesOf(link, both.index)
      const details = `20 ms, 50 Mbit/s; complete: ${behind(both, 'complete')}\nfirst rows: ${behind(both, 'rows')}\n${bytes}`
      const row = { key: 'list_slow_link_ratio', figure, unit: '×', target: '≥ 20', met: figure >= 20 } as const
      return [{ ...row, details, samples: both }]
    } finally {
      await link.close()
    }
  },
}

/** What the index read through the link until it was complete. */
async function bytesOf(link: Link, samples: readonly IndexSample[]): Promise<string> {
  const { down } = await link.traffic(samples.flatMap(({ startedAt, completeAt }) => [startedAt, completeAt]))
  const bytes = samples.map((_, at) => (down[at * 2 + 1] ?? 0) - (down[at * 2] ?? 0))
  return `the index read ${megabytes(medianOf(bytes, (value) => value))} until complete`
}
