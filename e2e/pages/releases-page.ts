import { expect, test, type Locator, type Page } from 'playwright/test'

/** A row of the table as it reads. */
export interface Row {
  readonly name: string
  readonly namespace: string
  readonly chart: string
  readonly chartVersion: string
  readonly appVersion: string
  readonly revision: string
  readonly status: string
  readonly health: string
  readonly updated: string
}

/** The releases view: what a person sees of it and does with it. */
export interface ReleasesPage {
  readonly table: Locator
  readonly search: Locator
  readonly summary: Locator
  /** The rows that exist, without the head. */
  readonly rows: Locator
  readonly row: (name: string, namespace?: string) => Locator
  /** Searches for a release first: of a long table only the rows that fit the screen exist. */
  readonly find: (name: string, namespace: string) => Promise<Locator>
  /** Waits until releases are shown. */
  readonly ready: () => Promise<void>
  /** A row's cell; a narrow window has fewer columns. */
  readonly cell: (row: Locator, column: keyof Row) => Locator
  readonly read: () => Promise<Row[]>
  /** The names in their order, which have to become these. */
  readonly expectNames: (names: readonly string[]) => Promise<void>
  /** Opens a filter, picks values and closes it again. */
  readonly pick: (filter: 'Namespaces' | 'Status', values: readonly string[]) => Promise<void>
  /** A filter's values and how many releases each stands for. */
  readonly counts: (filter: 'Namespaces' | 'Status') => Promise<Record<string, number>>
  readonly sortBy: (column: string) => Promise<void>
}

export function releasesPage(page: Page): ReleasesPage {
  const table = page.getByRole('table', { name: 'Releases' })
  const rows = table.getByRole('row').filter({ has: page.getByRole('cell') })
  const read = (): Promise<Row[]> => rows.evaluateAll(readRows)
  const options = page.getByRole('option')
  const row: ReleasesPage['row'] = (name, namespace) => {
    // The cell of a name may hold marks too; the link is the name alone.
    const named = rows.filter({ has: page.getByRole('link', { name, exact: true }) })
    return namespace === undefined
      ? named
      : named.filter({ has: page.getByRole('cell', { name: namespace, exact: true }) })
  }
  const search = page.getByRole('searchbox', { name: 'Search releases' })
  const openFilter = (filter: string): Promise<void> =>
    page.getByRole('button', { name: new RegExp(`^${filter}(,|$)`) }).click()
  return {
    table,
    rows,
    read,
    cell: (one, column) => one.locator(`td[data-column="${column}"]`),
    search,
    summary: page.getByRole('status').filter({ hasText: 'release' }),
    row,
    find: async (name, namespace) => {
      await search.fill(`${name} ${namespace}`)
      await expect(rows.filter({ hasNotText: name })).toHaveCount(0)
      return row(name, namespace)
    },
    ready: () => test.step('wait for the releases', () => expect(rows.first()).toBeVisible({ timeout: 20_000 })),
    expectNames: (names) => expect.poll(async () => (await read()).map(({ name }) => name)).toEqual(names),
    pick: (filter, values) =>
      test.step(`filter ${filter} by ${values.join(', ')}`, async () => {
        await openFilter(filter)
        const box = page.getByRole('combobox', { name: `Search ${filter.toLowerCase()}` })
        await expect(options.first()).toBeVisible()
        for (const value of values) {
          // Of many only those in sight exist.
          if (await box.isVisible()) await box.fill(value)
          await options.filter({ hasText: value }).first().click()
        }
        await page.keyboard.press('Escape')
        await expect(options).toHaveCount(0)
      }),
    counts: (filter) =>
      test.step(`read the counts of ${filter}`, async () => {
        await openFilter(filter)
        await expect(options.first()).toBeVisible()
        const texts = await options.allInnerTexts()
        await page.keyboard.press('Escape')
        await expect(options).toHaveCount(0)
        return Object.fromEntries(texts.map(parseCount))
      }),
    sortBy: (column) =>
      test.step(`sort by ${column}`, () =>
        table.getByRole('button', { name: `Sort by ${column.toLowerCase()}`, exact: true }).click()),
  }
}

/** `payments 3` */
function parseCount(text: string): [string, number] {
  const [value = '', count = ''] = text.trim().split(/\s+/)
  return [value, Number(count)]
}

/** What is used of the page; this file is not compiled for one. */
interface PageRow {
  querySelectorAll(selector: string): Iterable<{ dataset: Record<string, string>; textContent: string }>
}

/** In the page: rows by their columns; the box that selects a row is none of them. */
function readRows(rows: readonly unknown[]): Row[] {
  return (rows as readonly PageRow[]).map((row) => {
    const cells = [...row.querySelectorAll('[data-column]:not([data-column="select"])')]
    const texts = cells.map(({ dataset, textContent }) => [dataset['column'], textContent.replace(/\s+/g, ' ').trim()])
    return Object.fromEntries(texts) as Row
  })
}
