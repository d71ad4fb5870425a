import type { RequestInput } from '../../../shared/contract/requests'
import { megabytes, ms } from '../numbers'
import { deployment, openOperationLab, plain, writeChart } from '../operation-lab'
import type { OwnPart, Row, Setting } from '../setting'
import { openWindow, type BenchWindow } from '../window/app'
import { waitedForProcessor } from '../window/cpu'
import {
  takeMainStalls,
  takePeakMemory,
  watchMainStalls,
  watchPeakMemory,
  type MainStalls,
} from '../window/main-scripts'

const many = 20
const stallTargetMs = 50
const memoryTarget = 150e6
const namespace = 'default'

interface Found {
  readonly stalls: MainStalls
  /** Of the main process, more than before; bytes. */
  readonly added: number
  readonly tookMs: number
  /** How long the main process had wanted to run and got no processor; null where the system does not tell. */
  readonly waitedMs: number | null
}

/** As many installs at once, in the real app: how long its main process stands still, and what they cost it in memory. */
export const parallel: OwnPart = {
  name: 'parallel',
  keys: ['parallel'],
  seed: null,
  run: async (setting) => {
    const lab = await openOperationLab(setting, 'parallel')
    try {
      // The window waits for a table with a row in it.
      await lab.byHand('install', 'first', writeChart(setting.folder, 'first', '1.0.0', [plain('ConfigMap', 'first')]))
      const window = await openWindow(setting, lab.cluster.kubeconfig, 1)
      try {
        return [row(await installMany(window, setting))]
      } finally {
        await window.close()
      }
    } finally {
      await lab.close()
    }
  },
}

async function installMany({ app, page, pid }: BenchWindow, { folder }: Setting): Promise<Found> {
  const installs = Array.from({ length: many }, (_, at) => installOf(folder, `many-${at}`))
  const waitedBefore = waitedForProcessor(pid)
  await app.evaluate(watchPeakMemory)
  await app.evaluate(watchMainStalls)
  const began = performance.now()
  await page.evaluate(async (inputs) => {
    const { wheelhouse } = globalThis as unknown as {
      wheelhouse: { invoke(name: string, input: unknown): Promise<unknown> }
    }
    await Promise.all(inputs.map((input) => wheelhouse.invoke('helm:install', input)))
  }, installs)
  const tookMs = performance.now() - began
  const waited = waitedForProcessor(pid)
  return {
    stalls: await app.evaluate(takeMainStalls),
    added: await app.evaluate(takePeakMemory),
    tookMs,
    waitedMs: waited === null || waitedBefore === null ? null : waited - waitedBefore,
  }
}

function installOf(folder: string, name: string): RequestInput<'helm:install'> {
  const chart = writeChart(folder, name, '1.0.0', [
    deployment(name, { 'wheelhouse.dev/ready-after': '2s' }),
    ...Array.from({ length: 5 }, (_, at) => plain('ConfigMap', `${name}-${at}`)),
  ])
  return { release_name: name, namespace, chart, values: 'greeting: hello\n' }
}

function row({ stalls, added, tookMs, waitedMs }: Found): Row {
  const { longestWorkMs } = stalls
  const work = longestWorkMs === null ? '' : `; the most that it worked for without a pause: ${ms(longestWorkMs)}`
  const wait = waitedMs === null ? '' : `; without a processor in all: ${ms(waitedMs)}`
  return {
    key: 'parallel',
    figure: stalls.longestMs,
    unit: 'ms',
    target: `≤ ${stallTargetMs} ms, ≤ ${megabytes(memoryTarget)}`,
    met: stalls.longestMs <= stallTargetMs && added <= memoryTarget,
    details:
      `${many} installs at once, ${ms(tookMs)} in all; memory of the main process: ${megabytes(added)} more at its peak\n` +
      `longest stall of the main process ${ms(stalls.longestMs)} (event loop delay ${ms(stalls.loopDelayMs)})${work}${wait}`,
    samples: { stalls, added, tookMs, waitedMs },
  }
}
