import { expect, test, type Locator, type Page } from 'playwright/test'

/** The frame around every view: which cluster, which theme. */
export interface Frame {
  readonly switcher: Locator
  /** The contexts to choose from, while the list is open. */
  readonly contexts: Locator
  readonly context: (name: string) => Locator
  readonly switchTo: (name: string) => Promise<void>
  readonly openReleases: () => Promise<void>
  readonly openActivity: () => Promise<void>
  readonly expectCluster: (name: string) => Promise<void>
  readonly expectConnection: (words: string) => Promise<void>
  readonly useTheme: (theme: 'Light' | 'Dark') => Promise<void>
}

export function frame(page: Page): Frame {
  const switcher = page.getByRole('button', { name: /^Switch cluster, current: / })
  const contexts = page.getByRole('listbox', { name: 'Contexts' }).getByRole('option')
  const context = (name: string): Locator => contexts.filter({ has: page.getByText(name, { exact: true }) })
  const place = (name: string): Locator => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name })
  const theme = page.getByRole('button', { name: /^Theme: / })
  return {
    switcher,
    contexts,
    context,
    switchTo: (name) =>
      test.step(`switch to ${name}`, async () => {
        await switcher.click()
        await context(name).click()
      }),
    openReleases: () => place('Releases').click(),
    openActivity: async () => {
      await place('Activity').click()
      await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible()
    },
    expectCluster: (name) => expect(switcher).toHaveAccessibleName(`Switch cluster, current: ${name}`),
    expectConnection: (words) => expect(switcher).toContainText(words),
    useTheme: (wanted) =>
      test.step(`use the theme ${wanted}`, async () => {
        // It goes round three themes.
        for (let clicks = 0; clicks < 3 && !(await themeIs(theme, wanted)); clicks++) await theme.click()
        await expect(theme).toHaveAccessibleName(new RegExp(`^Theme: ${wanted}`))
      }),
  }
}

async function themeIs(theme: Locator, wanted: string): Promise<boolean> {
  return ((await theme.getAttribute('aria-label')) ?? '').startsWith(`Theme: ${wanted}`)
}
