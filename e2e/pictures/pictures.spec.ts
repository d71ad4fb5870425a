import { join } from 'node:path'
import { expect, type Page } from 'playwright/test'
import { projectRoot } from '../../tools/lib/paths.mjs'
import { invoke } from '../fixtures/bridge'
import { contextOf, writeContextsOf } from '../fixtures/contexts'
import { ownDemo } from '../fixtures/demo'
import { test } from '../fixtures/test'
import { changePage } from '../pages/change'
import { comparePane } from '../pages/compare'
import { frame } from '../pages/frame'
import { planPane } from '../pages/plan'
import { releasesPage } from '../pages/releases-page'

/** The README's pictures, of the demo as everybody gets it. See e2e/README.md for how to take them anew. */
async function take(page: Page, name: string): Promise<void> {
  // Nothing under the pointer, nothing with the focus.
  await page.mouse.move(0, 0)
  await page.screenshot({ path: join(projectRoot, 'docs', 'pictures', `${name}.png`), animations: 'disabled' })
}

/** The list's column chooser; the pointer stays off it. */
async function takeColumns(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.getByRole('button', { name: 'Choose columns' }).click()
  await expect(page.getByRole('dialog', { name: 'Choose columns' })).toBeVisible()
  await take(page, `columns-${theme}`)
  await page.keyboard.press('Escape')
}

/** A release, the charts, and an install that is being written. */
async function takeChanges(page: Page): Promise<void> {
  const main = page.getByRole('main')
  await main.getByRole('link', { name: 'orders-api' }).click()
  await expect(main.getByRole('listbox', { name: 'Revisions' })).toBeVisible()
  await take(page, 'release')
  const compare = comparePane(page)
  await compare.withButton('Previous (3)').click()
  await compare.expectCompared('revision 3 with revision 4')
  await take(page, 'compare')
  await page.getByRole('link', { name: 'Charts' }).click()
  await main.getByRole('table', { name: 'Charts' }).getByRole('link', { name: 'web-frontend' }).waitFor()
  await take(page, 'charts')
  await main.getByRole('link', { name: 'web-frontend' }).click()
  await main.getByRole('link', { name: 'Install…' }).click()
  await changePage(page).writeValues('replicaCount: 3\nconfig:\n  LOG_LEVEL: warn\n')
  await expect(changePage(page).command).toContainText('--values=-')
  await planPane(page).expectCurrent()
  await take(page, 'install')
}

/** A change that cannot get ready, and the activity. */
async function takeOperation(page: Page): Promise<void> {
  const main = page.getByRole('main')
  await changePage(page).writeValues('replicaCount: 2\nimage:\n  tag: missing\n')
  await changePage(page).name.fill('summer-sale')
  await changePage(page).run('Install summer-sale').click()
  await expect(main.getByRole('region', { name: 'Install of summer-sale' })).toContainText('ImagePullBackOff')
  await take(page, 'change')
  await page.getByRole('link', { name: 'Activity' }).click()
  await expect(main.getByRole('table', { name: 'Activity' })).toContainText('Install of summer-sale')
  await take(page, 'activity')
  // helm would go on after the demo has ended, and wait for a cluster that is gone.
  const [own] = (await invoke(page, 'operations:list', {})).filter(({ foreign }) => foreign !== true)
  await invoke(page, 'operations:cancel', { id: own?.id ?? '' })
  await expect(main.getByRole('table', { name: 'Activity' })).toContainText('cancelled')
}

test('the demo, from the welcome page to its releases', async ({ launch, home, world }) => {
  test.setTimeout(240_000)
  const demo = ownDemo(home, world)
  const { page } = await launch({ kubeconfig: null, env: demo.env })
  try {
    await frame(page).useTheme('Light')
    await take(page, 'welcome')
    await page.getByRole('button', { name: 'Start the demo' }).click()
    await expect(releasesPage(page).rows.first()).toBeVisible({ timeout: 200_000 })
    await frame(page).expectConnection('Connected')
    await take(page, 'releases-light')
    await takeColumns(page, 'light')
    await frame(page).useTheme('Dark')
    await take(page, 'releases-dark')
    await takeColumns(page, 'dark')
    await frame(page).useTheme('Light')
    await takeChanges(page)
    await takeOperation(page)
  } finally {
    await demo.end()
  }
})

test('several clusters, one of them away', async ({ launch, world, kubeconfig }) => {
  writeContextsOf(kubeconfig, [
    contextOf('prod-eu', world.shop.kubeconfig),
    contextOf('staging', world.many.kubeconfig),
    contextOf('prod-us', world.broken.kubeconfig, 'closed-port'),
  ])
  const { page } = await launch()
  await frame(page).useTheme('Light')
  await releasesPage(page).ready()
  await page.getByRole('button', { name: 'Clusters', exact: true }).click()
  for (const name of ['staging', 'prod-us']) await page.getByRole('option').filter({ hasText: name }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Live status: 2 of 3 clusters live/ }).click()
  await expect(page.getByRole('dialog')).toContainText('prod-us')
  await take(page, 'clusters')
})
