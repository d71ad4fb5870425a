import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type KubeClient } from '../../cluster/kube-client.mjs'
import { poll } from '../../cluster/processes.mjs'
import { count, ms } from '../numbers'
import type { Part, Row, Setting } from '../setting'
import { openWindow, type BenchWindow } from '../window/app'
import { waitedForProcessor } from '../window/cpu'
import { clusterTruth } from '../window/cluster-truth'
import { prepareUpgrades, send, type Upgrade } from '../window/helm-writes'
import { takeMainStalls, watchMainStalls, type MainStalls } from '../window/main-scripts'
import { takeStalls, watchStalls, type SeenRow, type Stalls } from '../window/page-scripts'
import { longestTaskWork, pageProcess, recordTasks } from '../window/page-work'
import { readWholeTable } from '../window/read-whole-table'

const targetMs = 50
/** So long the table may take to agree with the cluster once all is written. */
const agreeMs = 30_000
/** How long the app is watched before, to know what it does by itself. */
const calmMs = 3_000
/** As many upgrades are prepared, and requests sent, at a time. */
const width = 64

interface Watched {
  readonly main: MainStalls
  readonly page: Stalls
  /** The most that the page worked for in one task; null where that isn't known. Milliseconds. */
  readonly pageWork: number | null
  /** How long both had to wait for a processor, in all; null where the system does not tell. Milliseconds. */
  readonly waited: { readonly main: number; readonly page: number } | null
}

/** Every release of a cluster upgraded at nearly the same time. */
export const burst: Part = {
  name: 'burst',
  keys: ['burst'],
  seed: ({ burst: { releases } }) => ({ releases, revisions: 2, kb: 8 }),
  run: async (setting, { kubeconfig }) => {
    const client = connect(kubeconfig, { sockets: width })
    const window = await openWindow(setting, kubeconfig, setting.sizes.burst.releases)
    try {
      const upgrades = await prepareAll(client)
      const calm = await watched(window, setting, () => sleep(calmMs, undefined, { signal: setting.signal }))
      let tookMs = 0
      const busy = await watched(window, setting, async () => {
        tookMs = await writeAll(client, upgrades, setting)
        // What the last writes cause is still to come.
        await sleep(1_000)
      })
      const agreement = await waitForAgreement(window, client)
      return [row({ calm, busy, tookMs, agreement, writes: upgrades.length * 3 })]
    } finally {
      await window.close()
      client.close()
    }
  },
}

async function prepareAll(client: KubeClient): Promise<Upgrade[]> {
  const releases = [...(await clusterTruth(client)).values()]
  const upgrades: Upgrade[] = []
  for (let at = 0; at < releases.length; at += width) {
    upgrades.push(...(await prepareUpgrades(client, releases.slice(at, at + width))))
  }
  return upgrades
}

async function watched(window: BenchWindow, { folder }: Setting, work: () => Promise<void>): Promise<Watched> {
  const { app, page, pid } = window
  const pages = await pageProcess(window)
  const waits = [pid, pages].map((one) => waitedForProcessor(one))
  await app.evaluate(watchMainStalls)
  await page.evaluate(watchStalls)
  await recordTasks(window)
  await work()
  const [main, ofPage] = [pid, pages].map((one, at) => (waitedForProcessor(one) ?? NaN) - (waits[at] ?? NaN))
  const isKnown = main !== undefined && ofPage !== undefined && !Number.isNaN(main + ofPage)
  return {
    page: await page.evaluate(takeStalls),
    main: await app.evaluate(takeMainStalls),
    pageWork: await longestTaskWork(window, pages, folder),
    waited: isKnown ? { main, page: ofPage } : null,
  }
}

/** Starts an upgrade every so often, so that all are begun within the time; gives how long it really took. */
async function writeAll(client: KubeClient, upgrades: readonly Upgrade[], { sizes }: Setting): Promise<number> {
  const began = performance.now()
  await Promise.all(
    upgrades.map(async ({ pending, superseded, deployed }, at) => {
      await sleep((at * sizes.burst.ms) / upgrades.length)
      for (const write of [pending, superseded, deployed]) await send(client, write)
    }),
  )
  return performance.now() - began
}

interface Agreement {
  readonly rows: number
  /** `namespace/name` of rows that say something else than the cluster, or are missing, or should not be there. */
  readonly different: readonly string[]
  readonly tookMs: number
}

/** Reads the whole table until it says what the cluster says, or the time is over. */
async function waitForAgreement({ page }: BenchWindow, client: KubeClient): Promise<Agreement> {
  const truth = await clusterTruth(client)
  const began = performance.now()
  let last: Agreement | undefined
  const agreed = await poll(
    async () => {
      const shown = await readWholeTable(page)
      const keys = new Set([...truth.keys(), ...shown.keys()])
      const different = [...keys].filter((key) => text(truth.get(key)) !== text(shown.get(key)))
      last = { rows: shown.size, different, tookMs: performance.now() - began }
      return different.length === 0 ? last : undefined
    },
    { timeoutMs: agreeMs },
  )
  const found = agreed ?? last
  if (found === undefined) throw new Error('the table was not read')
  return found
}

function text(row: SeenRow | undefined): string {
  return row === undefined ? '' : `${row.revision} ${row.status}`
}

interface Found {
  readonly calm: Watched
  readonly busy: Watched
  readonly tookMs: number
  readonly writes: number
  readonly agreement: Agreement
}

function row({ calm, busy, tookMs, writes, agreement: { different, rows, tookMs: readMs } }: Found): Row {
  const figure = Math.max(busy.main.longestMs, busy.page.longestMs, busy.page.longTaskMs)
  const dropped = different.length
  const details = [
    `${dropped} of ${rows} rows differ from the cluster${dropped > 0 ? ` (${different.slice(0, 5).join(', ')} …)` : ''}; ` +
      `read by scrolling through the table within ${ms(readMs)}; ${count(writes)} writes in ${count(tookMs / 1_000)} s`,
    `longest stall: ${inWords(busy)}`,
    `while nothing happened: ${inWords(calm)}`,
  ]
  const met = dropped === 0 && figure <= targetMs
  const target = `0 dropped, ≤ ${targetMs} ms`
  return {
    key: 'burst',
    figure,
    unit: 'ms',
    target,
    met,
    details: details.join('\n'),
    samples: { calm, busy, different },
  }
}

function inWords({ main, page, pageWork, waited }: Watched): string {
  const task = page.longTaskMs === 0 ? 'no task of 50 ms or more' : `longest task ${ms(page.longTaskMs)}`
  const worked = [main.longestWorkMs, pageWork].map((one) => (one === null ? 'not known' : ms(one))).join(' and ')
  const wait = waited === null ? '' : `; in all without a processor: ${ms(waited.main)} and ${ms(waited.page)}`
  return (
    `main process ${ms(main.longestMs)} (event loop delay ${ms(main.loopDelayMs)}), ` +
    `page ${ms(page.longestMs)} (${task}, frames at most ${ms(page.frameGapMs)} apart); ` +
    `the most that they worked for without a pause: ${worked}${wait}`
  )
}
