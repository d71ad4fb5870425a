import { expect, test, type Locator, type Page } from 'playwright/test'
import { editorText } from './editor'

/** The page on which an install or an upgrade is written. */
export interface ChangePage {
  readonly name: Locator
  readonly namespace: Locator
  /** The version that is chosen; a click offers the others. */
  readonly version: Locator
  readonly chooseVersion: (version: string) => Promise<void>
  readonly values: Locator
  /** Replaces the values, as somebody who pastes a text. */
  readonly writeValues: (text: string) => Promise<void>
  readonly readValues: () => Promise<string>
  readonly defaults: Locator
  /** Shows them, beside the values where the plan stands at first. */
  readonly showDefaults: () => Promise<void>
  /** What the editor finds wrong. */
  readonly problems: Locator
  readonly minutes: Locator
  readonly command: Locator
  /** What keeps the change from being sent. */
  readonly complaint: Locator
  readonly run: (label: string) => Locator
  /** A chart among those offered where a release's source is not known. */
  readonly useChart: (ref: string) => Locator
}

export function changePage(page: Page): ChangePage {
  const main = page.getByRole('main')
  const values = main.getByRole('textbox', { name: 'Values', exact: true })
  const version = main.getByRole('button', { name: /^Version .*, choose another$/ })
  return {
    name: main.getByRole('textbox', { name: 'Release name' }),
    namespace: main.getByRole('combobox', { name: 'Namespace' }),
    version,
    chooseVersion: (wanted) =>
      test.step(`choose version ${wanted}`, async () => {
        await version.click()
        const options = page.getByRole('listbox', { name: 'Versions' }).getByRole('option')
        await options.filter({ has: page.getByText(wanted, { exact: true }) }).click()
        await expect(version).toHaveAccessibleName(`Version ${wanted}, choose another`)
      }),
    values,
    writeValues: (text) =>
      test.step('write the values', async () => {
        await values.click()
        await page.keyboard.press('ControlOrMeta+a')
        await (text === '' ? page.keyboard.press('Delete') : page.keyboard.insertText(text))
      }),
    readValues: () => editorText(values),
    defaults: main.getByRole('textbox', { name: 'Chart defaults' }),
    showDefaults: () =>
      test.step('show the defaults', async () => {
        const tab = main.getByRole('tab', { name: 'Defaults', exact: true })
        // Where there is no room for both the plan is a line below the values, which opens it.
        const line = main.getByRole('button', { name: /^Plan\b(?! again)/ })
        await expect(tab.or(line)).toBeVisible()
        if (await line.isVisible()) await line.click()
        await tab.click()
      }),
    problems: main.getByRole('list', { name: 'Problems in the values' }).getByRole('listitem'),
    minutes: main.getByRole('spinbutton', { name: 'Minutes to wait at most' }),
    command: main.getByLabel('The exact command'),
    complaint: main.getByRole('status').filter({ hasText: /^(Chart|Release name|Namespace|Waiting time|Values)[:,]/ }),
    run: (label) => main.getByRole('button', { name: label, exact: true }),
    useChart: (ref) => main.getByRole('button', { name: `Use ${ref}`, exact: true }),
  }
}
