import { join } from 'node:path'
import { expect } from 'playwright/test'
import { chartSources } from '../cluster/chart-packages.mjs'
import { connect } from '../cluster/kube-client.mjs'
import { test } from '../fixtures/test'
import { expectAccessible } from '../fixtures/axe'
import { confirmDialog } from '../pages/dialogs'
import { releasePage } from '../pages/release'

const chart = join(chartSources, 'mail-relay')
/** helm and the cluster are slow on a busy machine. */
const patient = { timeout: 30_000 }

test('names the images of a release, and who else looks after it before it is changed', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  await cli.run(['install', 'relay', chart, '--create-namespace'])
  const client = connect(world.bench.kubeconfig)
  const maps = `/api/v1/namespaces/${namespace}/configmaps`
  try {
    const { items } = await client.call<{ items: { metadata: { name: string } }[] }>('GET', maps)
    const name = items.map(({ metadata }) => metadata.name).find((one) => one.startsWith('relay')) ?? ''
    const annotations = { 'argocd.argoproj.io/tracking-id': `mail:/ConfigMap:${namespace}/${name}` }
    const contentType = 'application/merge-patch+json'
    await client.call('PATCH', `${maps}/${name}`, { metadata: { annotations } }, { contentType })
  } finally {
    client.close()
  }
  const { page } = await openBench()
  const release = releasePage(page)
  await release.open('relay', namespace)
  const images = page.getByRole('region', { name: 'Images' })
  await expect(images).toContainText(/mail-relay/, patient)
  await expect(images).toContainText('Deployment')
  const managed = 'Managed by Argo CD: application mail. It may undo changes made here.'
  await expect(page.getByRole('main')).toContainText(managed, patient)
  await expectAccessible(page, 'release facts')

  await release.action('Uninstall…').click()
  const { dialog, escape } = confirmDialog(page, 'Uninstall relay?')
  await expect(dialog).toContainText(managed, patient)
  await escape()
  await release.upgrade.click()
  await expect(page.getByText(managed.split('. ')[0] ?? '')).toBeVisible(patient)
})
