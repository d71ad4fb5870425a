import type { Locator, Page } from 'playwright/test'

/** What the editor of values knows and says. */
interface ValuesEditorPage {
  /** What is said at the end of a line; its buttons are for the pointer, the keyboard has Ctrl+. */
  readonly note: (text: string) => Locator
  /** How many things are said of what kind; a click leads there. */
  readonly counts: Locator
  /** What may be written at the cursor. */
  readonly offers: Locator
  /** What a key under the pointer means. */
  readonly docs: Locator
  readonly key: (name: string) => Locator
  /** Shows beside each value the revision that set it. */
  readonly blame: Locator
  readonly side: (revision: string) => Locator
}

export function valuesEditor(page: Page): ValuesEditorPage {
  const main = page.getByRole('main')
  const text = main.getByRole('textbox', { name: 'Values', exact: true })
  return {
    note: (said) => text.locator('.cm-note').filter({ hasText: said }),
    counts: main.getByRole('status', { name: 'About the values' }),
    offers: page.locator('.cm-tooltip-autocomplete').getByRole('option'),
    docs: page.locator('.cm-tooltip-hover .cm-docs'),
    key: (name) => text.locator('.cm-line').getByText(name, { exact: true }),
    blame: main.getByRole('button', { name: 'Blame' }),
    side: (revision) => main.locator('.cm-side').getByText(revision, { exact: true }).first(),
  }
}
