import { expect, test, type Locator, type Page } from 'playwright/test'

/** A question before a change. */
export interface ConfirmDialog {
  readonly dialog: Locator
  /** The safe answer; it has to have the focus when the dialog opens. */
  readonly expectSafeFocus: (label?: string) => Promise<void>
  /** Says no by Escape. */
  readonly escape: () => Promise<void>
  readonly answer: (label: string) => Locator
  readonly error: Locator
}

/** @param title `Roll back web?` */
export function confirmDialog(page: Page, title: string): ConfirmDialog {
  const dialog = page.getByRole('dialog', { name: title, exact: true })
  const answer = (label: string): Locator => dialog.getByRole('button', { name: label, exact: true })
  return {
    dialog,
    expectSafeFocus: (label = 'Cancel') => expect(answer(label)).toBeFocused(),
    escape: () =>
      test.step('say no by Escape', async () => {
        await page.keyboard.press('Escape')
        await expect(dialog).toHaveCount(0)
      }),
    answer,
    error: dialog.getByRole('alert'),
  }
}
