import { join } from 'node:path'
import { expect, type Page } from 'playwright/test'
import { startChartRepository } from '../cluster/chart-repository.mjs'
import { addContext, emptyKubeconfig, readKubeconfig, writeKubeconfig } from '../cluster/kubeconfig.mjs'
import { certificateUser, grantInNamespace, rules } from '../cluster/users.mjs'
import { answerQuestions } from '../fixtures/native-dialog'
import { test } from '../fixtures/test'
import { changePage } from '../pages/change'
import { chartPage, chartsPage } from '../pages/charts'
import { confirmDialog } from '../pages/dialogs'
import { errorPanel } from '../pages/error-panel'
import { frame } from '../pages/frame'
import { operationPanel, operationStrip } from '../pages/operation'
import { planPane } from '../pages/plan'
import { releasePage } from '../pages/release'
import { releasesPage } from '../pages/releases-page'
import { sourcesPage } from '../pages/sources'

/** The page gives whole minutes: a change that never gets ready takes one. */
const aMinuteAndMore = 110_000

/** Opens the install page of a chart and says what and where. */
async function openInstall(page: Page, chart: string, name: string, namespace: string): Promise<void> {
  await test.step(`begin to install ${chart} as ${name}`, async () => {
    await chartsPage(page).open()
    await chartsPage(page).openChart(chart)
    await expect(chartPage(page).defaults).toBeVisible()
    await chartPage(page).install.click()
    await changePage(page).name.fill(name)
    await changePage(page).namespace.fill(namespace)
  })
}

test('says that a name is taken, and what helm does not like in the values; nothing typed is lost', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  await cli.install('taken', join(world.charts.archives, 'mail-relay-1.1.1.tgz'))
  const { page } = await openBench()
  const change = changePage(page)
  await openInstall(page, 'apps/web-frontend', 'taken', namespace)
  await expect(page.getByText('A release with this name already exists.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Upgrade it instead' })).toBeVisible()
  const text = 'replicaCount: 99 # too many\n'
  await change.writeValues(text)
  await change.run('Install taken').click()
  const first = operationPanel(page, 'Install of taken')
  await first.expectPhase('failed')
  await expect(first.heading).toHaveText('A release with this name already exists in the namespace.')
  await first.button('Go back to the values').click()
  expect(await change.readValues()).toBe(text)

  await test.step('a value that the schema of the chart forbids', async () => {
    await change.name.fill('free')
    await change.run('Install free').click()
    const second = operationPanel(page, 'Install of free')
    await second.expectPhase('failed')
    await expect(second.heading).toHaveText("The values don't match what the chart accepts.")
    await expect(second.sentence).toHaveText('/replicaCount: must be at most 20.')
    expect(await second.detail()).toMatch(/replicaCount.*(less than or equal to|maximum).*20/i)
    await second.button('Go back to the values').click()
    expect(await change.readValues()).toBe(text)
  })
  await test.step('mended, it goes', async () => {
    await change.writeValues('replicaCount: 2\n')
    await change.run('Install free').click()
    await operationPanel(page, 'Install of free').expectPhase('done')
  })
  expect(await cli.names()).toEqual(['free', 'taken'])
  expect(await cli.history('taken')).toHaveLength(1)
})

test('names the object and the field that the cluster refuses, and marks the object', async ({
  openBench,
  namespace,
}) => {
  const { page } = await openBench()
  await openInstall(page, 'apps/mail-relay', 'odd', namespace)
  await changePage(page).writeValues('service:\n  port: 99999\n')
  await changePage(page).run('Install odd').click()
  const install = operationPanel(page, 'Install of odd')
  await install.expectPhase('failed')
  await expect(install.heading).toHaveText('Install failed.')
  await expect(install.sentence).toContainText(
    /^The cluster refuses Service odd-mail-relay: spec\.ports\[0\]\.port: 99999 must be between 1 and 65535/,
  )
  const refused = install.object(/^Service\s*odd-mail-relay/)
  await expect(refused).toContainText('refused')
  await expect(refused).toContainText('99999 must be between 1 and 65535')
  await expect(install.button('Try again')).toHaveCount(0)
})

