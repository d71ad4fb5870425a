import { join } from 'node:path'
import { expect } from 'playwright/test'
import { connect } from '../cluster/kube-client.mjs'
import { test } from '../fixtures/test'
import { changePage } from '../pages/change'
import { confirmDialog } from '../pages/dialogs'
import { frame } from '../pages/frame'
import { operationPanel } from '../pages/operation'
import { planPage, planPane, planTime } from '../pages/plan'
import { releasePage } from '../pages/release'

test('shows what an upgrade would do while its values are written, and runs just that', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  await cli.install('planned', join(world.charts.archives, 'web-frontend-2.0.0.tgz'), ['--set', 'replicaCount=1'])
  const { page } = await openBench()
  const change = changePage(page)
  const plan = planPane(page)
  const whole = planPage(page)
  await releasePage(page).open('planned', namespace)
  await releasePage(page).upgrade.click()
  await change.useChart('apps/web-frontend').click()
  await plan.expectCurrent()
  await plan.expectShows('Nothing changes.')

  await test.step('it follows what is typed', async () => {
    await change.writeValues('replicaCount: 3\n')
    await plan.expectObject('planned-web-frontend')
    await plan.expectCurrent()
    const deployment = plan.pane.getByRole('button', { name: /changed\s*Deployment\s*planned-web-frontend/ })
    if ((await deployment.getAttribute('aria-expanded')) === 'false') await deployment.click()
    await plan.expectShows(/replicas\s*1\s*→\s*3/)
    await plan.expectShows('It grows from 1 to 3 pods.')
  })
  await test.step('the last good one stays while a line cannot be read', async () => {
    await change.writeValues('replicaCount: 3\nconfig: [\n')
    await plan.expectShows('Go to line')
    await plan.expectShows(/replicas\s*1\s*→\s*3/)
    await expect(page.getByText('Runs exactly this plan')).toHaveCount(0)
  })
  await change.writeValues('replicaCount: 2\n')
  await plan.expectCurrent()

  await test.step('the whole of it is a page of its own, from where it is shared', async () => {
    await plan.fullPlan.click()
    await whole.expectOpen()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Plan')
    await expect(page.getByRole('main')).toContainText('It becomes revision 2.')
    await page.getByRole('main').getByText('planned-web-frontend').first().click()
    await expect(page.getByRole('main')).toContainText('spec.replicas')
    await page.getByRole('button', { name: 'Share' }).click()
    await page.getByRole('menuitem', { name: 'Copy as Markdown' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible()
    await whole.back('Back to values')
    await expect.poll(change.readValues).toBe('replicaCount: 2\n')
  })
  await test.step('it is run from there, with the command that was shown', async () => {
    await plan.expectCurrent()
    await plan.fullPlan.click()
    await whole.expectOpen()
    await expect(whole.main.getByRole('group', { name: 'Command' })).toContainText('--values=- ')
    await expect(whole.main).toContainText('Bound to revision 1')
    await whole.run('Upgrade planned').click()
    await expect(whole.main.getByRole('tree')).toHaveCount(0, { timeout: planTime })
  })
  await test.step('Activity has it, and the whole of it as it was', async () => {
    await frame(page).openActivity()
    const row = page.getByRole('table', { name: 'Activity' }).getByRole('row').filter({ hasText: 'Upgrade of planned' })
    await expect(row).toHaveAttribute('data-phase', 'done', { timeout: planTime })
    expect(await cli.values('planned')).toEqual({ replicaCount: 2 })
    await row.getByRole('link').click()
    await plan.expectShows(/1 changed/)
    await plan.fullPlan.click()
    await whole.expectOpen()
    await expect(whole.main).toContainText('The plan as it was at')
    await expect(whole.run('Upgrade planned')).toHaveCount(0)
    await whole.back('Back to Activity')
    await expect(page.getByRole('heading', { name: 'Upgrade of planned', level: 1 })).toBeVisible()
  })
})

test('stops before helm where things have moved on since the plan', async ({ openBench, world, cli, namespace }) => {
  await cli.install('moving', join(world.charts.archives, 'web-frontend-2.0.0.tgz'))
  const { page } = await openBench()
  const change = changePage(page)
  const plan = planPane(page)
  await releasePage(page).open('moving', namespace)
  await releasePage(page).upgrade.click()
  await change.useChart('apps/web-frontend').click()
  await change.writeValues('replicaCount: 4\n')
  await plan.expectShows(/replicas\s*\d\s*→\s*4/)
  await plan.expectCurrent()
  const cluster = connect(world.bench.kubeconfig)
  await cluster.call('DELETE', `/api/v1/namespaces/${namespace}/services/moving-web-frontend`)
  cluster.close()
  await change.run('Upgrade moving').click()
  const panel = page.getByRole('region', { name: 'Upgrade of moving' })
  await expect(panel).toContainText('"moving" has moved on since it was planned. Nothing was changed.')
  await expect(panel).toContainText('Service moving-web-frontend would be restored')
  expect(await cli.history('moving')).toHaveLength(1)
  await panel.getByRole('button', { name: 'Go back to the values' }).click()
  await plan.expectShows('1 restored')
  await plan.expectCurrent()
  await change.run('Upgrade moving').click()
  await operationPanel(page, 'Upgrade of moving').expectPhase('done')
})

test('shows the plan of a rollback and of an uninstall in their dialogs', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  await cli.install('going', join(world.charts.archives, 'web-frontend-2.0.0.tgz'), ['--set', 'replicaCount=1'])
  await cli.run(['upgrade', 'going', join(world.charts.archives, 'web-frontend-2.1.0.tgz'), '--set', 'replicaCount=2'])
  const { page } = await openBench()
  const release = releasePage(page)
  await release.open('going', namespace)
  await release.action('Roll back…').click()
  const rollback = confirmDialog(page, 'Roll back going?')
  await planPane(page, rollback.dialog).expectShows(/\d changed/)
  await rollback.answer('Roll back going to revision 1').click()
  await expect(rollback.dialog).toHaveCount(0)
  await expect(release.revision(3)).toContainText('deployed')
  await release.action('Uninstall…').click()
  const uninstall = confirmDialog(page, 'Uninstall going?')
  await expect(uninstall.dialog).toContainText('Goes', { timeout: planTime })
  await expect(uninstall.dialog).toContainText('All its 3 revisions are deleted.')
  await test.step('the whole of it is a page of its own, and the way back finds the dialog as it was', async () => {
    await uninstall.dialog.getByRole('checkbox', { name: /^Keep its history/ }).check()
    await expect(uninstall.answer('Uninstall going')).not.toHaveAttribute('aria-disabled', 'true', {
      timeout: planTime,
    })
    await uninstall.dialog.getByRole('link', { name: 'Full plan' }).click()
    const whole = planPage(page)
    await whole.expectOpen()
    await expect(whole.run('Uninstall going…')).toBeVisible()
    await whole.back('Back')
    await expect(uninstall.dialog.getByRole('checkbox', { name: /^Keep its history/ })).toBeChecked()
    await uninstall.dialog.getByRole('checkbox', { name: /^Keep its history/ }).uncheck()
    await expect(uninstall.dialog).toContainText('All its 3 revisions are deleted.', { timeout: planTime })
  })
  await uninstall.answer('Uninstall going').click()
  await expect(uninstall.dialog).toHaveCount(0)
  await expect.poll(cli.names).toEqual([])
})
