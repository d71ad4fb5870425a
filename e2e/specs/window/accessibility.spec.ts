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

/** What Tab reached, and whether a person sees that it did. */
interface Stop {
  readonly name: string
  readonly visible: boolean
}

/** The focused element by its role and name; a field may show its focus on its label. */
const readStop = `(() => {
  const element = document.activeElement
  const looks = [element, element.closest('label')].filter(Boolean).map((one) => getComputedStyle(one))
  const visible = looks.some((look) =>
    (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== 'none')
  const name = element.getAttribute('aria-label') ?? element.innerText ?? ''
  return { name: element.tagName + ' ' + name.trim().split('\\n')[0], visible }
})()`

/** Everything that ought to be reached. */
const readTargets = `[...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')]
  .filter((element) => !element.disabled && element.tabIndex === 0 && element.checkVisibility({ visibilityProperty: true }))
  .map((element) => element.tagName + ' ' +
    (element.getAttribute('aria-label') ?? element.innerText ?? '').trim().split('\\n')[0])`

test('everything can be reached by Tab, and shows that it was', async ({ launch }) => {
  const { page } = await launch()
  await releasesPage(page).ready()
  const targets = await page.evaluate<string[]>(readTargets)
  expect(targets.length).toBeGreaterThan(12)
  const stops: Stop[] = []
  while (stops.length < targets.length) {
    await page.keyboard.press('Tab')
    stops.push(await page.evaluate<Stop>(readStop))
  }
  expect(stops.map(({ name }) => name).sort()).toEqual([...targets].sort())
  expect(stops.filter(({ visible }) => !visible)).toEqual([])
})
