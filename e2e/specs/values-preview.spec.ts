import { join } from 'node:path'
import { expect } from 'playwright/test'
import { contextOf, writeContextsOf } from '../fixtures/contexts'
import { test } from '../fixtures/test'
import { changePage } from '../pages/change'
import { editorText } from '../pages/editor'
import { planPane } from '../pages/plan'
import { releasePage } from '../pages/release'
import { valuesEditor } from '../pages/values-editor'

test('shows what is rendered while values are written, and where helm fails @once', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  await cli.install('shown', join(world.charts.archives, 'web-frontend-2.0.0.tgz'), ['--set', 'replicaCount=1'])
  const { page } = await openBench()
  const [release, change, editor] = [releasePage(page), changePage(page), valuesEditor(page)]
  await release.open('shown', namespace)
  await release.upgrade.click()
  await change.useChart('apps/web-frontend').click()
  await planPane(page).expectCurrent()
  await page.getByRole('tab', { name: 'Rendered' }).click()
  const pane = page.getByRole('region', { name: 'Rendered' })
  const text = (): Promise<string> => editorText(pane.getByRole('textbox', { name: 'Rendered object' }))
  await pane.getByRole('option', { name: /^Deployment/ }).click()
  await expect.poll(text).toContain('replicas: 1')

  await test.step('it follows what is typed', async () => {
    await change.writeValues('replicaCount: 3\n')
    await expect.poll(text).toContain('replicas: 3')
    await expect(pane.getByText('Rendered from the values before your last change.')).toBeHidden()
  })
  await test.step('an object leads back to the values that its template reads', async () => {
    await pane.getByRole('button', { name: 'replicaCount', exact: true }).click()
    await expect(change.values).toBeFocused()
    await pane.getByRole('button', { name: 'image.tag', exact: true }).click()
    await expect(change.defaults).toBeVisible()
    await page.getByRole('tab', { name: 'Rendered' }).click()
  })
  await test.step('a value that helm refuses is marked at its key, and the last good rendering stays', async () => {
    await change.writeValues('image:\n  tag: 1.2\nreplicaCount: 3\n')
    const fault = pane.getByRole('alert')
    await expect(fault).toContainText('got number, want string')
    await expect(pane.getByText('Rendered from the values before your last change.')).toBeVisible()
    await pane.getByRole('option', { name: /^Deployment/ }).click()
    await expect.poll(text).toContain('replicas: 3')
    await fault.getByRole('button', { name: 'image.tag', exact: true }).click()
    await expect(change.values).toBeFocused()
    await expect(editor.note('tag must be a string')).toBeVisible()
  })
  await test.step('once that is mended it goes on', async () => {
    await change.writeValues("image:\n  tag: '1.2'\nreplicaCount: 4\n")
    await expect.poll(text).toContain('replicas: 4')
    await expect(pane.getByRole('alert')).toBeHidden()
  })
})

test('shows what is rendered without the cluster while that is away @once', async ({ launch, world, home }) => {
  const file = join(home, 'away')
  writeContextsOf(file, [contextOf('away', world.broken.kubeconfig, 'closed-port')])
  const { page } = await launch({ kubeconfig: file })
  const change = changePage(page)
  await page.evaluate(
    `location.hash = '#/install?chart=${encodeURIComponent(join(world.charts.archives, 'web-frontend-2.1.0.tgz'))}'`,
  )
  await change.name.fill('shop')
  await change.writeValues('replicaCount: 3\n')
  await page.getByRole('tab', { name: 'Rendered' }).click()
  const pane = page.getByRole('region', { name: 'Rendered' })
  await expect(pane.getByRole('status')).toContainText('Rendered without the cluster')
  await pane.getByRole('option', { name: /^Deployment/ }).click()
  await expect.poll(() => editorText(pane.getByRole('textbox', { name: 'Rendered object' }))).toContain('replicas: 3')
  await change.writeValues('replicaCount: many\n')
  await expect(pane.getByRole('alert')).toContainText('replicaCount')
  await expect(pane.getByRole('option', { name: /^Deployment/ })).toBeVisible()
})
