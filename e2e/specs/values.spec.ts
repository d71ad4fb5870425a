import { join } from 'node:path'
import { expect } from 'playwright/test'
import { secretMask } from '../../shared/mask'
import { invoke } from '../fixtures/bridge'
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

test('upgrades with masked secrets, which are put back, and shows them only while they are asked for @once', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  const secret = 'p4ss-of-the-relay'
  await cli.install('relay', join(world.charts.archives, 'mail-relay-1.1.1.tgz'), [
    '--set',
    `secrets.SMTP_PASSWORD=${secret}`,
  ])
  const { page } = await openBench()
  const change = changePage(page)
  const release = releasePage(page)
  await release.open('relay', namespace)
  await release.upgrade.click()
  const masked = `secrets:\n  SMTP_PASSWORD: ${secretMask}\n`
  const written = `# Written here\n${masked}replicaCount: 2 # two\n`
  await test.step('neither the page nor what it was told has them', async () => {
    await expect.poll(change.readValues).toBe(masked)
    expect(await page.content()).not.toContain(secret)
    const own = await invoke(page, 'release:get_own_values', { release_name: 'relay', namespace, revision: 1 })
    expect(own).toEqual({ text: masked, masked: 1, isAsWritten: false })
    await expect(change.problems).toHaveCount(0)
  })
  await change.useChart('apps/mail-relay').click()
  await test.step('a mask that stands for nothing is refused', async () => {
    await change.writeValues(masked.replace('SMTP_PASSWORD', 'SMTP_PASS'))
    await change.run('Upgrade relay').click()
    await expect(page.getByText(/secrets\.SMTP_PASS \(line 2\) is masked/).first()).toBeVisible()
    expect(await cli.history('relay')).toHaveLength(1)
  })
  await test.step('they are shown, and hidden again', async () => {
    await change.writeValues(written)
    await page.getByRole('button', { name: 'Reveal', exact: true }).click()
    await expect.poll(change.readValues).toBe(written.replace(secretMask, secret))
    await page.getByRole('button', { name: 'Hide', exact: true }).click()
    await expect.poll(change.readValues).toBe(written)
    await page.getByText('masked', { exact: true }).locator('..').getByText('Reveal').click()
    await expect.poll(change.readValues).toBe(written.replace(secretMask, secret))
  })
  await test.step('the text is kept, masked, while the person looks elsewhere', async () => {
    await sourcesPage(page).open()
    await page.goBack()
    await expect.poll(change.readValues).toBe(written)
  })
  await change.run('Upgrade relay').click()
  await operationPanel(page, 'Upgrade of relay').expectPhase('done')
  expect(await cli.values('relay')).toEqual({ secrets: { SMTP_PASSWORD: secret }, replicaCount: 2 })
  await test.step('the next upgrade begins with what was written', async () => {
    await release.open('relay', namespace)
    await release.upgrade.click()
    await expect.poll(change.readValues).toBe(written)
    await expect(page.getByText("Revision 2's values, as you wrote them.")).toBeVisible()
    expect(await page.content()).not.toContain(secret)
  })
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
    // Where nothing is installed there is nothing that it could stand for.
    [`password: ${secretMask}\n`, 'This is a masked secret.'],
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
