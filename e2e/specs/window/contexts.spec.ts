import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect } from 'playwright/test'
import { addContext, readKubeconfig, writeKubeconfig } from '../../cluster/kubeconfig.mjs'
import { test } from '../../fixtures/test'
import { frame } from '../../pages/frame'
import { releasesPage } from '../../pages/releases-page'

const shop = 'wheelhouse-e2e'
const many = 'wheelhouse-e2e-many'

test('switches between clusters of several files by mouse and by keyboard', async ({ launch, world, kubeconfig }) => {
  const files = [kubeconfig, world.many.kubeconfig]
  const before = files.map((file) => readFileSync(file, 'utf8'))
  const { page } = await launch({ kubeconfig: files.join(delimiter) })
  const releases = releasesPage(page)
  const { switcher, contexts, switchTo, expectCluster, expectConnection } = frame(page)
  await releases.ready()
  await expectCluster(shop)
  await expectConnection('Connected · v1.36.3')

  await switchTo(many)
  await expectCluster(many)
  await expect(releases.summary).toHaveText(`${world.many.releases} releases`)

  await test.step('back by keyboard', async () => {
    await switcher.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('combobox', { name: 'Search contexts' })).toBeFocused()
    await expect(contexts).toHaveCount(2)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
  })
  await expectCluster(shop)
  await expect(releases.row('orders-api')).toBeVisible()
  // A list that is on its way out takes the focus with it.
  await expect(page.getByRole('combobox', { name: 'Search contexts' })).toHaveCount(0)

  await test.step('forward by typing', async () => {
    await switcher.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('combobox', { name: 'Search contexts' })).toBeFocused()
    await page.keyboard.type('many')
    await expect(contexts).toHaveCount(1)
    await page.keyboard.press('Enter')
  })
  await expectCluster(many)
  expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before)
})

test('remembers the cluster for the next start', async ({ launch, world, kubeconfig }) => {
  const options = { kubeconfig: [kubeconfig, world.many.kubeconfig].join(delimiter) }
  const first = await launch(options)
  await frame(first.page).switchTo(many)
  await releasesPage(first.page).ready()
  await first.app.close()
  const second = await launch(options)
  await frame(second.page).expectCluster(many)
})

test('takes the first of two contexts with one name', async ({ launch, home, kubeconfig }) => {
  const other = join(home, 'other')
  const config = readKubeconfig(kubeconfig)
  for (const { cluster } of config.clusters) cluster.server = 'https://127.0.0.1:1'
  writeKubeconfig(other, config)
  const { page } = await launch({ kubeconfig: [kubeconfig, other].join(delimiter) })
  await releasesPage(page).ready()
  await frame(page).switcher.click()
  await expect(frame(page).contexts).toHaveCount(1)
})

test('shows a changed kubeconfig without a restart', async ({ launch, world, kubeconfig }) => {
  const { page } = await launch()
  const releases = releasesPage(page)
  const { switcher, contexts, context } = frame(page)
  await releases.ready()

  await test.step('a context is added while the list is open', async () => {
    await switcher.click()
    await expect(contexts).toHaveCount(1)
    const config = readKubeconfig(kubeconfig)
    const extra = readKubeconfig(world.many.kubeconfig)
    const [cluster, user] = [extra.clusters[0]?.cluster, extra.users[0]?.user]
    if (!cluster || !user) throw new Error('the kubeconfig of the set-up is not complete')
    addContext(config, 'added', { cluster, user })
    writeKubeconfig(kubeconfig, config)
    await expect(contexts).toHaveCount(2)
    await context('added').click()
    await expect(releases.summary).toHaveText(`${world.many.releases} releases`)
  })

  await test.step('the context in use is removed: no other cluster slips into its place', async () => {
    copyFileSync(world.shop.kubeconfig, kubeconfig)
    await expect(page.getByRole('alert')).toContainText('The context "added" doesn\'t exist.')
    await page.getByRole('button', { name: 'Switch cluster…' }).click()
    await context(shop).click()
    await expect(releases.row('orders-api')).toBeVisible()
  })

  await test.step('a file that breaks empties no table, and says where', async () => {
    const good = readFileSync(kubeconfig, 'utf8').trimEnd()
    writeFileSync(kubeconfig, good.slice(0, -1))
    const notice = page.getByRole('status').filter({ hasText: kubeconfig })
    await expect(notice).toContainText(/, line \d+ can't be used\. A closing “}” is missing\./)
    await expect(releases.row('orders-api')).toBeVisible()
    await expect(switcher).toContainText('Connected')
    // A second document does not matter.
    writeFileSync(kubeconfig, `${good}\n---\n`)
    await expect(notice).toHaveCount(0)
    await expect(releases.row('orders-api')).toBeVisible()
  })

  await test.step('a context that helm refuses is not connected, and says why', async () => {
    const good = readFileSync(kubeconfig, 'utf8')
    const config = readKubeconfig(world.shop.kubeconfig)
    const clusters = config.clusters.map(({ name, cluster }) => ({
      name,
      cluster: { ...cluster, 'insecure-skip-tls-verify': true },
    }))
    writeKubeconfig(kubeconfig, { ...config, clusters })
    await expect(switcher).toContainText('No connection')
    await expect(page.getByText(/has insecure-skip-tls-verify: true and a certificate authority/)).toBeVisible()
    writeFileSync(kubeconfig, good)
    await expect(switcher).toContainText('Connected')
    await expect(releases.row('orders-api')).toBeVisible()
  })
})
