import { expect, test, type Locator, type Page } from 'playwright/test'
import { frame } from './frame'
import { releasesPage } from './releases-page'

/** A revision of the timeline as it reads. */
export interface TimelineEntry {
  readonly revision: number
  /** RFC 3339. */
  readonly updated: string
  readonly text: string
}

type Tab = 'Overview' | 'Notes' | 'Values' | 'Manifest' | 'Drift'

/** One release: its history beside what the selected revision holds. */
export interface ReleasePage {
  /** From the list, by a click on its row. */
  readonly open: (name: string, namespace: string) => Promise<void>
  readonly heading: Locator
  readonly revisions: Locator
  readonly revision: (number: number) => Locator
  readonly readTimeline: () => Promise<TimelineEntry[]>
  readonly openTab: (tab: Tab) => Promise<void>
  /** The text that the open tab shows. */
  readonly text: (label: 'Values' | 'All values' | 'Manifest' | 'Notes') => Locator
  readonly action: (label: string) => Locator
  readonly upgrade: Locator
}

export function releasePage(page: Page): ReleasePage {
  const main = page.getByRole('main')
  const revisions = main.getByRole('listbox', { name: 'Revisions' }).getByRole('option')
  const heading = main.getByRole('heading', { level: 1 })
  return {
    open: (name, namespace) =>
      test.step(`open ${name}`, async () => {
        await frame(page).openReleases()
        await (await releasesPage(page).find(name, namespace)).click()
        await expect(heading).toHaveText(name)
      }),
    heading,
    revisions,
    revision: (number) => revisions.filter({ has: page.getByText(`Revision ${number}`, { exact: true }) }),
    readTimeline: async () => {
      const entries: TimelineEntry[] = []
      for (const entry of await revisions.all()) entries.push(await readEntry(entry))
      return entries
    },
    openTab: (tab) => test.step(`open the tab ${tab}`, () => main.getByRole('tab', { name: tab }).click()),
    // The choice between them is called the same.
    text: (label) => main.getByRole('tabpanel').getByLabel(label, { exact: true }).and(page.locator(':not(input)')),
    action: (label) => main.getByRole('button', { name: label, exact: true }),
    upgrade: main.getByRole('link', { name: 'Upgrade', exact: true }),
  }
}

async function readEntry(entry: Locator): Promise<TimelineEntry> {
  const text = await entry.innerText()
  const updated = (await entry.getByRole('time').first().getAttribute('datetime')) ?? ''
  return { revision: Number(/\d+/.exec(text)?.[0]), updated, text }
}
