import { test, type Locator, type Page } from 'playwright/test'

/** The values as fields. */
interface ValuesFormPage {
  readonly open: () => Promise<void>
  /** Back to the text. */
  readonly text: () => Promise<void>
  readonly group: (name: string) => Locator
  /** A field with all that is said of it. */
  readonly row: (path: string) => Locator
  /** The box that is typed into. */
  readonly field: (path: string) => Locator
  /** Names the keys without a field. */
  readonly unshown: Locator
}

export function valuesForm(page: Page): ValuesFormPage {
  const main = page.getByRole('main')
  const row = (path: string): Locator => main.locator(`[data-field="${path}"]`)
  return {
    open: () => test.step('show the form', () => main.getByRole('tab', { name: 'Form', exact: true }).click()),
    text: () => test.step('show the text', () => main.getByRole('tab', { name: 'Text', exact: true }).click()),
    group: (name) => main.getByRole('navigation', { name: 'Groups of values' }).getByRole('button', { name }),
    row,
    field: (path) => row(path).locator('input, select').first(),
    unshown: main.locator('p').filter({ hasText: 'can’t be shown as a field' }),
  }
}
