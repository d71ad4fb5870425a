import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright'
import { connect, type KubeClient } from '../../cluster/kube-client.mjs'
import { poll } from '../../cluster/processes.mjs'
import { count, epochNow, median, percentile } from '../numbers'
import type { Part, Row } from '../setting'
import { openWindow } from '../window/app'
import { pageClockOffset } from '../window/clock'
import { prepareUpgrades, send, type Upgrade, type Write } from '../window/helm-writes'
import { readRows, seenChanges, watchRows, type SeenChange, type SeenRow } from '../window/page-scripts'

/** All in milliseconds since 1970, by this process's clock. */
interface Change {
  readonly sentAt: number
  readonly answeredAt: number
  /** Null when the row did not change within the limit. */
  readonly shownAt: number | null
}

const target = 60
const limitMs = 10_000
const settleMs = 100
/** Rows that change in turns; all of them fit the screen. */
const changingRows = 20

/** From a record's write to its row in the page, one change at a time. */
export const live: Part = {
  name: 'live',
  keys: ['live_latency_ms_p95'],
  seed: ({ releases, revisions }) => ({ releases, revisions, kb: 20 }),
  run: async (setting, { kubeconfig }) => {
    const client = connect(kubeconfig)
    const window = await openWindow(setting, kubeconfig, setting.sizes.releases)
    try {
      const offset = await pageClockOffset(window.page)
      await window.page.evaluate(`globalThis.benchRows = ${readRows.toString()}`)
      await window.page.evaluate(watchRows)
      const changes: Change[] = []
      while (changes.length < setting.sizes.changes) {
        for (const upgrade of await nextUpgrades(client, window.page)) {
          changes.push(...(await upgradeAndSee({ client, page: window.page, offset }, upgrade)))
          if (changes.length >= setting.sizes.changes) break
        }
      }
      return [row(changes)]
    } finally {
      await window.close()
      client.close()
    }
  },
}

/** Upgrades of rows that are in sight. */
async function nextUpgrades(client: KubeClient, page: Page): Promise<Upgrade[]> {
  const rows: readonly SeenRow[] = await page.evaluate(readRows)
  const deployed = rows.filter(({ status }) => status === 'deployed').slice(0, changingRows)
  if (deployed.length === 0) throw new Error('no deployed release is in sight')
  return prepareUpgrades(client, deployed)
}

interface Eyes {
  readonly client: KubeClient
  readonly page: Page
  readonly offset: number
}

/** An upgrade makes two changes that are seen; what is between them is not: the older revision becomes superseded. */
async function upgradeAndSee(eyes: Eyes, upgrade: Upgrade): Promise<Change[]> {
  const pending = await writeAndSee(eyes, upgrade, upgrade.pending, 'pending-upgrade')
  await send(eyes.client, upgrade.superseded)
  await pause()
  const deployed = await writeAndSee(eyes, upgrade, upgrade.deployed, 'deployed')
  await pause()
  return [pending, deployed]
}

/** Between two changes, and never in step with the page's frames. */
async function pause(): Promise<void> {
  await sleep(40 + Math.random() * 60)
}

async function writeAndSee(eyes: Eyes, upgrade: Upgrade, write: Write, status: string): Promise<Change> {
  const { client, page, offset } = eyes
  const isIt = (change: SeenChange): boolean =>
    change.namespace === upgrade.namespace &&
    change.name === upgrade.name &&
    change.revision === upgrade.revision &&
    change.status === status
  const sentAt = epochNow()
  await send(client, write)
  const answeredAt = epochNow()
  // Asked late and seldom: the question itself is work for the page, which has noted when it happened.
  await sleep(settleMs)
  const seen = await poll(async () => (await page.evaluate(seenChanges)).find(isIt), {
    timeoutMs: limitMs,
    everyMs: 100,
  })
  return { sentAt, answeredAt, shownAt: seen === undefined ? null : seen.at + offset }
}

function row(changes: readonly Change[]): Row {
  const key = 'live_latency_ms_p95'
  const seen = changes.flatMap(({ sentAt, answeredAt, shownAt }) =>
    shownAt === null
      ? []
      : [{ fromSent: shownAt - sentAt, fromAnswer: shownAt - answeredAt, write: answeredAt - sentAt }],
  )
  if (seen.length === 0) throw new Error(`none of ${changes.length} changes was shown within ${limitMs} ms`)
  const inWords = (of: (one: (typeof seen)[number]) => number): string => {
    const all = seen.map(of)
    return `p50 ${count(median(all))}, p95 ${count(percentile(all, 0.95))}, max ${count(Math.max(...all))} ms`
  }
  const figure = percentile(
    seen.map(({ fromSent }) => fromSent),
    0.95,
  )
  const missing = changes.length - seen.length
  const details = [
    `${changes.length} changes${missing > 0 ? `, ${missing} not shown` : ''}; from the request being sent: ${inWords(({ fromSent }) => fromSent)}`,
    `from the API server's answer: ${inWords(({ fromAnswer }) => fromAnswer)}; the write itself took ${inWords(({ write }) => write)}`,
  ]
  const met = figure <= target && missing === 0
  return { key, figure, unit: 'ms', target: `≤ ${target}`, met, details: details.join('\n'), samples: seen }
}
