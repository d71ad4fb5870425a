import { test, type Locator, type Page } from 'playwright/test'

/** The values of a change in their layers. */
interface ValuesLayersPage {
  /** Adds one, by what the menu calls it. */
  readonly add: (what: string) => Promise<void>
  /** The layers in their order, as they are told. */
  readonly chips: Locator
  readonly chip: (name: string | RegExp) => Locator
  readonly turn: (name: RegExp) => Locator
  /** What stands behind a flag. */
  readonly line: Locator
  readonly merged: Locator
  /** What all layers come to, and beside it which one each value is from. */
  readonly result: Locator
  readonly origins: Locator
  readonly saveAs: Locator
}

export function valuesLayers(page: Page): ValuesLayersPage {
  const main = page.getByRole('main')
  const list = main.getByRole('list', { name: 'Layers, later ones win' })
  const chips = list.getByRole('button', { name: /^Layer \d/ })
  return {
    add: (what) =>
      test.step(`add ${what}`, async () => {
        await main.getByRole('button', { name: /^(Layers|Add)$/ }).click()
        await page.getByRole('menuitem', { name: what, exact: true }).click()
      }),
    chips,
    chip: (name) => list.getByRole('button', { name }),
    turn: (name) => list.getByRole('checkbox', { name }),
    line: main.getByRole('textbox', { name: /^Key and value for --set/ }),
    merged: main.getByRole('button', { name: 'Merged result' }),
    result: main.getByRole('textbox', { name: 'Merged result' }),
    origins: main.getByRole('region', { name: 'Merged result' }).locator('.cm-side strong'),
    saveAs: main.getByRole('button', { name: 'Save as…' }),
  }
}
