import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from 'playwright/test'
import { answerQuestions, answerSaveDialog } from '../fixtures/native-dialog'
import { test } from '../fixtures/test'
import { changePage } from '../pages/change'
import { confirmDialog } from '../pages/dialogs'
import { frame } from '../pages/frame'
import { operationPanel, operationStrip } from '../pages/operation'
import { releasePage } from '../pages/release'
import { releasesPage } from '../pages/releases-page'

const relay = 'mail-relay-1.1.1.tgz'
/** Until helm has been ended, its record read and the state told. */
const endLimit = 40_000

test('kills a rollback, explains what is left, repairs it, and has all of it in the activity', async ({
  openBench,
  home,
  world,
  cli,
  namespace,
}) => {
  test.setTimeout(180_000)
  const chart = join(world.charts.archives, relay)
  await cli.install('relay', chart, ['--set-string', 'podAnnotations.wheelhouse\\.dev/ready-after=300s'])
  await cli.run(['upgrade', 'relay', chart, '--reset-values'])
  const { app, page } = await openBench()
  const release = releasePage(page)
  await release.open('relay', namespace)
  await release.action('Roll back…').click()
  await confirmDialog(page, 'Roll back relay?').answer('Roll back relay to revision 1').click()
  const rollback = operationPanel(page, 'Rollback of relay')
  await rollback.expectWaiting()

  await test.step('a rollback is left alone or killed, after a warning', async () => {
    await rollback.button('Cancel…').click()
    await expect(rollback.panel).toContainText("A rollback can't be interrupted safely.")
    await expect(rollback.button('Let it continue')).toBeFocused()
    await rollback.button('Kill helm…').click()
    await expect(rollback.panel).toContainText('The release stays pending-rollback')
    await rollback.button('Kill helm').click()
    await rollback.expectPhase('stuck', endLimit)
  })
  expect(await cli.history('relay')).toMatchObject([{}, {}, { status: 'pending-rollback' }])

  await test.step('one dialog explains it and repairs it; the records are saved first', async () => {
    await rollback.panel.getByRole('link', { name: 'Repair…' }).click()
    const { dialog, answer, expectSafeFocus } = confirmDialog(page, 'Repair relay')
    await expectSafeFocus()
    await expect(dialog.getByRole('radio').first()).toBeVisible()
    const recommended = dialog.getByRole('radio', { checked: true })
    await expect(recommended).toHaveCount(1)
    const save = dialog.getByRole('checkbox', { name: 'Save it unencrypted, readable only by you' })
    // Where the desktop has a keyring nothing has to be asked.
    if (await save.isVisible()) await save.check()
    await answer('Roll back relay to revision 2').click()
    await expect(dialog).toHaveCount(0)
  })
  await expect(release.revision(4)).toContainText('deployed', { timeout: endLimit })
  expect((await cli.history('relay')).at(-1)).toMatchObject({ revision: 4, status: 'deployed' })

  await frame(page).openActivity()
  const rows = page.getByRole('table', { name: 'Activity' }).getByRole('row')
  await expect(rows.filter({ hasText: 'Rollback of relay' })).toHaveCount(2)
  await page.getByRole('searchbox', { name: 'Search the activity' }).fill('nothing of the kind')
  await expect(rows.filter({ hasText: 'relay' })).toHaveCount(0)
  await page.getByRole('searchbox', { name: 'Search the activity' }).fill(namespace)
  await rows.filter({ hasText: 'Rollback of relay' }).last().getByRole('link').click()
  await expect(page.getByRole('heading', { name: 'Rollback of relay', level: 1 })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('helm rollback')
  await expect(page.getByRole('main')).toContainText('pending-rollback')

  await test.step('what was saved is put back: the repair is undone', async () => {
    await page.goBack()
    await rows.filter({ hasText: 'Rollback of relay' }).first().getByRole('link').click()
    await page.getByRole('button', { name: 'Restore backup…' }).click()
    const { dialog, answer } = confirmDialog(page, 'Undo the repair of relay?')
    await expect(dialog).toContainText('Restored: revisions 1–3')
    const save = dialog.getByRole('checkbox', { name: 'Save it unencrypted, readable only by you' })
    if (await save.isVisible()) await save.check()
    await answer('Restore the records of relay').click()
    await expect(dialog).toHaveCount(0)
    await expect
      .poll(() => cli.history('relay'), { timeout: endLimit })
      .toMatchObject([{}, {}, { status: 'pending-rollback' }])
  })
  await test.step('all of it can be taken along', async () => {
    await frame(page).openActivity()
    const file = join(home, 'activity.json')
    await answerSaveDialog(app, file)
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('menuitem', { name: 'All as JSON…' }).click()
    await expect(page.getByText(`Saved to ${file}`)).toBeVisible()
    const text = readFileSync(file, 'utf8')
    expect(JSON.parse(text)).toHaveLength(3)
    expect(text).toContain('"repair"')
  })
})

test('quits when what it cancels has ended, and runs it again after the next start', async ({
  openBench,
  cli,
  namespace,
}) => {
  const first = await openBench()
  await beginInstall(first.page, namespace, '300s')
  await operationPanel(first.page, 'Install of alone').expectWaiting()
  await answerQuestions(first.app, cancelAndQuit)
  const ended = new Promise((resolve) => first.app.process().once('exit', resolve))
  await first.app.evaluate((electron) => electron.app.quit())
  await ended
  expect(await cli.history('alone')).toMatchObject([{ revision: 1, status: 'failed' }])

  const { page } = await openBench()
  await frame(page).openActivity()
  const row = page.getByRole('table', { name: 'Activity' }).getByRole('row').filter({ hasText: 'Install of alone' })
  await expect(row).toHaveAttribute('data-phase', 'cancelled')
  await row.getByRole('link').click()
  await page.getByRole('button', { name: 'Run again…' }).click()
  // A failed install goes on as an upgrade, with the values that were sent.
  await expect(page.getByRole('heading', { name: 'Upgrade alone' })).toBeVisible()
  await expect(changePage(page).values).toContainText('wheelhouse.dev/ready-after: "300s"')
})

/** The number of its button in the question. */
const cancelAndQuit = 2

test('finds a change again that went on while the app was dead, and tells its end', async ({
  openBench,
  cli,
  namespace,
}) => {
  const first = await openBench()
  await beginInstall(first.page, namespace)
  await operationPanel(first.page, 'Install of alone').expectWaiting()
  const dead = new Promise((resolve) => first.app.process().once('exit', resolve))
  first.app.process().kill('SIGKILL')
  await dead

  const { page } = await openBench()
  const line = operationStrip(page).line('alone')
  await expect(line).toBeVisible()
  await expect(line).toHaveAttribute('data-phase', 'done', { timeout: endLimit })
  expect(await cli.history('alone')).toMatchObject([{ revision: 1, status: 'deployed' }])
  await frame(page).openActivity()
  const rows = page.getByRole('table', { name: 'Activity' }).getByRole('row').filter({ hasText: 'Install of alone' })
  await expect(rows).toHaveCount(1)
  await expect(rows).toHaveAttribute('data-phase', 'done')
})

/** Begins an install that takes long enough to be outlived. */
async function beginInstall(page: Page, namespace: string, readyAfter = '12s'): Promise<void> {
  await page.getByRole('link', { name: 'Charts' }).click()
  await page.getByRole('searchbox', { name: 'Search charts' }).fill('mail-relay')
  await page.getByRole('link', { name: 'mail-relay', exact: true }).first().click()
  await page.getByRole('link', { name: 'Install…' }).click()
  const change = changePage(page)
  await change.name.fill('alone')
  await change.namespace.fill(namespace)
  await page.getByText('New: helm creates it first.').waitFor()
  await change.writeValues(`podAnnotations: { wheelhouse.dev/ready-after: ${readyAfter} }\n`)
  await change.run('Install alone').click()
}

test("leaves another helm's upgrade alone on a release that was changed here, and ends with it", async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  const { page } = await openBench()
  await beginInstall(page, namespace, '1s')
  await operationPanel(page, 'Install of alone').expectPhase('done')
  await test.step('what was installed is told where it was sent', async () => {
    await expect(page.getByRole('main').getByLabel('Notes', { exact: true })).toContainText('alone')
    await expect(page.getByRole('main').getByRole('list', { name: 'Objects' })).toContainText('alone-mail-relay')
    await page.getByRole('link', { name: 'Open alone' }).click()
  })
  const slow = ['--set-string', 'podAnnotations.wheelhouse\\.dev/ready-after=20s', '--wait']
  const theirs = cli.run(['upgrade', 'alone', join(world.charts.archives, relay), ...slow])
  const release = releasePage(page)
  const upgrade = operationPanel(page, 'Upgrade of alone')
  await expect(upgrade.heading).toHaveText('alone is being upgraded by another helm', { timeout: endLimit })
  await expect(release.action('Upgrade')).toHaveAccessibleDescription(
    'alone is being upgraded by another helm. Wait until it finishes.',
  )
  await expect(page.getByRole('link', { name: /^Repair/ })).toHaveCount(0)
  await frame(page).openReleases()
  const line = operationStrip(page).line('alone is being upgraded by another helm')
  await test.step('beside what the helms of other tests do', async () => {
    const others = page.getByRole('button', { name: /^Other helms: / })
    await expect(line.or(others).first()).toBeVisible()
    if (!(await line.isVisible())) await others.click()
    await expect(line).toBeVisible()
  })
  await theirs
  await expect(line).toHaveCount(0, { timeout: endLimit })
  await release.open('alone', namespace)
  await expect(release.revision(2)).toContainText('deployed')
  await expect(release.upgrade).toBeVisible()
})

