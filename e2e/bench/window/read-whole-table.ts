import type { Page } from 'playwright'
import { readRows, scrollTable, type SeenRow } from './page-scripts'

/** Reads every row of the table as a person could: by scrolling through it, a bit less than a screen at a time. */
export async function readWholeTable(page: Page): Promise<Map<string, SeenRow>> {
  const found = new Map<string, SeenRow>()
  const { most, height } = await page.evaluate(scrollTable, 0)
  for (let top = 0; ; top += Math.max(100, height * 0.8)) {
    await page.evaluate(scrollTable, top)
    // Two frames: the rows for this place are made in the first one.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 40)))
    for (const row of await page.evaluate(readRows)) found.set(`${row.namespace}/${row.name}`, row)
    if (top >= most) return found
  }
}
