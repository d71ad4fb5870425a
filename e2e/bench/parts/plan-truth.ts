import { randomInt } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { measureAccuracy, type Accuracy } from '../../../electron/plan/testing/accuracy'
import { measureForeseen, type FailureLab, type Foreseen } from '../../../electron/plan/testing/foreseen'
import { limitedTarget } from '../../../electron/plan/testing/limited-target'
import { openOperationLab } from '../operation-lab'
import type { OwnPart, Row, Setting } from '../setting'
import { planMaker } from './plan'

const majors = [3, 4] as const
type Major = (typeof majors)[number]

/** What plans say, and what then happens, with both helms. */
export const planTruth: OwnPart = {
  name: 'plan-truth',
  keys: ['plan_accuracy', 'failures_foreseen'],
  seed: null,
  run: async (setting) => {
    const seed = randomInt(1_000_000_000)
    const found: Found[] = []
    for (const major of majors) found.push(await measure(setting, major, seed))
    return [accuracyRow(seed, found), foreseenRow(seed, found)]
  },
}

interface Found {
  readonly major: Major
  readonly accuracy: Accuracy
  readonly foreseen: Foreseen
}

async function measure(setting: Setting, major: Major, seed: number): Promise<Found> {
  const { tools, sizes, say } = setting
  const folder = join(setting.folder, `helm-${major}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const own = { ...setting, folder, tools: { ...tools, helm: major === 3 ? tools.helm3 : tools.helm } }
  const lab = await openOperationLab(own, 'truth')
  try {
    say(`helm ${major}: changes by chance, from ${seed}`)
    const start: FailureLab['start'] = (change, target = lab.target) => lab.operations.start(target, change)
    const parts = { dir: folder, client: () => lab.client, make: planMaker(own, lab), start }
    const accuracy = await measureAccuracy(parts, { seed, changes: sizes.changes / majors.length, namespace: 'chance' })
    say(`helm ${major}: changes that can't go well`)
    const failing = { seed, rounds: sizes.failures, namespace: 'failing' }
    const foreseen = await measureForeseen({ ...parts, limited: limitedTarget(lab.cluster, folder) }, failing)
    return { major, accuracy, foreseen }
  } finally {
    await lab.close()
  }
}

function accuracyRow(seed: number, found: readonly Found[]): Row {
  const wrong = found.flatMap(({ major, accuracy }) => accuracy.wrong.map((one) => `helm ${major}: ${one}`))
  const counts = found.map(({ major, accuracy: { changes, objects, fields, stopped } }) => {
    return `helm ${major}: ${changes} changes from ${seed}: ${objects} objects and ${fields} fields planned, ${stopped} changes foreseen to stop`
  })
  return {
    key: 'plan_accuracy',
    figure: wrong.length,
    unit: '',
    target: '0 wrong',
    met: wrong.length === 0,
    details: [...counts, ...wrong.slice(0, 10)].join('\n'),
    samples: found.map(({ accuracy }) => accuracy),
  }
}

function foreseenRow(seed: number, found: readonly Found[]): Row {
  const wrong = found.flatMap(({ major, foreseen }) => foreseen.wrong.map((one) => `helm ${major}: ${one}`))
  const total = (key: 'foreseen' | 'failed'): number => found.reduce((sum, one) => sum + one.foreseen[key], 0)
  const [foreseen, failed] = [total('foreseen'), total('failed')]
  return {
    key: 'failures_foreseen',
    figure: (100 * foreseen) / failed,
    unit: '%',
    target: '100 %, none invented',
    met: wrong.length === 0,
    details: [`${foreseen} of ${failed} failures foreseen, from ${seed}`, ...wrong.slice(0, 10)].join('\n'),
    samples: found.map((one) => one.foreseen),
  }
}
