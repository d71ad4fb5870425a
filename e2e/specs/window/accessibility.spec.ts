import { expect } from 'playwright/test'
import { readKubeconfig, writeKubeconfig } from '../../cluster/kubeconfig.mjs'
import { expectAccessible } from '../../fixtures/axe'
import { test } from '../../fixtures/test'
import { errorPanel } from '../../pages/error-panel'
import { frame } from '../../pages/frame'
import { releasesPage } from '../../pages/releases-page'

for (const theme of ['Light', 'Dark'] as const) {
  test(`everything can be perceived: ${theme}`, async ({ launch, world, kubeconfig }) => {
    const { page } = await launch()
    const releases = releasesPage(page)
    const { switcher, useTheme } = frame(page)
    await useTheme(theme)
    await releases.ready()
    await expectAccessible(page, 'releases')

    await page.getByRole('button', { name: 'Namespaces' }).click()
    await expect(page.getByRole('listbox', { name: 'Namespaces' })).toBeVisible()
    await expectAccessible(page, 'filter')
    await page.keyboard.press('Escape')

    await switcher.click()
    await expect(page.getByRole('listbox', { name: 'Contexts' })).toBeVisible()
    await expectAccessible(page, 'cluster switcher')
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: /^About/ }).click()
    await expect(page.getByRole('dialog', { name: 'About Wheelhouse' })).toContainText('Electron')
    await expectAccessible(page, 'about')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)

    await releases.search.fill('no such release')
    await expect(page.getByRole('heading', { name: 'No release matches' })).toBeVisible()
    await expectAccessible(page, 'no match')

    for (const context of ['forbidden', 'wrong-ca']) {
      const broken = readKubeconfig(world.broken.kubeconfig)
      writeKubeconfig(kubeconfig, { ...broken, 'current-context': context })
      await expect(errorPanel(page).panel).toBeVisible({ timeout: 20_000 })
      await expectAccessible(page, context)
    }
  })

  test(`the welcome page can be perceived: ${theme}`, async ({ launch, home }) => {
    const { page } = await launch({ kubeconfig: null, env: { WHEELHOUSE_NODE: `${home}/no-node` } })
    await frame(page).useTheme(theme)
    await expectAccessible(page, 'welcome')
    await page.getByRole('button', { name: 'Start the demo' }).click()
    await expect(errorPanel(page).panel).toBeVisible()
    await expectAccessible(page, 'welcome with an error')
  })
}

/** In the page: an element by its role and name. */
const nameOf = `((element) => element.tagName + ' ' +
  (element.getAttribute('aria-label') ?? element.innerText ?? '').trim().split('\\n')[0])`

/** Keeps the focused element, and tells whether a person sees the focus; a field may show it on its label. */
const keepStop = `(() => {
  const element = document.activeElement
  globalThis.reached = [...(globalThis.reached ?? []), element]
  const looks = [element, element.closest('label')].filter(Boolean).map((one) => getComputedStyle(one))
  return looks.some((look) =>
    (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== 'none')
    ? null : ${nameOf}(element)
})()`

/** What was reached, named only now: a name may change on the way, as when the app's own facts come in. */
const readReached = `globalThis.reached.map(${nameOf})`

/** Everything that ought to be reached. */
const readTargets = `[...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')]
  .filter((element) => !element.disabled && element.tabIndex === 0 && element.checkVisibility({ visibilityProperty: true }))
  .map(${nameOf})`

test('everything can be reached by Tab, and shows that it was', async ({ sharedWindow: { page } }) => {
  await releasesPage(page).ready()
  const { length } = await page.evaluate<string[]>(readTargets)
  expect(length).toBeGreaterThan(12)
  const unseen: (string | null)[] = []
  for (let stop = 0; stop < length; stop++) {
    await page.keyboard.press('Tab')
    unseen.push(await page.evaluate<string | null>(keepStop))
  }
  const reached = await page.evaluate<string[]>(readReached)
  expect(reached.sort()).toEqual((await page.evaluate<string[]>(readTargets)).sort())
  expect(unseen.filter((name) => name !== null)).toEqual([])
})
