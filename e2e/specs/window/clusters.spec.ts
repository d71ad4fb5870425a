import { expect } from 'playwright/test'
import { contextOf, writeContextsOf } from '../../fixtures/contexts'
import { test } from '../../fixtures/test'
import type { World } from '../../fixtures/world'
import { frame } from '../../pages/frame'
import { releasePage } from '../../pages/release'
import { releasesPage } from '../../pages/releases-page'

const soon = { timeout: 20_000 }

/** Two clusters that answer, one that does not, and forty that nobody asks. */
function writeContexts(file: string, { shop, many, broken }: World): void {
  const asleep = Array.from({ length: 40 }, (_, index) => contextOf(`asleep-${index}`, broken.kubeconfig, 'silent'))
  const awake = [contextOf('shop', shop.kubeconfig), contextOf('many', many.kubeconfig)]
  writeContextsOf(file, [...awake, ...asleep, contextOf('away', broken.kubeconfig, 'closed-port')])
}

test('shows several clusters in one table; one that is dead delays no other', async ({
  launch,
  world,
  kubeconfig,
  helm,
}) => {
  writeContexts(kubeconfig, world)
  const { page } = await launch()
  const releases = releasesPage(page)
  await releases.ready()
  const total = (await helm.list(world.shop.kubeconfig)).length
  await expect(releases.summary).toHaveText(`${total} releases`)

  await test.step('choose two more', async () => {
    await page.getByRole('button', { name: 'Clusters', exact: true }).click()
    const clusters = page.getByRole('listbox', { name: 'Clusters' }).getByRole('option')
    const search = page.getByRole('combobox', { name: 'Search clusters' })
    for (const name of ['many', 'away']) {
      // Of so many only those in sight exist.
      await search.fill(name)
      await clusters.filter({ hasText: name }).click()
    }
    await page.keyboard.press('Escape')
  })
  await expect(releases.summary).toHaveText(`${total + world.many.releases} releases`, soon)
  await expect(page.getByRole('columnheader', { name: 'Cluster', exact: true })).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('away', soon)
  await expect(page.getByRole('button', { name: /^Live status: 2 of 3 clusters live/ })).toBeVisible(soon)

  await test.step('a release of another cluster opens, and says where it is', async () => {
    await releases.search.fill('oslo-0001')
    await page.getByRole('link', { name: 'oslo-0001', exact: true }).click()
    await expect(releasePage(page).heading).toHaveText('oslo-0001')
    await expect(page.getByRole('main')).toContainText('many')
    await expect(releasePage(page).revisions).toHaveCount(2)
    await frame(page).expectCluster('shop')
  })
  await test.step('back leads to the same clusters and search', async () => {
    await page.goBack()
    await expect(releases.search).toHaveValue('oslo-0001')
    await expect(page.getByRole('button', { name: 'Clusters, chosen: shop, many, away' })).toBeVisible()
  })
  await test.step('another current cluster shows alone', async () => {
    await releases.search.fill('')
    await frame(page).switchTo('many')
    await expect(releases.summary).toHaveText(`${world.many.releases} releases`, soon)
    await expect(page.getByRole('columnheader', { name: 'Cluster', exact: true })).toHaveCount(0)
  })
})
