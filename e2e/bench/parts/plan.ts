import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createGuideMemory } from '../../../electron/charts/guide/guide-memory'
import { createReadOutside } from '../../../electron/charts/guide/read-outside'
import { createChartMemory } from '../../../electron/plan/chart-memory'
import { makePlan, type PlanDeps } from '../../../electron/plan/make-plan'
import type { ClusterTarget } from '../../../electron/kube/target'
import type { MadePlan, PlannedChange } from '../../../electron/plan/made-plan'
import { createLeftDefinitions } from '../../../electron/releases/left-definitions'
import { median, ms } from '../numbers'
import { deployment, openOperationLab, plain, writeChart, type OperationLab } from '../operation-lab'
import type { OwnPart, Row, Setting } from '../setting'

const namespace = 'default'
const objects = 60
const changed = 10
const mostRatio = 1.4
const mostMs = 1_000

/** A plan beside the dry run of helm that it contains, and what it says beside what then happens. */
export const plan: OwnPart = {
  name: 'plan',
  keys: ['plan_ratio', 'plan_ms'],
  seed: null,
  run: async (setting) => {
    const lab = await openOperationLab(setting, 'plan')
    try {
      return await measureTime(setting, lab, planMaker(setting, lab))
    } finally {
      await lab.close()
    }
  },
}

type Make = (change: PlannedChange, target?: ClusterTarget) => Promise<MadePlan>

/** Makes plans as the app does, until the bench is ended. */
export function planMaker({ folder, signal }: Pick<Setting, 'folder' | 'signal'>, lab: OperationLab): Make {
  const deps: PlanDeps = {
    helm: lab.helm,
    clientFor: lab.clientFor,
    newestVersion: () => Promise.resolve(undefined),
    readOutside: createReadOutside({ helm: lab.helm, root: join(folder, 'plan') }, createGuideMemory()),
    root: join(folder, 'plan'),
    readLeft: createLeftDefinitions(),
    memory: createChartMemory(),
    now: () => new Date(),
  }
  return (change, target = lab.target) => {
    signal.throwIfAborted()
    return makePlan(deps, { id: randomUUID(), target, change, signal, onProgress: () => undefined })
  }
}

/** In pairs, the one that begins in turns: a plan, and helm's own dry run alone. */
async function measureTime({ folder, sizes }: Setting, lab: OperationLab, make: Make): Promise<Row[]> {
  const [before, after] = ['1', '2'].map((version) => chartOf(folder, version))
  if (before === undefined || after === undefined) throw new Error('no charts')
  await lab.byHand('install', 'timed', before, '-n', namespace)
  const ours: number[] = []
  const helms: number[] = []
  const change: PlannedChange = { verb: 'upgrade', namespace, name: 'timed', chart: after, values: '' }
  const sides = [
    async () => {
      const began = performance.now()
      const { plan: made } = await make(change)
      ours.push(performance.now() - began)
      const found = made.objects.filter(({ action }) => action === 'changed').length
      if (found !== changed) throw new Error(`${found} of ${changed} changed objects were planned`)
    },
    async () => {
      const began = performance.now()
      await lab.byHand('upgrade', 'timed', after, '-n', namespace, '--dry-run=server', '-o', 'json')
      helms.push(performance.now() - began)
    },
  ]
  for (let round = 0; round < sizes.samples * 2; round++) {
    for (const side of round % 2 === 0 ? sides : [...sides].reverse()) await side()
  }
  const [own, helm] = [median(ours), median(helms)]
  const ratio = own / helm
  const details = `${objects} objects, ${changed} changed: ${ms(own)} beside ${ms(helm)} of helm, ${ours.length} pairs`
  return [
    {
      key: 'plan_ratio',
      figure: ratio,
      unit: '×',
      target: `≤ ${mostRatio}`,
      met: ratio <= mostRatio,
      details,
      samples: { ours, helms },
    },
    { key: 'plan_ms', figure: own, unit: 'ms', target: `≤ ${ms(mostMs)}`, met: own <= mostMs, details, samples: ours },
  ]
}

function chartOf(folder: string, version: string): string {
  const imageOf = (at: number): string => (at < changed ? `a:${version}` : 'a:1')
  return writeChart(folder, 'timed', `${version}.0.0`, [
    ...Array.from({ length: 20 }, (_, at) => ({ ...deployment(`timed-${at}`, {}, imageOf(at)) })),
    ...Array.from({ length: objects - 20 }, (_, at) => plain('ConfigMap', `timed-${at}`)),
  ])
}
