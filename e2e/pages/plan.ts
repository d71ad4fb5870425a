import { expect, test, type Locator, type Page } from 'playwright/test'

/**
 * Milliseconds that a plan may take. helm renders the chart, twice where that isn't known to give the same: on busy cores that
 * takes a while.
 */
export const planTime = 60_000

/** The whole of a plan, on a page of its own. */
export interface PlanPage {
  readonly main: Locator
  readonly run: (label: string) => Locator
  /** Waits for it to be there. */
  readonly expectOpen: () => Promise<void>
  /** Goes back to where it was opened. */
  readonly back: (label: string) => Promise<void>
}

export function planPage(page: Page): PlanPage {
  const main = page.getByRole('main')
  return {
    main,
    run: (label) => main.getByRole('button', { name: label, exact: true }),
    expectOpen: () => expect(main.getByRole('tree', { name: 'Objects of the plan' })).toBeVisible(),
    back: (label) => main.getByRole('link', { name: label, exact: true }).last().click(),
  }
}

/** What a change would do, beside its values, in its dialog, or on a page of its own. */
export interface PlanPane {
  readonly pane: Locator
  /** `Deployment web`, in whichever group it stands. */
  readonly object: (name: string | RegExp) => Locator
  /** Waits for what a plan comes to. */
  readonly expectShows: (text: string | RegExp) => Promise<void>
  readonly expectObject: (name: string | RegExp) => Promise<void>
  /** Waits for the plan of what is written now. */
  readonly expectCurrent: () => Promise<void>
  readonly fullPlan: Locator
}

export function planPane(page: Page, within: Locator = page.getByRole('main')): PlanPane {
  const pane = within.getByRole('region', { name: 'Plan', exact: true })
  const object = (name: string | RegExp): Locator =>
    pane.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) })
  return {
    pane,
    object,
    expectShows: (text) => expect(pane).toContainText(text, { timeout: planTime }),
    expectObject: (name) => expect(object(name).first()).toBeVisible({ timeout: planTime }),
    expectCurrent: () =>
      test.step('wait for the plan', async () => {
        await expect(page.getByText('Runs exactly this plan')).toBeVisible({ timeout: planTime })
      }),
    fullPlan: pane.getByRole('link', { name: 'Full plan' }),
  }
}
