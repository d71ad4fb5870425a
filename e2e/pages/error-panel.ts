import type { Locator, Page } from 'playwright/test'

/** An error in its three parts; a view shows one at most. */
export interface ErrorPanel {
  readonly panel: Locator
  readonly heading: Locator
  /** Unfolds the raw text and gives it. */
  readonly detail: () => Promise<string>
  readonly action: (label: string) => Locator
}

export function errorPanel(page: Page): ErrorPanel {
  const panel = page.getByRole('main').getByRole('alert')
  return {
    panel,
    heading: panel.getByRole('heading'),
    detail: async () => {
      await panel.getByText('Details', { exact: true }).click()
      return panel.getByLabel('Raw error text').innerText()
    },
    action: (label) => panel.getByRole('button', { name: label }),
  }
}
