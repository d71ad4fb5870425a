import { join } from 'node:path'
import { expect } from 'playwright/test'
import { secretMask } from '../../shared/mask'
import { makeHistory } from '../fixtures/revisions'
import { test } from '../fixtures/test'
import { changePage } from '../pages/change'
import { chartPage, chartsPage } from '../pages/charts'
import { editorText } from '../pages/editor'
import { operationPanel } from '../pages/operation'
import { releasePage } from '../pages/release'
import { sourcesPage } from '../pages/sources'

test('masks secrets until they are revealed, each text on its own @once', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  await makeHistory(cli, world.charts, 'pages')
  const { page } = await openBench()
  const release = releasePage(page)
  await release.open('pages', namespace)
  await release.revision(2).click()
  await release.openTab('Values')
  const values = release.text('Values')
  const masked = `replicaCount: 2\nsecrets:\n  SESSION_KEY: ${secretMask}\n`
  await expect.poll(() => editorText(values)).toBe(masked)
  await expect(page.getByText('1 secret masked')).toBeVisible()
  await page.getByRole('button', { name: 'Reveal' }).click()
  await expect.poll(() => editorText(values)).toBe('replicaCount: 2\nsecrets:\n  SESSION_KEY: s3cr3t-of-2\n')

  await test.step('what was revealed is hidden again when it is left', async () => {
    await release.revision(1).click()
    await expect.poll(() => editorText(values)).toBe('replicaCount: 1\n')
    await release.revision(2).click()
    await expect.poll(() => editorText(values)).toBe(masked)
  })
  await test.step('the computed values and the manifest are masked too', async () => {
    await page.getByText('All values', { exact: true }).click()
    await expect(release.text('All values')).toContainText(`SESSION_KEY: ${secretMask}`)
    await release.openTab('Manifest')
    await expect(release.text('Manifest')).toContainText('kind: ')
    const secret = Buffer.from('s3cr3t-of-2').toString('base64')
    for (const text of ['s3cr3t-of-2', secret]) await expect(page.getByText(text)).toHaveCount(0)
  })
})

test('never saves a mask, and keeps what was written @once', async ({ openBench, world, cli, namespace }) => {
  await cli.install('relay', join(world.charts.archives, 'mail-relay-1.1.1.tgz'), [
    '--set',
    'secrets.SMTP_PASSWORD=p4ss',
  ])
  const { page } = await openBench()
  const change = changePage(page)
  const release = releasePage(page)
  await release.open('relay', namespace)
  await release.upgrade.click()
  await test.step('the editor holds the real text', () =>
    expect.poll(change.readValues).toBe('secrets:\n  SMTP_PASSWORD: p4ss\n'))
  await change.useChart('apps/mail-relay').click()

  const masked = `secrets:\n  SMTP_PASSWORD: ${secretMask}\n`
  await change.writeValues(masked)
  await expect(change.problems).toContainText('This is a masked secret.')
  await change.run('Upgrade relay').click()
  await expect(change.complaint).toContainText('Values, line 2')
  await expect(change.values).toBeFocused()

  await test.step('the text is kept while the person looks elsewhere', async () => {
    await sourcesPage(page).open()
    await page.goBack()
    await expect.poll(change.readValues).toBe(masked)
  })
  expect(await cli.history('relay')).toHaveLength(1)
  await change.writeValues('secrets:\n  SMTP_PASSWORD: n3w\n')
  await change.run('Upgrade relay').click()
  await operationPanel(page, 'Upgrade of relay').expectPhase('done')
  expect(await cli.values('relay')).toEqual({ secrets: { SMTP_PASSWORD: 'n3w' } })
})

test('marks broken YAML and does not send it', async ({ openBench, cli, namespace }) => {
  const { page } = await openBench()
  const change = changePage(page)
  await chartsPage(page).open()
  await chartsPage(page).openChart('apps/mail-relay')
  await expect(chartPage(page).defaults).toContainText('replicaCount')
  await chartPage(page).install.click()
  await change.name.fill('relay')
  await change.namespace.fill(namespace)
  const broken: readonly (readonly [string, string | RegExp])[] = [
    ['replicaCount: 2\n\tconfig: {}\n', 'This line is indented with a tab.'],
    ['config: "no end\n', 'A character is missing here'],
    ['just a text\n', 'Values start with a key'],
    // helm 3 would drop it, helm 4 cannot read it.
    ['a: 1\n---\n- b\n', /A second document begins here|Values start with a key/],
    ['a: *nowhere\n', 'No anchor'],
  ]
  for (const [text, words] of broken) {
    await change.writeValues(text)
    await expect(change.problems.first()).toContainText(words)
    await change.run('Install relay').click()
    await expect(change.complaint).toContainText('Values, line')
    expect(await change.readValues()).toBe(text)
  }
  expect(await cli.names()).toEqual([])
})
