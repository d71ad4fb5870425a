import { join } from 'node:path'
import { expect } from 'playwright/test'
import { connect } from '../cluster/kube-client.mjs'
import { test } from '../fixtures/test'
import { confirmDialog } from '../pages/dialogs'
import { releasePage } from '../pages/release'
import { releasesPage } from '../pages/releases-page'

/** The names of the namespace's Deployments that are not going away. */
async function deployments(kubeconfig: string, namespace: string): Promise<string[]> {
  const client = connect(kubeconfig)
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`
  const { items } = await client
    .call<{ items: { metadata: { name: string } }[] }>('GET', path)
    .finally(() => client.close())
  return items.map(({ metadata }) => metadata.name)
}

test('uninstalls a release, after asking', async ({ openBench, world, cli, namespace }) => {
  await cli.install('relay', join(world.charts.archives, 'mail-relay-1.1.1.tgz'))
  await cli.install('stays', join(world.charts.archives, 'mail-relay-1.1.1.tgz'))
  const { page } = await openBench()
  const release = releasePage(page)
  await release.open('relay', namespace)
  await release.action('Uninstall…').click()
  const { dialog, expectSafeFocus, escape, answer } = confirmDialog(page, 'Uninstall relay?')
  await test.step('the dialog names what goes, and no means no', async () => {
    await expect(dialog).toContainText(`relay is removed from ${namespace} on wheelhouse-e2e-bench.`)
    await expect(dialog.getByRole('region', { name: 'Goes' })).toContainText('4 objects')
    await expect(dialog).toContainText(/helm uninstall .* -- relay/)
    await expectSafeFocus()
    await escape()
    expect(await cli.names()).toEqual(['relay', 'stays'])
  })
  await release.action('Uninstall…').click()
  await answer('Uninstall relay').click()
  await expect(page.getByRole('heading', { name: `relay is not in ${namespace}` })).toBeVisible({ timeout: 30_000 })
  await page.getByRole('link', { name: 'All releases' }).click()
  await expect(await releasesPage(page).find('stays', namespace)).toBeVisible()
  await expect(await releasesPage(page).find('relay', namespace)).toHaveCount(0)
  expect(await cli.names()).toEqual(['stays'])
  expect(await deployments(world.bench.kubeconfig, namespace)).toEqual(['stays-mail-relay'])
})

test('keeps the history when asked to, and rolls back from it, by keyboard', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  await cli.install('relay', join(world.charts.archives, 'mail-relay-1.1.1.tgz'))
  const { page } = await openBench()
  const release = releasePage(page)
  await release.open('relay', namespace)
  await release.action('Uninstall…').press('Enter')
  const uninstall = confirmDialog(page, 'Uninstall relay?')
  await uninstall.dialog.getByRole('checkbox', { name: /^Keep its history/ }).press('Space')
  await expect(uninstall.dialog).toContainText('--keep-history')
  // It waits for the plan of what was chosen.
  await expect(uninstall.answer('Uninstall relay')).toBeEnabled()
  await uninstall.answer('Uninstall relay').press('Enter')
  await expect(release.revision(1)).toContainText('uninstalled', { timeout: 30_000 })
  expect(await cli.history('relay')).toMatchObject([{ revision: 1, status: 'uninstalled' }])
  expect(await deployments(world.bench.kubeconfig, namespace)).toEqual([])

  await release.action('Roll back…').press('Enter')
  await confirmDialog(page, 'Roll back relay?').answer('Roll back relay to revision 1').press('Enter')
  await expect(release.revision(2)).toContainText('deployed', { timeout: 30_000 })
  expect(await deployments(world.bench.kubeconfig, namespace)).toEqual(['relay-mail-relay'])
})
