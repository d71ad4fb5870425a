import { expect, test, type Locator, type Page } from 'playwright/test'

/** What is typed to add a repository. */
export interface NewRepository {
  readonly name: string
  readonly url: string
  readonly login?: { readonly username: string; readonly password: string }
}

/** helm's chart repositories. */
export interface SourcesPage {
  readonly open: () => Promise<void>
  readonly row: (name: string) => Locator
  /** Opens the form, types and sends; what comes of it is the caller's to expect. */
  readonly add: (repository: NewRepository) => Promise<void>
  readonly form: Locator
  readonly button: (label: string) => Locator
}

export function sourcesPage(page: Page): SourcesPage {
  const main = page.getByRole('main')
  const form = main.getByRole('form', { name: 'Add a repository' })
  const table = main.getByRole('table', { name: 'Repositories' })
  return {
    open: () =>
      test.step('open the sources', async () => {
        await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sources' }).click()
        await expect(page.getByRole('heading', { name: 'Sources', level: 1 })).toBeVisible()
      }),
    row: (name) => table.getByRole('row').filter({ has: page.getByRole('cell', { name, exact: true }) }),
    add: ({ name, url, login }) =>
      test.step(`add the repository ${name}`, async () => {
        if (!(await form.isVisible())) await main.getByRole('button', { name: 'Add repository' }).first().click()
        await form.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
        await form.getByRole('textbox', { name: 'Address' }).fill(url)
        if (login !== undefined) {
          await form.getByRole('checkbox', { name: 'Requires sign-in' }).check()
          await form.getByRole('textbox', { name: 'User name' }).fill(login.username)
          await form.getByLabel('Password').fill(login.password)
        }
        await form.getByRole('button', { name: 'Add', exact: true }).click()
      }),
    form,
    button: (label) => main.getByRole('button', { name: label, exact: true }),
  }
}