test('says which right is missing', async ({ openBench, world, home, cli, namespace }) => {
  const { kubeconfig, pki } = world.bench
  await cli.install('relay', join(world.charts.archives, 'mail-relay-1.1.1.tgz'))
  const writer = `${namespace}-writer`
  await grantInNamespace(kubeconfig, { user: namespace, namespace, rules: rules.readOnly })
  await grantInNamespace(kubeconfig, { user: writer, namespace, rules: rules.recordsOnly })
  const [entry] = readKubeconfig(kubeconfig).clusters
  if (entry === undefined) throw new Error('the kubeconfig has no cluster')
  const config = emptyKubeconfig()
  addContext(config, 'reader', { cluster: entry.cluster, user: certificateUser(pki, namespace), namespace })
  addContext(config, 'writer', { cluster: entry.cluster, user: certificateUser(pki, writer), namespace })
  const file = join(home, 'reader')
  writeKubeconfig(file, config)

  const { page } = await openBench({ kubeconfig: file })
  await openInstall(page, 'apps/mail-relay', 'more', namespace)
  await expect(page.getByRole('checkbox', { name: 'Create it if it is missing' })).toBeVisible()
  const refused = changePage(page).run('Install more')
  await expect(refused).toHaveAttribute('aria-disabled', 'true')
  await expect(refused).toHaveAccessibleDescription(new RegExp(`You may not create secrets in ${namespace}`))

  await test.step('what the records do not tell beforehand, helm tells', async () => {
    await frame(page).switchTo('writer')
    await openInstall(page, 'apps/mail-relay', 'more', namespace)
    await changePage(page).run('Install more').click()
    const install = operationPanel(page, 'Install of more')
    await install.expectPhase('failed')
    await expect(install.panel).toContainText(/not allowed|may not/)
  })
  expect(await cli.names()).toEqual(['relay'])
})

test('gives the reason when an image never comes; meanwhile nothing else touches the release', async ({
  openBench,
  cli,
  namespace,
}) => {
  test.setTimeout(180_000)
  const { app, page } = await openBench()
  const change = changePage(page)
  await openInstall(page, 'apps/mail-relay', 'pull', namespace)
  await page.getByText('New: helm creates it first.').waitFor()
  await change.writeValues('image: { tag: missing }\n')
  await change.minutes.fill('1')
  await expect(change.command).toContainText('--timeout=60s')
  await change.run('Install pull').click()
  const install = operationPanel(page, 'Install of pull')
  await install.expectWaiting('3 of 4')
  await expect(install.object(/^Deployment\s*pull-mail-relay/)).toContainText('ImagePullBackOff')

  const line = operationStrip(page).line('Installing pull')
  await test.step('the page can be left: the strip follows', async () => {
    await page.getByRole('link', { name: 'Sources' }).click()
    await expect(line).toContainText('Deployment pull-mail-relay: ImagePullBackOff')
    await expect(line.getByRole('progressbar')).toHaveAttribute('aria-valuetext', '3 of 4')
  })
  await test.step('a second change of the same release is refused', async () => {
    await releasePage(page).open('pull', namespace)
    await expect(install.panel).toBeVisible()
    await releasePage(page).action('Uninstall…').click()
    const { dialog, answer, escape } = confirmDialog(page, 'Uninstall pull?')
    await expect(dialog).toContainText('An install of pull that was started here is still running.')
    await expect(answer('Uninstall pull')).toBeDisabled()
    await escape()
    // Before anything is typed.
    await expect(releasePage(page).action('Upgrade')).toHaveAccessibleDescription(/is still running\. Wait until/)
  })
  await test.step('quitting asks, and no means no', async () => {
    const asked = await answerQuestions(app, 0)
    await app.evaluate((electron) => electron.app.quit())
    await expect.poll(async () => (await asked()).length).toBe(1)
    const [question] = await asked()
    expect(question?.message).toContain(`The install of "pull" in ${namespace} (wheelhouse-e2e-bench)`)
    expect(question).toMatchObject({
      defaultId: 0,
      cancelId: 0,
      buttons: ['Stay', 'Quit, let helm continue', 'Cancel and quit'],
    })
    await expect(install.panel).toBeVisible()
  })
  await install.expectPhase('failed', aMinuteAndMore)
  await expect(install.sentence).toContainText('Deployment pull-mail-relay: ImagePullBackOff: Back-off pulling image')
  await expect(install.sentence).toContainText('Revision 1 is stored as failed')
  expect(await cli.history('pull')).toMatchObject([{ status: 'failed' }])
  await install.button('Dismiss').click()
  await expect(operationStrip(page).line('Install of pull failed')).toHaveCount(0)
})

