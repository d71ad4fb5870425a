import { expect } from 'playwright/test'
import { makeHistory } from '../fixtures/revisions'
import { test } from '../fixtures/test'
import { editorText } from '../pages/editor'
import { releasePage } from '../pages/release'

test('shows every revision with its date and status, as helm does', async ({ openBench, world, cli, namespace }) => {
  await makeHistory(cli, world.charts, 'pages')
  const { page } = await openBench()
  const release = releasePage(page)
  await release.open('pages', namespace)
  const told = await cli.history('pages')
  expect(told.map(({ status }) => status)).toEqual(['superseded', 'superseded', 'failed', 'deployed'])
  await expect(release.revisions).toHaveCount(4)

  const shown = await release.readTimeline()
  const newestFirst = [...told].sort((one, other) => other.revision - one.revision)
  expect(shown.map(({ revision }) => revision)).toEqual(newestFirst.map(({ revision }) => revision))
  for (const [index, { revision, updated, status, description, app_version: appVersion }] of newestFirst.entries()) {
    const entry = shown[index]
    expect(Date.parse(entry?.updated ?? ''), `revision ${revision}`).toBe(Date.parse(updated))
    expect(entry?.text).toContain(status)
    // Long ones are cut, and the page shows no double spaces.
    expect(entry?.text).toContain(description.replaceAll(/\s+/g, ' ').slice(0, 60))
    expect(entry?.text).toContain(appVersion)
  }
  await test.step('what changed since the one before', async () => {
    await expect(release.revision(2)).toContainText('1.5.0 → 2.0.0')
    await expect(release.revision(4)).toContainText('2.0.0 → 2.1.0')
  })
  await test.step('a new revision appears by itself', async () => {
    await cli.run(['rollback', 'pages', '2'])
    await expect(release.revision(5)).toContainText('Rollback to 2', { timeout: 20_000 })
    await expect(release.revision(4)).toContainText('superseded')
  })
})

test('shows what each revision holds, by keyboard @once', async ({ openBench, world, cli, namespace }) => {
  await makeHistory(cli, world.charts, 'pages')
  const { page } = await openBench()
  const release = releasePage(page)
  await release.open('pages', namespace)
  await release.openTab('Values')
  const values = release.text('Values')
  await expect.poll(() => editorText(values)).toBe('replicaCount: 3\n')

  await release.revision(4).press('ArrowDown')
  await expect(release.revision(3)).toHaveAttribute('aria-selected', 'true')
  await expect.poll(() => editorText(values)).toBe('resources:\n  limits:\n    memory: much\n')
  await release.revision(3).press('End')
  await expect(release.revision(1)).toBeFocused()
  await expect.poll(() => editorText(values)).toBe('replicaCount: 1\n')

  await test.step('its notes and manifest are those that helm has', async () => {
    await release.openTab('Notes')
    const notes = await cli.run(['get', 'notes', 'pages', '--revision', '1'])
    await expect(release.text('Notes')).toContainText(notes.replace(/^NOTES:/, '').trim())
    await release.openTab('Manifest')
    await expect(release.text('Manifest')).toContainText('helm.sh/chart: web-frontend-1.5.0')
  })
  await test.step('back to the newest', async () => {
    await page.getByRole('button', { name: 'Go to the newest (4)' }).press('Enter')
    await expect(release.revision(4)).toHaveAttribute('aria-selected', 'true')
    await expect(release.text('Manifest')).toContainText('helm.sh/chart: web-frontend-2.1.0')
  })
})
