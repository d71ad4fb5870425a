import { expect, test, type Locator, type Page } from 'playwright/test'

/** A row of the charts as it reads. */
export interface ChartRow {
  readonly name: string
  readonly repository: string
  readonly version: string
  readonly appVersion: string
}

/** The search over all repositories. */
export interface ChartsPage {
  /** Goes there by the sidebar and waits for the charts. */
  readonly open: () => Promise<void>
  readonly search: Locator
  /** Searches, and waits for what is found: the rows move then. */
  readonly find: (text: string) => Promise<void>
  readonly rows: Locator
  readonly read: () => Promise<ChartRow[]>
  readonly openChart: (ref: string) => Promise<void>
  readonly summary: Locator
}

export function chartsPage(page: Page): ChartsPage {
  const table = page.getByRole('table', { name: 'Charts' })
  const rows = table.getByRole('row').filter({ has: page.getByRole('cell') })
  const search = page.getByRole('searchbox', { name: 'Search charts' })
  const summary = page.getByRole('main').getByRole('status').first()
  return {
    open: () =>
      test.step('open the charts', async () => {
        await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Charts' }).click()
        await expect(page.getByRole('heading', { name: 'Charts', level: 1 })).toBeVisible()
      }),
    search,
    find: async (text) => {
      await search.fill(text)
      await expect(summary).toContainText(`“${text}”`)
    },
    rows,
    read: async () => (await rows.allInnerTexts()).map(parseRow),
    openChart: (ref) =>
      test.step(`open the chart ${ref}`, async () => {
        const [repository = '', name = ''] = ref.split('/')
        await rows
          .filter({ has: page.getByRole('cell', { name: repository, exact: true }) })
          .getByRole('link', { name, exact: true })
          .click()
        await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
      }),
    summary,
  }
}

/** The browser puts a tab between the cells of a row; below a name may stand that the chart is deprecated. */
function parseRow(text: string): ChartRow {
  const [first = '', repository = '', version = '', appVersion = ''] = text.split('\t').map((cell) => cell.trim())
  const [name = ''] = first.split('\n')
  return { name, repository, version, appVersion }
}

/** One chart with its versions and default values. */
export interface ChartPage {
  /** Every version, newest first. */
  readonly versions: () => Promise<string[]>
  readonly choose: (version: string) => Promise<void>
  /** Chart.yaml's facts, and the text of values.yaml. */
  readonly defaults: Locator
  readonly install: Locator
}

export function chartPage(page: Page): ChartPage {
  const versions = page.getByRole('group', { name: /^Versions/ }).getByRole('radio')
  return {
    versions: () =>
      versions.evaluateAll((radios) => radios.map((radio) => (radio as unknown as { readonly value: string }).value)),
    choose: (version) =>
      test.step(`choose version ${version}`, async () => {
        await page
          .getByRole('group', { name: /^Versions/ })
          .getByText(version, { exact: true })
          .click()
        await expect(page.getByRole('heading', { level: 1 })).toContainText(version)
      }),
    defaults: page.getByRole('textbox', { name: 'Chart defaults' }),
    install: page.getByRole('link', { name: 'Install…' }),
  }
}
