import { expect } from 'playwright/test'
import { makeHistory } from '../../fixtures/revisions'
import { test } from '../../fixtures/test'
import { changePage } from '../../pages/change'
import { confirmDialog } from '../../pages/dialogs'
import { operationPanel } from '../../pages/operation'
import { releasePage } from '../../pages/release'
import { releasesPage } from '../../pages/releases-page'

test('the focus is where the person is, by the keyboard alone', async ({ openBench, world, cli, namespace }) => {
  await makeHistory(cli, world.charts, 'basket')
  const { app, page } = await openBench()
  const { keyboard } = page
  const releases = releasesPage(page)
  const release = releasePage(page)
  const heading = page.getByRole('main').getByRole('heading', { level: 1 })
  const titled = async (title: string): Promise<void> => {
    await expect(page).toHaveTitle(title)
    await expect
      .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle()))
      .toBe(title)
  }
  await releases.ready()
  await titled('Releases – Wheelhouse')
  await test.step('the first stop leads past the sidebar', async () => {
    await keyboard.press('Tab')
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
    await keyboard.press('Enter')
    await expect(heading).toBeFocused()
  })

  const row = await releases.find('basket', namespace)
  await test.step('a word of health tells its sentence, which can be copied', async () => {
    await row.focus()
    await keyboard.press('Tab')
    const word = releases.cell(row, 'health').getByRole('button')
    await expect(word).toBeFocused()
    await keyboard.press('Enter')
    const note = page.getByRole('dialog', { name: 'Health of basket' })
    await expect(note).not.toHaveText('')
    await expect(note.getByRole('button', { name: 'Copy the health of basket' })).toBeFocused()
    await keyboard.press('Enter')
    await expect(note.getByRole('button', { name: 'Copied' })).toBeVisible()
    await keyboard.press('Escape')
    await expect(word).toBeFocused()
  })

  await row.focus()
  await keyboard.press('Enter')
  await expect(release.heading).toHaveText('basket')
  await expect(heading).toBeFocused()
  await titled('basket – Releases – Wheelhouse')
  await test.step('a dialog gives it back', async () => {
    const open = release.action('Uninstall…')
    await open.focus()
    await keyboard.press('Enter')
    const { expectSafeFocus, escape } = confirmDialog(page, 'Uninstall basket?')
    await expectSafeFocus()
    await escape()
    await expect(open).toBeFocused()
  })

  await release.upgrade.focus()
  await keyboard.press('Enter')
  await expect(heading).toContainText('Upgrade basket')
  // This view itself asks for something first.
  await expect(page.getByRole('searchbox', { name: 'Search charts' })).toBeFocused()
  await titled('Upgrade basket – Releases – Wheelhouse')
  await changePage(page).useChart('apps/web-frontend').focus()
  await keyboard.press('Enter')
  await expect(heading).toBeFocused()
  await changePage(page).showDefaults()
  await expect(changePage(page).defaults).toContainText('replicaCount')
  await changePage(page).run('Upgrade basket').focus()
  await keyboard.press('Enter')
  await operationPanel(page, 'Upgrade of basket').expectPhase('done')
  await expect(heading).toBeFocused()
})
