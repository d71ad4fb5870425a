import { median, ms } from '../numbers'
import { deployment, openOperationLab, plain, writeChart, type OperationLab } from '../operation-lab'
import type { OwnPart, Row } from '../setting'

const namespace = 'default'
const target = 1.15
const verbs = ['install', 'upgrade', 'rollback'] as const

type Verb = (typeof verbs)[number]

/** What one pair took, in milliseconds. */
interface Pair {
  readonly verb: Verb
  readonly ours: number
  readonly helms: number
}

/** A change of the app beside the same one by a bare helm, each with `--wait`. */
export const overhead: OwnPart = {
  name: 'overhead',
  keys: ['overhead_ratio'],
  seed: null,
  run: async (setting) => {
    const lab = await openOperationLab(setting, 'overhead')
    try {
      const pairs: Pair[] = []
      for (let round = 0; round < setting.sizes.samples * 2; round++) {
        pairs.push(...(await measureRound(lab, setting.folder, round)))
      }
      return [row(pairs)]
    } finally {
      await lab.close()
    }
  },
}

/** Both sides of each verb, one after the other; who begins changes from round to round. */
async function measureRound(lab: OperationLab, folder: string, round: number): Promise<Pair[]> {
  const took = new Map<string, number>()
  const sides = round % 2 === 0 ? (['ours', 'helms'] as const) : (['helms', 'ours'] as const)
  const charts = new Map(sides.map((side) => [side, chartsOf(folder, `${side}-${round}`)]))
  for (const verb of verbs) {
    for (const side of sides) {
      const release = `${side}-${round}`
      const [first = '', second = ''] = charts.get(side) ?? []
      const chart = verb === 'install' ? first : second
      const began = performance.now()
      await (side === 'ours' ? change(lab, verb, release, chart) : bare(lab, verb, release, chart))
      took.set(`${verb} ${side}`, performance.now() - began)
    }
  }
  for (const side of sides) await lab.byHand('uninstall', `${side}-${round}`, '-n', namespace)
  const of = (verb: Verb, side: string): number => took.get(`${verb} ${side}`) ?? 0
  return verbs.map((verb) => ({ verb, ours: of(verb, 'ours'), helms: of(verb, 'helms') }))
}

function chartsOf(folder: string, name: string): string[] {
  return ['1', '2'].map((version) =>
    writeChart(folder, name, `${version}.0.0`, [
      ...Array.from({ length: 4 }, (_, at) => deployment(`${name}-${at}`, {}, `a:${version}`)),
      ...Array.from({ length: 6 }, (_, at) => plain('ConfigMap', `${name}-${at}`)),
    ]),
  )
}

function change(
  { operations, target: cluster }: OperationLab,
  verb: Verb,
  release: string,
  chart: string,
): Promise<void> {
  const place = { name: release, namespace, timeout_seconds: 120 }
  if (verb === 'rollback') return operations.start(cluster, { verb, ...place, revision: 1 })
  const rest = { ...place, chart, values: '' }
  return operations.start(cluster, verb === 'install' ? { verb, ...rest } : { verb, ...rest })
}

function bare({ byHand }: OperationLab, verb: Verb, release: string, chart: string): Promise<void> {
  const rest = ['-n', namespace, '--wait', '--timeout', '120s']
  return verb === 'rollback' ? byHand(verb, release, '1', ...rest) : byHand(verb, release, chart, ...rest)
}

function row(pairs: readonly Pair[]): Row {
  const figure = median(pairs.map(({ ours, helms }) => ours / helms))
  const details = verbs.map((verb) => {
    const own = pairs.filter((pair) => pair.verb === verb)
    const [ours, helms] = [median(own.map((pair) => pair.ours)), median(own.map((pair) => pair.helms))]
    return `${verb}: ${ms(ours)} beside ${ms(helms)} of helm, ${own.length} pairs`
  })
  return {
    key: 'overhead_ratio',
    figure,
    unit: '×',
    target: `≤ ${target}`,
    met: figure <= target,
    details: details.join('\n'),
    samples: pairs,
  }
}
