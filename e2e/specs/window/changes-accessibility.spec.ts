import { join } from 'node:path'
import { expect } from 'playwright/test'
import { expectAccessible } from '../../fixtures/axe'
import { makeHistory } from '../../fixtures/revisions'
import { test } from '../../fixtures/test'
import { changePage } from '../../pages/change'
import { chartPage, chartsPage } from '../../pages/charts'
import { confirmDialog } from '../../pages/dialogs'
import { frame } from '../../pages/frame'
import { operationPanel } from '../../pages/operation'
import { releasePage } from '../../pages/release'
import { sourcesPage } from '../../pages/sources'

for (const theme of ['Light', 'Dark'] as const) {
  test(`a release and its dialogs can be perceived: ${theme}`, async ({ openBench, world, cli, namespace }) => {
    await makeHistory(cli, world.charts, 'pages')
    const { page } = await openBench()
    const release = releasePage(page)
    await frame(page).useTheme(theme)
    await release.open('pages', namespace)
    await release.revision(2).click()
    await expect(page.getByRole('tabpanel')).toContainText('Objects')
    await expectAccessible(page, 'overview')
    for (const tab of ['Notes', 'Values', 'Manifest'] as const) {
      await release.openTab(tab)
      await expect(release.text(tab)).toBeVisible()
      await expectAccessible(page, tab)
    }
    for (const [action, title] of [
      ['Roll back to 2…', 'Roll back pages?'],
      ['Uninstall…', 'Uninstall pages?'],
    ] as const) {
      await release.action(action).click()
      const { dialog, escape } = confirmDialog(page, title)
      await expect(dialog).toContainText('helm ')
      await expectAccessible(page, title)
      // A colour under the pointer has to be read too.
      await dialog.getByRole('button', { name: title.slice(0, -'?'.length) }).hover()
      await expectAccessible(page, `${title} Under the pointer`)
      await escape()
    }
    await release.upgrade.click()
    await expect(changePage(page).useChart('apps/web-frontend')).toBeVisible()
    await expectAccessible(page, 'upgrade, its chart not known')
    await changePage(page).useChart('apps/web-frontend').click()
    await changePage(page).showDefaults()
    await expect(changePage(page).defaults).toContainText('replicaCount')
    await expectAccessible(page, 'upgrade')
  })

  test(`charts, sources and an install can be perceived: ${theme}`, async ({ openBench, world, cli, namespace }) => {
    await cli.install('relay', join(world.charts.archives, 'mail-relay-1.1.1.tgz'))
    const { page } = await openBench()
    const change = changePage(page)
    await frame(page).useTheme(theme)
    await test.step('sources', async () => {
      await sourcesPage(page).open()
      await expectAccessible(page, 'sources')
      await sourcesPage(page).add({ name: '-', url: 'ftp://127.0.0.1/' })
      await expectAccessible(page, 'a repository to be added')
      await sourcesPage(page).row('apps').getByRole('button', { name: 'Remove apps' }).click()
      const { expectSafeFocus, escape } = confirmDialog(page, 'Remove the repository apps?')
      await expectSafeFocus('Keep it')
      await expectAccessible(page, 'a repository to be removed')
      await escape()
    })
    await test.step('charts', async () => {
      await chartsPage(page).open()
      await expect(chartsPage(page).rows.first()).toBeVisible()
      await expectAccessible(page, 'charts')
      await chartsPage(page).search.fill('no-such-chart')
      await expect(page.getByRole('heading', { name: 'No chart matches' })).toBeVisible()
      await expectAccessible(page, 'no chart')
      await chartsPage(page).search.fill('mail')
      await chartsPage(page).openChart('apps/mail-relay')
      await expect(chartPage(page).defaults).toContainText('replicaCount')
      await expectAccessible(page, 'chart')
    })
    await chartPage(page).install.click()
    await change.name.fill('relay')
    await change.namespace.fill(namespace)
    await change.writeValues('config: "no end\n')
    await expect(change.problems).toHaveCount(1)
    await change.run('Install relay').click()
    await expect(change.complaint).toBeVisible()
    await expectAccessible(page, 'install with broken values')
    await change.version.click()
    await expectAccessible(page, 'versions')
    await page.keyboard.press('Escape')

    await change.writeValues('')
    await change.run('Install relay').click()
    await operationPanel(page, 'Install of relay').expectPhase('failed')
    await expectAccessible(page, 'a change that failed')
    await operationPanel(page, 'Install of relay').button('Go back to the values').click()
    await change.name.fill('slow')
    await change.writeValues('podAnnotations: { wheelhouse.dev/ready-after: 300s }\n')
    await change.run('Install slow').click()
    const slow = operationPanel(page, 'Install of slow')
    await slow.expectWaiting()
    await slow.button('Cancel…').click()
    await expectAccessible(page, 'a change in progress')
    await slow.button('Cancel the install').click()
    await slow.expectPhase('cancelled')
    await expectAccessible(page, 'a change that was cancelled')
  })
}
