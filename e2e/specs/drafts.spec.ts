import { join } from 'node:path'
import { expect, type ElectronApplication, type Page } from 'playwright/test'
import { test } from '../fixtures/test'
import { changePage } from '../pages/change'
import { frame } from '../pages/frame'
import { releasePage } from '../pages/release'

const typed = 'replicaCount: 3 # not sent yet\n'

/**
 * Puts a keyring in place of the system's, which a computer of tests need not have: it turns each bit around, enough to see that
 * the app asks it.
 */
async function giveKeyring(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ safeStorage }) => {
    const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff))
    Object.assign(safeStorage, {
      isEncryptionAvailable: () => true,
      getSelectedStorageBackend: () => 'gnome_libsecret',
      encryptString: (text: string) => turned(Buffer.from(text, 'utf8')),
      decryptString: (bytes: Buffer) => turned(bytes).toString('utf8'),
    })
  })
}

async function kill(app: ElectronApplication): Promise<void> {
  const dead = new Promise((resolve) => app.process().once('exit', resolve))
  app.process().kill('SIGKILL')
  await dead
}

const draftsIn = (page: Page) => page.getByRole('list', { name: 'Drafts' }).getByRole('listitem')

test('an upgrade that was typed is there after the app was killed, until it is discarded', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  await cli.install('kept', join(world.charts.archives, 'mail-relay-1.0.0.tgz'))
  const first = await openBench()
  await giveKeyring(first.app)
  await releasePage(first.page).open('kept', namespace)
  await releasePage(first.page).upgrade.click()
  await changePage(first.page).writeValues(typed)
  await frame(first.page).openActivity()
  await expect(draftsIn(first.page)).toContainText('Upgrade kept')
  await expect(draftsIn(first.page)).not.toContainText('Until Wheelhouse is closed')
  await kill(first.app)

  const second = await openBench()
  await giveKeyring(second.app)
  const { page } = second
  await test.step('it is listed, and its page has the text', async () => {
    await frame(page).openActivity()
    await expect(draftsIn(page)).toContainText(`in ${namespace}`)
    await page.getByRole('button', { name: 'Open the draft: Upgrade kept' }).click()
    await expect(page.getByRole('heading', { name: 'Upgrade kept' })).toBeVisible()
    await expect.poll(changePage(page).readValues).toBe(typed)
  })
  await test.step('it can be discarded', async () => {
    await frame(page).openActivity()
    await page.getByRole('button', { name: 'Discard the draft: Upgrade kept' }).click()
    await expect(page.getByText('Draft discarded: Upgrade kept')).toBeVisible()
    await expect(draftsIn(page)).toHaveCount(0)
  })
  await kill(second.app)

  const third = await openBench()
  await giveKeyring(third.app)
  await frame(third.page).openActivity()
  await expect(
    third.page.getByRole('table', { name: 'Activity' }).or(third.page.getByText('No operations yet')),
  ).toBeVisible()
  await expect(draftsIn(third.page)).toHaveCount(0)
})

test('without a keyring a draft is kept until the app is closed, and that is said', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  await cli.install('unkept', join(world.charts.archives, 'mail-relay-1.0.0.tgz'))
  const { app, page } = await openBench()
  await app.evaluate(({ safeStorage }) => {
    Object.assign(safeStorage, { isEncryptionAvailable: () => false })
  })
  await releasePage(page).open('unkept', namespace)
  await releasePage(page).upgrade.click()
  await changePage(page).writeValues(typed)
  await frame(page).openActivity()
  await expect(draftsIn(page)).toContainText('Until Wheelhouse is closed')
})
