import type { Page } from 'playwright'
import { writeLargeChart, type LargeChart } from '../large-chart'
import { count, megabytes, ms, percentile } from '../numbers'
import type { Part, Row, Setting } from '../setting'
import { openWindow, type BenchWindow } from '../window/app'
import { memoryOf } from '../window/cpu'
import { seenAfter, takeKeys, watchFor, watchKeys } from '../window/editor-scripts'

const most = { keyMs: 34, marksMs: 400, offersMs: 120, bytes: 120_000_000, left: 30_000_000 }
/** As somebody types who types well. Milliseconds. */
const typingPause = 90
const limitMs = 120_000
const deleteLine = 'ControlOrMeta+Shift+k'
const optionsOf = '.cm-tooltip-autocomplete [role=option]'
/** Memory that nobody needs goes back some time after its last use. Milliseconds. */
const settleMs = 5_000

/** What typing into a values file of 6,000 lines feels like, with a schema of the same size, and what it needs. */
export const editor: Part = {
  name: 'editor',
  keys: ['editor_ms_p95', 'editor_memory_mb'],
  seed: () => ({ releases: 1, revisions: 1, kb: 8 }),
  run: async (setting, { kubeconfig }) => {
    const window = await openWindow(setting, kubeconfig, 1)
    try {
      const chart = writeLargeChart(setting.folder)
      setting.say(`${chart.lines} lines of values, a schema of ${megabytes(chart.schemaBytes)}`)
      const before = await settled(window)
      await openEditor(window, chart)
      const typed = await typing(window.page, setting)
      const memory = memoryOf(window.pid)
      await goTo(window.page, '#/releases')
      await window.page.getByRole('table', { name: 'Releases' }).waitFor({ timeout: limitMs })
      return [speedRow(typed, chart), memoryRow(before, memory, await settled(window))]
    } finally {
      await window.close()
    }
  },
}

function goTo(page: Page, address: string): Promise<void> {
  return page.evaluate((hash) => {
    ;(globalThis as unknown as { location: { hash: string } }).location.hash = hash
  }, address)
}

async function settled({ app, page, pid }: BenchWindow): Promise<number | null> {
  await page.requestGC()
  await app.evaluate(() => globalThis.gc?.())
  await page.waitForTimeout(settleMs)
  return memoryOf(pid)
}

const values = (page: Page) => page.getByRole('main').getByRole('textbox', { name: 'Values', exact: true })

async function openEditor({ app, page }: BenchWindow, chart: LargeChart): Promise<void> {
  await goTo(page, `#/install?chart=${encodeURIComponent(chart.path)}`)
  await values(page).click({ timeout: limitMs })
  await app.evaluate(({ clipboard }, text) => clipboard.writeText(text), chart.values)
  await page.keyboard.press('ControlOrMeta+v')
  await page.keyboard.press('ControlOrMeta+End')
}

interface Typed {
  readonly keys: readonly number[]
  readonly marks: readonly number[]
  readonly offers: readonly number[]
  /** The first marks: schema and defaults are read for them. */
  readonly first: number
}

async function typing(page: Page, { sizes }: Setting): Promise<Typed> {
  const marks: number[] = []
  const offers: number[] = []
  const first = await marksAfter(page, 'unknown')
  for (let at = 0; at < sizes.samples * 2; at++) {
    marks.push(await marksAfter(page, `strange${at}`))
    offers.push(await offersAfter(page))
  }
  await page.evaluate(watchKeys)
  for (let at = 0; at < sizes.samples; at++) {
    await page.keyboard.type('# what somebody writes about it', { delay: typingPause })
    await page.keyboard.press('Enter')
    await page.keyboard.type('typed: some words in a value', { delay: typingPause })
    await page.keyboard.press('Enter')
    await page.keyboard.press('PageUp')
    await page.keyboard.press('End')
  }
  return { keys: await page.evaluate(takeKeys), marks, offers, first }
}

/** From asking for what fits to the list of it, in the last of the components. */
async function offersAfter(page: Page): Promise<number> {
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.insertText('\n  set')
  const took = await until(page, optionsOf, '', () => page.keyboard.press('Control+Space'))
  await page.keyboard.press('Escape')
  await page.keyboard.press(deleteLine)
  return took
}

/** From the last letter of an unknown key to the note about it. */
async function marksAfter(page: Page, key: string): Promise<number> {
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.insertText(`\n${key}: `)
  const said = await until(page, '.cm-note', 'Not in the chart', () => page.keyboard.press('1'))
  await page.keyboard.press(deleteLine)
  await page.locator('.cm-note', { hasText: 'Not in the chart' }).waitFor({ state: 'hidden', timeout: limitMs })
  return said
}

async function until(page: Page, selector: string, text: string, act: () => Promise<void>): Promise<number> {
  await page.evaluate(watchFor, { selector, text })
  await act()
  const found = await page.waitForFunction(seenAfter, undefined, { polling: 10, timeout: limitMs })
  return Number(await found.jsonValue())
}

function speedRow({ keys, marks, offers, first }: Typed, chart: LargeChart): Row {
  const p95 = (times: readonly number[]): number => percentile(times, 0.95)
  const [key, mark, offer] = [p95(keys), p95(marks), p95(offers)]
  return {
    key: 'editor_ms_p95',
    figure: key,
    unit: 'ms',
    target: `≤ ${most.keyMs}; marks ≤ ${most.marksMs}; offers ≤ ${most.offersMs}`,
    met: key <= most.keyMs && mark <= most.marksMs && offer <= most.offersMs,
    details: [
      `${count(chart.lines)} lines, schema ${megabytes(chart.schemaBytes)}; ${keys.length} keys, p50 ${ms(percentile(keys, 0.5))}`,
      `marks after a pause p50 ${ms(percentile(marks, 0.5))}, p95 ${ms(mark)}, the first ${ms(first)}`,
      `offers p50 ${ms(percentile(offers, 0.5))}, p95 ${ms(offer)}`,
    ].join('\n'),
    samples: { keys, marks, offers, first },
  }
}

function memoryRow(before: number | null, during: number | null, after: number | null): Row {
  const row = { key: 'editor_memory_mb', unit: 'MB', target: `≤ ${megabytes(most.bytes)}, given back` } as const
  if (before === null || during === null || after === null)
    return { ...row, figure: null, met: null, details: 'This system does not tell.' }
  const [added, left] = [during - before, after - before]
  const met = added <= most.bytes && left <= most.left
  return {
    ...row,
    figure: added / 1e6,
    met,
    details: `${megabytes(Math.max(0, left))} left after the page was left`,
    samples: { before, during, after },
  }
}
