import type { Page } from 'playwright'
import { median } from '../numbers'
import { clockError } from './page-scripts'

/**
 * What has to be added to a time by the page's clock to have it by this process's clock (`epochNow`), in milliseconds. Both
 * count from a start that was read off the system's clock; the difference is found by that clock.
 */
export async function pageClockOffset(page: Page): Promise<number> {
  const pages: number[] = []
  const ours: number[] = []
  for (let at = 0; at < 25; at++) {
    pages.push(await page.evaluate(clockError))
    ours.push(clockError())
  }
  return median(pages) - median(ours)
}
