import { join } from 'node:path'
import { expect } from 'playwright/test'
import { test } from '../fixtures/test'
import { changePage } from '../pages/change'
import { chartPage, chartsPage } from '../pages/charts'
import { editorText } from '../pages/editor'
import { releasePage } from '../pages/release'
import { valuesEditor } from '../pages/values-editor'

test('writes values with what the chart knows of them @once', async ({ openBench, world, cli, namespace }) => {
  const archive = join(world.charts.archives, 'web-frontend-1.4.0.tgz')
  await cli.install('shop', archive, ['--set', 'replicaCount=3', '--set', 'config.LOG_LEVEL=warn'])
  await cli.run(['upgrade', 'shop', archive, '--reuse-values', '--set', 'replicaCount=4'])
  const { page } = await openBench()
  const [release, change, editor] = [releasePage(page), changePage(page), valuesEditor(page)]
  await release.open('shop', namespace)
  await test.step('where each computed value comes from', async () => {
    await release.openTab('Values')
    await page.getByText('All values', { exact: true }).click()
    await editor.blame.click()
    await expect(editor.side('yours')).toBeVisible()
    await expect(editor.side('chart')).toBeVisible()
  })
  await release.upgrade.click()
  await change.useChart('apps/web-frontend').click()
  await change.chooseVersion('2.1.0')

  await test.step('each value has the revision that set it, and its history', async () => {
    await editor.blame.click()
    await expect(editor.side('r2')).toBeVisible()
    await expect(editor.side('r1')).toBeVisible()
    await editor.side('r2').click()
    const history = page.getByRole('dialog', { name: 'History of replicaCount' })
    await expect(history.getByRole('listitem')).toHaveText([/Revision 2[\s\S]*4/, /Revision 1[\s\S]*3/])
    await page.keyboard.press('Escape')
    await expect(history).toBeHidden()
  })
  await test.step('a misspelt key is told, and renamed with one key', async () => {
    await change.writeValues('replicaCout: 3\n')
    await expect(editor.note('Not in the chart. Did you mean replicaCount?')).toBeVisible()
    await expect(editor.counts).toContainText('1 unknown key')
    await editor.counts.getByRole('button', { name: '1 unknown key' }).click()
    await page.keyboard.press('Control+.')
    await expect.poll(change.readValues).toBe('replicaCount: 3\n')
  })
  await test.step('what is the same as the default is told, and removed', async () => {
    await change.writeValues('image:\n  pullPolicy: IfNotPresent\nreplicaCount: 3\n')
    await editor.note('Same as the default.').getByText('Remove').click()
    await expect.poll(change.readValues).toBe('replicaCount: 3\n')
  })
  await test.step('what the schema refuses is told where it stands', async () => {
    await change.writeValues('image:\n  tag: 1.2\n')
    await expect(change.problems).toHaveText([/line 2.*tag must be a string, but is a number\./])
    await expect(editor.note('tag must be a string, but is a number.')).toBeVisible()
  })
  await test.step('keys are completed and explained', async () => {
    await change.writeValues('ingress:\n')
    await page.keyboard.press('Control+Space')
    await expect(editor.offers.first()).toBeVisible()
    await page.keyboard.type('  ho')
    await page.keyboard.press('Control+Space')
    await expect(editor.offers).toHaveText([/host.*string/])
    // Enter is the editor's own for a moment, so that nobody takes what has just appeared.
    await expect(async () => {
      await editor.offers.first().click()
      await expect(editor.offers).toHaveCount(0, { timeout: 1_000 })
    }).toPass()
    await page.keyboard.type('shop.test')
    await expect.poll(change.readValues).toBe('ingress:\n  host: shop.test')
    // What is said of the text anew ends a question of the pointer: it rests there once more then.
    await expect(async () => {
      await page.mouse.move(1, 1)
      await editor.key('host').hover()
      await expect(editor.docs).toContainText('string', { timeout: 3_000 })
    }).toPass()
  })
  await test.step('defaults are copied with their path', async () => {
    await change.showDefaults()
    const copy = page.getByRole('button', { name: '← Copy to mine' })
    // The pointer has to move within the text, which may only just have come.
    await expect(async () => {
      await change.defaults.getByText('replicaCount').hover()
      await change.defaults.getByText('targetPort').hover()
      await copy.click({ timeout: 2_000 })
    }).toPass()
    await expect.poll(change.readValues).toBe('ingress:\n  host: shop.test\nservice:\n  targetPort: 8080')
  })
  await test.step('what the new version changes is shown', async () => {
    await page.getByRole('tab', { name: '1.4.0 → 2.1.0' }).click()
    await expect(page.getByText('None of your keys is removed, renamed or of another type in 2.1.0.')).toBeVisible()
    const text = await editorText(page.getByRole('textbox', { name: 'Defaults of 2.1.0' }))
    expect(text).toContain("FEATURE_SEARCH: 'on'")
  })
})

test('knows the values of charts inside a chart, and its own file when that is pasted @once', async ({ openBench }) => {
  const { page } = await openBench()
  const [charts, change, editor] = [chartsPage(page), changePage(page), valuesEditor(page)]
  await test.step('keys of a chart inside are completed under its name', async () => {
    await charts.open()
    await charts.openChart('apps/storefront')
    await chartPage(page).install.click()
    await change.writeValues('web-frontend:\n  replicaCout: 2\n')
    await expect(editor.note('Not in the chart. Did you mean replicaCount?')).toBeVisible()
    await page.keyboard.type('  progressD')
    await page.keyboard.press('Control+Space')
    await expect(editor.offers).toHaveText([/progressDeadlineSeconds.*integer/])
    await page.keyboard.press('Escape')
  })
  await test.step('of the default values only what differs is kept', async () => {
    await charts.open()
    await charts.openChart('apps/web-frontend')
    const defaults = await editorText(chartPage(page).defaults)
    await chartPage(page).install.click()
    await change.writeValues(defaults.replace('port: 80', 'port: 8080'))
    await page.getByRole('button', { name: 'Keep what differs' }).click()
    await expect.poll(change.readValues).toMatch(/^service:\n {2}port: 8080\n*$/)
  })
})
