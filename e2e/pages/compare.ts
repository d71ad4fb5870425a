import { expect, test, type Locator, type Page } from 'playwright/test'

type Part = 'Values' | 'Objects' | 'Images' | 'Chart' | 'Hooks' | 'Notes'
type Way = 'Copy as Markdown' | 'Copy as unified patch' | 'Save as Markdown…'

/** Two sides held against each other, in the place of the revision. */
export interface ComparePane {
  /** Below the timeline: `Previous (1)`, `Another cluster…`. */
  readonly withButton: (label: string) => Locator
  readonly pane: Locator
  /** Waits until `revision 1 with revision 3` are compared. */
  readonly expectCompared: (sides: string) => Promise<void>
  readonly part: (part: Part) => Locator
  readonly tab: (part: Part | 'All') => Locator
  readonly search: Locator
  readonly dialog: Locator
  /** Picks one of a list of the dialog by its search. */
  readonly pick: (name: string) => Promise<void>
  readonly share: (way: Way, told: string) => Promise<void>
}

/** helm renders charts and reads records: on busy cores that takes a while. */
export const comparing = { timeout: 60_000 }

export function comparePane(page: Page): ComparePane {
  const main = page.getByRole('main')
  const pane = main.getByRole('region', { name: /^Comparison of / })
  const dialog = page.getByRole('dialog', { name: /^Compare revision / })
  return {
    withButton: (label) => main.getByRole('button', { name: label, exact: true }),
    pane,
    expectCompared: (sides) =>
      test.step(`wait for the comparison of ${sides}`, async () => {
        const [from = '', to = ''] = sides.split(' with ')
        const wanted = main.getByRole('region', { name: `Comparison of ${from} with ${to}`, exact: true })
        await expect(wanted.getByRole('button', { name: 'Share' })).toBeVisible(comparing)
      }),
    part: (part) => pane.getByRole('region', { name: part, exact: true }),
    tab: (part) => pane.getByRole('tab', { name: new RegExp(`^${part}\\b`) }),
    search: pane.getByRole('searchbox', { name: 'Search the differences' }),
    dialog,
    pick: (name) =>
      test.step(`pick ${name}`, async () => {
        // Of so many only those in sight exist.
        await dialog.getByRole('combobox', { name: /^Search / }).fill(name)
        await dialog.getByRole('option').filter({ hasText: name }).first().click()
      }),
    share: (way, told) =>
      test.step(way, async () => {
        await pane.getByRole('button', { name: 'Share' }).click()
        await page.getByRole('menuitem', { name: way }).click()
        await expect(pane.getByRole('status').filter({ hasText: told })).toBeVisible(comparing)
      }),
  }
}
