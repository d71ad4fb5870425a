import { expect, test, type Locator, type Page } from 'playwright/test'

/** A change as its page tells it, from its start to its end. */
export interface OperationPanel {
  readonly panel: Locator
  readonly sentence: Locator
  readonly heading: Locator
  /** One object with its state and the reason; by its name alone where no other kind has the same. */
  readonly object: (text: string | RegExp) => Locator
  /** Waits until some objects are not ready, or for a count of ready ones, such as `1 of 2`. */
  readonly expectWaiting: (count?: string) => Promise<void>
  readonly expectPhase: (phase: 'done' | 'failed' | 'cancelled' | 'stuck', timeout?: number) => Promise<void>
  readonly button: (label: string) => Locator
  /** Unfolds helm's own words and gives them. */
  readonly detail: () => Promise<string>
  /** Unfolds the exact command and gives it. */
  readonly command: () => Promise<string>
}

/** How long a change may take that waits for a few simulated pods. */
const changeLimit = 90_000

/** @param what `Install of web`, as the panel is called */
export function operationPanel(page: Page, what: string): OperationPanel {
  const panel = page.getByRole('main').getByRole('region', { name: what, exact: true })
  const sentence = panel.getByRole('status')
  return {
    panel,
    sentence,
    heading: panel.getByRole('heading'),
    object: (text) => panel.getByRole('list', { name: 'Objects' }).getByRole('listitem').filter({ hasText: text }),
    expectWaiting: (count) =>
      test.step(`${what}: ${count ?? 'waiting'}`, () =>
        expect(sentence).toContainText(count === undefined ? /\d+ of \d+ objects? (ready|gone)/ : `${count} object`, {
          timeout: changeLimit,
        })),
    expectPhase: (phase, timeout = changeLimit) =>
      test.step(`${what}: ${phase}`, () => expect(panel).toHaveAttribute('data-phase', phase, { timeout })),
    button: (label) => panel.getByRole('button', { name: label, exact: true }),
    detail: async () => {
      await panel.getByText('Details', { exact: true }).click()
      return panel.getByLabel('Raw error text').innerText()
    },
    command: async () => {
      await panel.getByText('Command', { exact: true }).click()
      return panel.getByRole('code').innerText()
    },
  }
}

/** The strip at the bottom of the window: a line for each change. */
export function operationStrip(page: Page): { readonly line: (title: string) => Locator } {
  const strip = page.getByRole('region', { name: 'Operations', exact: true })
  return { line: (title) => strip.getByRole('listitem').filter({ hasText: title }) }
}
