import { expect, test, type Locator, type Page } from 'playwright/test'

/** What a change would do, beside its values, in its dialog, or on a page of its own. */
export interface PlanPane {
  readonly pane: Locator
  /** `Deployment web`, in whichever group it stands. */
  readonly object: (name: string | RegExp) => Locator
  /** Waits for the plan of what is written now. */
  readonly expectCurrent: () => Promise<void>
  readonly fullPlan: Locator
}

export function planPane(page: Page, within: Locator = page.getByRole('main')): PlanPane {
  const pane = within.getByRole('region', { name: 'Plan', exact: true })
  return {
    pane,
    object: (name) => pane.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) }),
    expectCurrent: () =>
      test.step('wait for the plan', async () => {
        // helm renders the chart, twice where that isn't known to give the same: on busy cores that takes a while.
        await expect(page.getByText('Runs exactly this plan')).toBeVisible({ timeout: 30_000 })
      }),
    fullPlan: pane.getByRole('link', { name: 'Full plan' }),
  }
}
