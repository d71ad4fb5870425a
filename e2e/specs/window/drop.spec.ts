import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import { dropFiles } from '../../fixtures/drop-files'
import { test } from '../../fixtures/test'
import { changePage } from '../../pages/change'
import { releasesPage } from '../../pages/releases-page'

test('files dropped on an editor are layered in order, and never replace typed text unasked', async ({
  openBench,
  home,
}) => {
  const base = join(home, 'base.yaml')
  const prod = join(home, 'prod.yaml')
  const binary = join(home, 'picture.yaml')
  writeFileSync(base, '# our base\nreplicaCount: 1\nconfig:\n  LOG_LEVEL: info\n')
  writeFileSync(prod, 'replicaCount: 4\n')
  writeFileSync(binary, Buffer.from([0x89, 0x50, 0x00, 0xff, 0xfe]))
  const { page } = await openBench()
  const change = changePage(page)
  await releasesPage(page).ready()
  await page.getByRole('link', { name: 'Charts' }).click()
  await page.getByRole('table', { name: 'Charts' }).getByRole('link', { name: 'web-frontend' }).first().click()
  await page.getByRole('link', { name: /^Install/ }).click()

  await test.step('a hovering file is told what it would do', async () => {
    await dropFiles(page, change.values, [base], true)
    await expect(page.getByText('Drop to use these files as values, layered in order')).toBeVisible()
  })
  await test.step('an empty editor takes the files at once', async () => {
    await dropFiles(page, change.values, [base, prod])
    await expect.poll(change.readValues).toBe('# our base\nreplicaCount: 4\nconfig:\n  LOG_LEVEL: info\n')
  })
  await test.step('over typed text it asks; the safe answer keeps everything', async () => {
    await change.writeValues('config:\n  MINE: "yes"\n')
    await dropFiles(page, change.values, [prod])
    const dialog = page.getByRole('dialog', { name: 'Use prod.yaml?' })
    await expect(dialog.getByRole('button', { name: 'Keep as is' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    expect(await change.readValues()).toBe('config:\n  MINE: "yes"\n')
  })
  await test.step('merged, what the file does not name stays', async () => {
    await dropFiles(page, change.values, [prod])
    await page.getByRole('button', { name: 'Merge' }).click()
    await expect.poll(change.readValues).toBe('config:\n  MINE: "yes"\nreplicaCount: 4\n')
  })
  await test.step('what is no text is refused with the reason', async () => {
    await dropFiles(page, change.values, [binary])
    await expect(page.getByRole('status').filter({ hasText: 'picture.yaml' })).toBeVisible()
    expect(await change.readValues()).toBe('config:\n  MINE: "yes"\nreplicaCount: 4\n')
  })
})

test('a file dropped on a release opens its upgrade, and is merged into its own values when asked to', async ({
  openBench,
  world,
  cli,
  namespace,
  home,
}) => {
  await cli.install('dropped', join(world.charts.archives, 'web-frontend-2.0.0.tgz'), [
    '--set',
    'replicaCount=1,config.LOG_LEVEL=warn',
  ])
  const file = join(home, 'values.yaml')
  writeFileSync(file, 'replicaCount: 2\n')
  const { page } = await openBench()
  await releasesPage(page).ready()
  await page.getByRole('searchbox', { name: 'Search releases' }).fill('dropped')
  const row = page.getByRole('row').filter({ hasText: namespace })
  await dropFiles(page, row, [file], true)
  await expect(page.getByText('Drop to upgrade dropped with these values')).toBeVisible()
  await dropFiles(page, row, [file])
  // The question may already lie over the page: then the page is hidden from who listens.
  await expect(page.getByRole('heading', { name: 'Upgrade dropped', includeHidden: true })).toBeVisible()
  const dialog = page.getByRole('dialog', { name: 'Use values.yaml?' })
  await expect(dialog).toContainText("In the editor now: Revision 1's values.")
  await dialog.getByRole('button', { name: 'Merge' }).click()
  await expect.poll(changePage(page).readValues).toBe('config:\n  LOG_LEVEL: warn\nreplicaCount: 2\n')
  await expect(page.getByText("Revision 1's values + values.yaml.")).toBeVisible()
})
