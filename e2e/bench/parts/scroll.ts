import type { Page } from 'playwright'
import { count, median, percentile } from '../numbers'
import type { Part } from '../setting'
import { openWindow } from '../window/app'
import { readRows, scrollTable, takeFrames, watchFrames } from '../window/page-scripts'

const aim = 25
/** Pixels of a step of the wheel. */
const step = 100
const idleMs = 2_000

/** Time between two frames while a long table is scrolled. */
export const scroll: Part = {
  name: 'scroll',
  keys: ['scroll_frame_ms_p95'],
  seed: ({ scroll: { releases } }) => ({ releases, revisions: 1, kb: 8 }),
  run: async (setting, { kubeconfig }) => {
    const { releases, ms: forMs } = setting.sizes.scroll
    const window = await openWindow(setting, kubeconfig, releases)
    try {
      const { page } = window
      // Charts that are still read would change rows meanwhile.
      await page.waitForTimeout(setting.sizes.scroll.ms)
      const calm = await frameTimes(page, () => page.waitForTimeout(idleMs))
      const wheel = await frameTimes(page, () => turnWheel(page, forMs))
      await page.evaluate(scrollTable, 0)
      const keys = await frameTimes(page, () => pageDown(page, forMs))
      const figure = percentile([...wheel, ...keys], 0.95)
      const details = [
        `${count(releases)} rows; physical frame ${count(median(calm))} ms (median of an idle page, p95 ${count(percentile(calm, 0.95))} ms)`,
        `wheel ${inWords(wheel)}; Page Down ${inWords(keys)}`,
        `the last row in sight was ${(await page.evaluate(readRows)).at(-1)?.name ?? 'none'}`,
      ]
      const row = { key: 'scroll_frame_ms_p95', figure, unit: 'ms', target: `reported, aim ≤ ${aim}` } as const
      return [{ ...row, met: null, details: details.join('\n'), samples: { calm, wheel, keys } }]
    } finally {
      await window.close()
    }
  },
}

/** The times between the frames while something goes on. */
async function frameTimes(page: Page, work: () => Promise<void>): Promise<number[]> {
  await page.evaluate(watchFrames)
  await work()
  const frames: readonly number[] = await page.evaluate(takeFrames)
  return frames.slice(1).map((at, index) => at - (frames[index] ?? at))
}

async function turnWheel(page: Page, forMs: number): Promise<void> {
  const box = await page.getByRole('table', { name: 'Releases' }).locator('tr').nth(5).boundingBox()
  if (box === null) throw new Error('there is no row to point at')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  const end = performance.now() + forMs
  while (performance.now() < end) await page.mouse.wheel(0, step)
}

async function pageDown(page: Page, forMs: number): Promise<void> {
  await page.locator('table[aria-label="Releases"] tr[tabindex="0"]').first().focus()
  const end = performance.now() + forMs
  while (performance.now() < end) {
    await page.keyboard.press('PageDown')
    await page.waitForTimeout(30)
  }
}

function inWords(times: readonly number[]): string {
  const of = [0.5, 0.95, 1].map((share) => count(percentile(times, share)))
  return `p50 ${of[0] ?? ''}, p95 ${of[1] ?? ''}, max ${of[2] ?? ''} ms over ${times.length} frames`
}
