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
  // A row that scrolls out of existence while it is read has lost its cells.
  const read = async (): Promise<Row[]> =>
    (await rows.allInnerTexts()).filter((text) => text.includes('\t')).map(parseRow)
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
    search,
    summary: page.getByRole('status').filter({ hasText: 'release' }),
    row,
    find: async (name, namespace) => {
      await search.fill(name)
      await expect(rows.filter({ hasNotText: name })).toHaveCount(0)
      return row(name, namespace)
    },
    ready: () => test.step('wait for the releases', () => expect(rows.first()).toBeVisible({ timeout: 20_000 })),
    expectNames: (names) => expect.poll(async () => (await read()).map(({ name }) => name)).toEqual(names),
    pick: (filter, values) =>
      test.step(`filter ${filter} by ${values.join(', ')}`, async () => {
        await openFilter(filter)
        for (const value of values) await options.filter({ hasText: value }).first().click()
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

/** The browser puts a tab between the cells of a row. */
function parseRow(text: string): Row {
  // The box that selects the row is empty.
  const [, ...cells] = text.split('\t').map((cell) => cell.trim())
  const [name = '', namespace = '', chart = '', chartVersion = '', appVersion = '', revision = '', ...rest] = cells
  const [status = '', health = '', updated = ''] = rest
  return { name, namespace, chart, chartVersion, appVersion, revision, status, health, updated }
}