test('cancels a change, after saying what that leaves behind', async ({ openBench, cli, namespace }) => {
  const { page } = await openBench()
  await openInstall(page, 'apps/mail-relay', 'stopped', namespace)
  await changePage(page).writeValues('podAnnotations: { wheelhouse.dev/ready-after: 300s }\n')
  await changePage(page).run('Install stopped').click()
  const install = operationPanel(page, 'Install of stopped')
  await install.expectWaiting('3 of 4')
  await install.button('Cancel…').click()
  await expect(install.panel).toContainText('helm stops and marks the release as failed.')
  await expect(install.button('Let it continue')).toBeFocused()
  await page.keyboard.press('Escape')
  await install.button('Cancel…').click()
  await install.button('Cancel the install').click()
  await install.expectPhase('cancelled')
  await expect(install.sentence).toContainText('The release is now failed.')
  expect(await cli.history('stopped')).toMatchObject([{ status: 'failed' }])
})

test('says that a chart cannot be fetched when its repository has gone', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  const server = await startChartRepository({ folder: world.charts.repositories.databases.folder })
  try {
    const { page } = await openBench()
    const change = changePage(page)
    await sourcesPage(page).open()
    await sourcesPage(page).add({ name: 'shaky', url: server.url })
    await expect(sourcesPage(page).row('shaky')).toBeVisible()
    await openInstall(page, 'shaky/redis-cache', 'cache', namespace)
    await change.writeValues('replicaCount: 2\n')
    await server.close()
    await change.version.click()
    await page.getByRole('option').filter({ hasText: '6.2.0' }).click()
    await expect(planPane(page).pane.getByRole('alert')).toContainText("The source doesn't respond.")
    await change.showDefaults()
    await expect(errorPanel(page).heading).toHaveText("The source doesn't respond.")

    await change.run('Install cache').click()
    const install = operationPanel(page, 'Install of cache')
    await install.expectPhase('failed')
    await expect(install.heading).toHaveText("The source doesn't respond.")
    await install.button('Go back to the values').click()
    expect(await change.readValues()).toBe('replicaCount: 2\n')
    expect(await cli.names()).toEqual([])
  } finally {
    await server.close()
  }
})

test('says what is known when the cluster goes away in the middle', async ({ openBench, ownCluster, namespace }) => {
  test.setTimeout(240_000)
  const { page } = await openBench({ kubeconfig: ownCluster.kubeconfig })
  await openInstall(page, 'apps/mail-relay', 'lost', namespace)
  await changePage(page).writeValues('podAnnotations: { wheelhouse.dev/ready-after: 300s }\n')
  await changePage(page).minutes.fill('1')
  await changePage(page).run('Install lost').click()
  const install = operationPanel(page, 'Install of lost')
  await install.expectWaiting('3 of 4')
  await ownCluster.killApiServer()
  try {
    await frame(page).expectConnection('No connection')
    await expect(install.sentence).toContainText('3 of 4 objects ready')
    await install.expectPhase('failed', aMinuteAndMore)
    await expect(install.heading).toHaveText('How the install of "lost" ended is unknown.')
    await expect(install.sentence).toContainText('When last seen, revision 1 was pending-install.')
  } finally {
    await ownCluster.restartApiServer()
  }
  await page.getByRole('link', { name: 'Releases' }).click()
  await expect(releasesPage(page).row('lost', namespace)).toContainText('pending-install', { timeout: 30_000 })
})
