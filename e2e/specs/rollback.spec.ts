import { join } from 'node:path'
import { expect } from 'playwright/test'
import { makeHistory } from '../fixtures/revisions'
import { test } from '../fixtures/test'
import { confirmDialog } from '../pages/dialogs'
import { operationPanel } from '../pages/operation'
import { releasePage } from '../pages/release'

test('rolls back to a selected revision, after asking', async ({ openBench, world, cli, namespace }) => {
  const archive = join(world.charts.archives, 'web-frontend-2.0.0.tgz')
  const slow = ['--set-string', 'podAnnotations.wheelhouse\\.dev/ready-after=3s']
  await cli.install('pages', archive, slow)
  await cli.run(['upgrade', 'pages', archive, '--reset-values', '--set', 'replicaCount=4'])
  const { page } = await openBench()
  const release = releasePage(page)
  await release.open('pages', namespace)
  await release.revision(1).click()
  await release.action('Roll back to 1…').click()

  const { dialog, expectSafeFocus, escape, answer } = confirmDialog(page, 'Roll back pages?')
  await test.step('the dialog names what will happen, and no means no', async () => {
    await expect(dialog).toContainText(`pages in ${namespace} on wheelhouse-e2e-bench`)
    await expect(dialog).toContainText('from revision 2 back to revision 1')
    await expect(dialog).toContainText(/helm rollback .* -- pages 1/)
    await expectSafeFocus()
    const told = await cli.history('pages')
    await escape()
    expect(await cli.history('pages')).toEqual(told)
  })
  await release.action('Roll back to 1…').click()
  await answer('Roll back pages to revision 1').click()
  await expect(dialog).toHaveCount(0)
  const rollback = operationPanel(page, 'Rollback of pages')
  await rollback.expectWaiting()
  await expect(release.revision(3)).toContainText('deployed', { timeout: 30_000 })
  await expect(release.revision(3)).toContainText('Rollback to 1')
  expect(await cli.history('pages')).toMatchObject([
    { status: 'superseded' },
    { status: 'superseded' },
    { status: 'deployed', description: 'Rollback to 1' },
  ])
  expect(await cli.values('pages')).toEqual(await cli.values('pages', 1))
})

test('rolls back by keyboard alone, to a revision chosen in the dialog @once', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  await makeHistory(cli, world.charts, 'pages')
  const { page } = await openBench()
  const { keyboard } = page
  const release = releasePage(page)
  await release.open('pages', namespace)
  await release.action('Roll back…').press('Enter')
  const { dialog, expectSafeFocus, answer } = confirmDialog(page, 'Roll back pages?')
  await expectSafeFocus()
  await dialog.getByRole('combobox', { name: 'To' }).focus()
  await keyboard.type('Revision 1')
  await expect(answer('Roll back pages to revision 1')).toBeVisible()
  await answer('Roll back pages to revision 1').press('Enter')
  await expect(release.revision(5)).toContainText('Rollback to 1', { timeout: 30_000 })
  await expect(release.revision(5)).toContainText('deployed', { timeout: 30_000 })
  expect((await cli.history('pages')).at(-1)).toMatchObject({ status: 'deployed', chart: 'web-frontend-1.5.0' })
})
