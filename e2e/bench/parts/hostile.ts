import { connect } from '../../cluster/kube-client.mjs'
import { hostileReleases, hostileSecret } from '../hostile/releases'
import { megabytes, ms } from '../numbers'
import { openOperationLab, plain, writeChart } from '../operation-lab'
import type { OwnPart, Row, Setting } from '../setting'
import { openWindow, type BenchWindow } from '../window/app'
import { takeMainStalls, takePeakMemory, watchMainStalls, watchPeakMemory } from '../window/main-scripts'
import { takeStalls, watchStalls } from '../window/page-scripts'

const mainTargetMs = 100
const windowTargetMs = 200
const memoryTarget = 500e6
const namespace = 'default'
const tabs = ['overview', 'notes', 'values', 'manifest']
/** Longer than any of the app's own limits. */
const settleLimitMs = 60_000

/** What one of them did to the app. */
interface Met {
  readonly name: string
  readonly mainMs: number
  readonly windowMs: number
  /** Of the main process and its threads, more than before; bytes. */
  readonly added: number
  /** Whether the app answered afterwards. */
  readonly survived: boolean
}

/** Releases that nobody should have written, in the real app: how long it stands still, what they cost, whether it lives. */
export const hostile: OwnPart = {
  name: 'hostile',
  keys: ['hostile'],
  seed: null,
  run: async (setting) => {
    const lab = await openOperationLab(setting, 'hostile')
    try {
      await lab.byHand('install', 'first', writeChart(setting.folder, 'first', '1.0.0', [plain('ConfigMap', 'first')]))
      const cluster = connect(lab.cluster.kubeconfig)
      for (const release of hostileReleases)
        await cluster.call('POST', `/api/v1/namespaces/${namespace}/secrets`, hostileSecret(release, namespace))
      cluster.close()
      return [row(await meetAll(setting, lab.cluster.kubeconfig))]
    } finally {
      await lab.close()
    }
  },
}

/** One window for all, and a new one where it was lost. */
async function meetAll(setting: Setting, kubeconfig: string): Promise<readonly Met[]> {
  const open = (): Promise<BenchWindow> => openWindow(setting, kubeconfig, hostileReleases.length + 1)
  const all: Met[] = []
  let window = await open()
  for (const { name } of hostileReleases) {
    setting.say(name)
    const met = await meet(window, name)
    all.push(met)
    if (!met.survived) {
      await window.close().catch(() => undefined)
      window = await open()
    }
  }
  await window.close()
  return all
}

async function meet({ app, page }: BenchWindow, name: string): Promise<Met> {
  try {
    await app.evaluate(watchPeakMemory)
    await app.evaluate(watchMainStalls)
    await page.evaluate(watchStalls)
    for (const tab of tabs) {
      await page.evaluate(`location.hash = ${JSON.stringify(`#/releases/${namespace}/${name}?tab=${tab}`)}`)
      const main = page.getByRole('main')
      const shown = main.getByRole('tabpanel').or(main.getByRole('alert'))
      await shown.first().waitFor({ timeout: settleLimitMs })
      await page.waitForFunction(`document.querySelector('main [aria-busy="true"]') === null`, undefined, {
        timeout: settleLimitMs,
      })
    }
    const { longestMs } = await page.evaluate(takeStalls)
    const { longestMs: mainMs } = await app.evaluate(takeMainStalls)
    return { name, mainMs, windowMs: longestMs, added: await app.evaluate(takePeakMemory), survived: true }
  } catch {
    return { name, mainMs: 0, windowMs: 0, added: 0, survived: false }
  }
}

function row(all: readonly Met[]): Row {
  const most = (of: (met: Met) => number): Met => all.reduce((worst, met) => (of(met) > of(worst) ? met : worst))
  const main = most(({ mainMs }) => mainMs)
  const window = most(({ windowMs }) => windowMs)
  const memory = most(({ added }) => added)
  const lost = all.filter(({ survived }) => !survived).map(({ name }) => name)
  return {
    key: 'hostile',
    figure: main.mainMs,
    unit: 'ms',
    target: `≤ ${mainTargetMs} ms, window ≤ ${windowTargetMs} ms, ≤ ${megabytes(memoryTarget)}, none lost`,
    met:
      lost.length === 0 &&
      main.mainMs <= mainTargetMs &&
      window.windowMs <= windowTargetMs &&
      memory.added <= memoryTarget,
    details:
      `${all.length} releases, four views of each; lost: ${lost.length === 0 ? 'none' : lost.join(', ')}\n` +
      `longest stall of the main process ${ms(main.mainMs)} (${main.name}), of the window ${ms(window.windowMs)} (${window.name}); ` +
      `most memory added ${megabytes(memory.added)} (${memory.name})`,
    samples: all,
  }
}