test('tells in the list how the objects of each release are, live @once', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  const chart = join(world.charts.archives, relay)
  await cli.install('fine', chart)
  await cli.install('broken', chart, ['--set', 'image.tag=missing'])
  const { page } = await openBench()
  const releases = releasesPage(page)
  await expect(await releases.find('broken', namespace)).toContainText('ImagePullBackOff', { timeout: 30_000 })
  await expect(releases.row('broken', namespace)).toContainText('deployed')
  await cli.run(['upgrade', 'broken', chart, '--reset-values'])
  await expect(releases.row('broken', namespace)).not.toContainText('ImagePullBackOff', { timeout: 30_000 })
  await expect(await releases.find('fine', namespace)).toContainText('ready', { timeout: 30_000 })
})

test('uninstalls several releases with one question and one summary, by keyboard', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  const chart = join(world.charts.archives, relay)
  for (const name of ['one', 'two', 'stays']) await cli.install(name, chart)
  const { page } = await openBench()
  const releases = releasesPage(page)
  await frame(page).openReleases()
  await releases.pick('Namespaces', [namespace])
  await releases.expectNames(['one', 'stays', 'two'])
  await releases.rows.first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('End')
  await page.keyboard.press('Space')
  const bar = page.getByRole('toolbar', { name: 'Selected releases' })
  await expect(bar).toContainText('2 releases selected')
  await bar.getByRole('button', { name: 'Uninstall…' }).press('Enter')
  const { dialog, answer, expectSafeFocus } = confirmDialog(page, 'Uninstall 2 releases?')
  await expectSafeFocus()
  await expect(dialog).toContainText('Deleted: 8 objects')
  await answer('Uninstall 2 releases').press('Enter')
  const result = page.getByRole('dialog', { name: 'Uninstall of 2 releases' })
  await expect(result.getByRole('status')).toHaveText('2 uninstalled', { timeout: endLimit })
  await page.keyboard.press('Escape')
  await releases.expectNames(['stays'])
  expect(await cli.names()).toEqual(['stays'])
})

test("runs a release's tests and shows their pods' logs", async ({ openBench, world, cli, namespace }) => {
  await cli.install('web', join(world.charts.archives, 'web-frontend-2.1.0.tgz'))
  const { page } = await openBench()
  const release = releasePage(page)
  await release.open('web', namespace)
  await release.action('Test…').click()
  const { dialog, answer } = confirmDialog(page, 'Test web?')
  await expect(dialog).toContainText(/helm test .* -- web/)
  await answer('Run 1 test').click()
  await frame(page).openActivity()
  const row = page.getByRole('table', { name: 'Activity' }).getByRole('row').filter({ hasText: 'Test of web' })
  await expect(row).toHaveAttribute('data-phase', 'done', { timeout: endLimit })
  await row.getByRole('link').click()
  await expect(page.getByRole('main')).toContainText('Succeeded')
})
