import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import { chartSources } from '../cluster/chart-packages.mjs'
import { connect } from '../cluster/kube-client.mjs'
import { test } from '../fixtures/test'
import { expectAccessible } from '../fixtures/axe'
import { answerSaveDialog } from '../fixtures/native-dialog'
import { releasePage } from '../pages/release'
import { releasesPage } from '../pages/releases-page'

const chart = join(chartSources, 'mail-relay')

test('tells how a release differs from its cluster, on its page and in the list', async ({
  openBench,
  world,
  cli,
  namespace,
  home,
}) => {
  await cli.run(['install', 'drifting', chart, '--create-namespace'])
  const { app, page } = await openBench()
  const release = releasePage(page)
  await release.open('drifting', namespace)
  await release.openTab('Drift')
  await expect(page.getByRole('tabpanel')).toContainText('No drift: all')

  const client = connect(world.bench.kubeconfig)
  const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`
  try {
    const found = await client.call<{ items: { metadata: { name: string } }[] }>('GET', deployments)
    const path = `${deployments}/${found.items[0]?.metadata.name ?? ''}?fieldManager=by-hand`
    const contentType = 'application/merge-patch+json'
    await client.call('PATCH', path, { spec: { replicas: 7 } }, { contentType })
  } finally {
    client.close()
  }
  await page.getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByRole('tabpanel')).toContainText('1 field of 1 object differs from revision 1.')
  const field = page.getByRole('treegrid', { name: 'Drift' }).getByRole('row').filter({ hasText: 'spec.replicas' })
  await expect(field).toContainText('7')
  await expect(field).toContainText('by-hand')
  await expectAccessible(page, 'drift')

  await test.step('narrowed by a search, and saved', async () => {
    const search = page.getByRole('searchbox', { name: 'Search objects and fields' })
    await search.fill('by-hand')
    await expect(field).toBeVisible()
    await search.fill('nobody')
    await expect(page.getByText('No object or field matches.')).toBeVisible()
    await page.getByRole('button', { name: 'Show everything' }).click()
    const file = join(home, 'drift.md')
    await answerSaveDialog(app, file)
    await page.getByRole('button', { name: 'Share' }).click()
    await page.getByRole('menuitem', { name: 'Save as Markdown…' }).click()
    await expect(page.getByText(`Saved to ${file}`)).toBeVisible({ timeout: 30_000 })
    expect(await readFile(file, 'utf8')).toContain('`spec.replicas`')
  })

  await test.step('in the list', async () => {
    await page.getByRole('link', { name: 'Releases' }).first().click()
    const releases = releasesPage(page)
    const row = await releases.find('drifting', namespace)
    await row.getByRole('checkbox').check({ force: true })
    await page.getByRole('toolbar', { name: 'Selected releases' }).getByRole('button', { name: 'Check drift' }).click()
    await expect(row.locator('td[data-column="drift"]')).toHaveText('1 field')
    await expect(page.getByText('Checked 1 release for drift')).toBeVisible()
  })
})
