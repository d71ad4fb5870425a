import { join } from 'node:path'
import { expect } from 'playwright/test'
import { test } from '../fixtures/test'
import { changePage } from '../pages/change'
import { operationPanel } from '../pages/operation'
import { releasePage } from '../pages/release'
import { releasesPage } from '../pages/releases-page'

/** What was given at the install, and what the next upgrade is to send. */
const before = { config: { LOG_LEVEL: 'warn' }, replicaCount: 1 }
const slow = `# slow enough to be watched
replicaCount: 2
podAnnotations:
  wheelhouse.dev/ready-after: 3s
`

test('upgrades to a newer version with exactly the values written, and remembers the source', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  const given = ['--set', 'replicaCount=1', '--set', 'config.LOG_LEVEL=warn']
  await cli.install('shopfront', join(world.charts.archives, 'web-frontend-2.0.0.tgz'), given)
  const { page } = await openBench()
  const change = changePage(page)
  const release = releasePage(page)
  const upgrade = operationPanel(page, 'Upgrade of shopfront')
  await release.open('shopfront', namespace)
  await release.upgrade.click()

  await test.step('helm does not know where the chart came from: say so', async () => {
    await expect(page.getByRole('heading', { name: 'Which chart?' })).toBeVisible()
    await change.useChart('apps/web-frontend').click()
    await expect(change.version).toHaveAccessibleName('Version 2.0.0, choose another')
    await expect.poll(change.readValues).toBe('config:\n  LOG_LEVEL: warn\nreplicaCount: 1\n')
  })
  await change.chooseVersion('2.1.0')
  await change.writeValues(slow)
  await change.run('Upgrade shopfront').click()
  await upgrade.expectWaiting()
  await expect(upgrade.object(/^Deployment\s*shopfront-web-frontend/)).toContainText(/[01] of 2 ready/)
  await upgrade.expectPhase('done')
  const sent = { replicaCount: 2, podAnnotations: { 'wheelhouse.dev/ready-after': '3s' } }
  expect(await cli.values('shopfront')).toEqual(sent)
  expect(await cli.values('shopfront', 1)).toEqual(before)
  expect(await cli.history('shopfront')).toMatchObject([
    { status: 'superseded', chart: 'web-frontend-2.0.0' },
    { status: 'deployed', chart: 'web-frontend-2.1.0' },
  ])

  await test.step('the next upgrade knows the source; no values means none', async () => {
    await page.getByRole('link', { name: 'Open shopfront' }).click()
    await expect(release.revision(2)).toContainText('deployed')
    await release.upgrade.click()
    await expect(page.getByText('Same repository as last time.')).toBeVisible()
    await expect(change.version).toHaveAccessibleName('Version 2.1.0, choose another')
    await change.writeValues('')
    await change.run('Upgrade shopfront').click()
    await upgrade.expectPhase('done')
    expect(await cli.values('shopfront')).toBeNull()
  })
})

test('changes values only, with the chart that the release holds', async ({ openBench, world, cli, namespace }) => {
  await cli.install('relay', join(world.charts.archives, 'mail-relay-1.0.0.tgz'))
  const { page } = await openBench()
  const change = changePage(page)
  await releasePage(page).open('relay', namespace)
  await releasePage(page).upgrade.click()
  await page.getByRole('button', { name: 'Keep mail-relay 1.0.0' }).click()
  await expect(page.getByText('Same chart, from the release itself')).toBeVisible()
  await change.writeValues('replicaCount: 3 # three\n')
  await change.run('Upgrade relay').click()
  await expect(change.complaint).toContainText('Chart: Confirm that subcharts may be missing')
  await page.getByRole('checkbox', { name: "Upgrade without the subcharts that the release doesn't contain" }).check()
  await change.run('Upgrade relay').click()
  await operationPanel(page, 'Upgrade of relay').expectPhase('done')
  expect(await cli.values('relay')).toEqual({ replicaCount: 3 })
  expect(await cli.history('relay')).toMatchObject([
    { chart: 'mail-relay-1.0.0' },
    { chart: 'mail-relay-1.0.0', status: 'deployed', app_version: (await cli.history('relay'))[0]?.app_version },
  ])
})

test('upgrades by keyboard alone @once', async ({ openBench, world, cli, namespace }) => {
  // The search finds it by a name that no other test uses.
  const name = namespace
  await cli.install(name, join(world.charts.archives, 'mail-relay-1.0.0.tgz'))
  const { page } = await openBench()
  const { keyboard } = page
  const change = changePage(page)
  const releases = releasesPage(page)
  await releases.ready()
  await keyboard.press('/')
  await keyboard.type(name)
  await expect(releases.rows).toHaveCount(1)
  await releases.rows.first().press('Enter')
  await expect(releasePage(page).heading).toHaveText(name)
  await releasePage(page).upgrade.press('Enter')
  await expect(page.getByRole('searchbox', { name: 'Search charts' })).toBeFocused()
  await change.useChart('apps/mail-relay').press('Enter')
  await change.version.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Search versions' })).toBeFocused()
  await keyboard.type('1.1.1')
  await keyboard.press('Enter')
  await expect(change.version).toHaveAccessibleName('Version 1.1.1, choose another')
  await change.run(`Upgrade ${name}`).press('Enter')
  await operationPanel(page, `Upgrade of ${name}`).expectPhase('done')
  expect(await cli.history(name)).toMatchObject([
    { chart: 'mail-relay-1.0.0' },
    { chart: 'mail-relay-1.1.1', status: 'deployed' },
  ])
})

test('tells of a change that somebody else made meanwhile @once', async ({ openBench, world, cli, namespace }) => {
  const chart = join(world.charts.archives, 'mail-relay-1.1.1.tgz')
  await cli.install('busy', chart)
  const { page } = await openBench()
  const change = changePage(page)
  await releasePage(page).open('busy', namespace)
  await releasePage(page).upgrade.click()
  await change.writeValues('replicaCount: 2\n')
  await cli.run(['upgrade', 'busy', chart, '--set', 'replicaCount=3'])
  await expect(page.getByText('The release has changed in the meantime.')).toBeVisible({ timeout: 20_000 })
  expect(await change.readValues()).toBe('replicaCount: 2\n')
  await page.getByRole('button', { name: 'Start over from revision 2' }).click()
  await expect.poll(change.readValues).toBe('replicaCount: 3\n')
})
