import { join } from 'node:path'
import { expect } from 'playwright/test'
import { chartSources } from '../cluster/chart-packages.mjs'
import { test } from '../fixtures/test'
import { errorPanel } from '../pages/error-panel'
import { frame } from '../pages/frame'
import { releasePage } from '../pages/release'
import { releasesPage } from '../pages/releases-page'

// These change and break their cluster: they take turns.
test.describe.configure({ mode: 'serial' })

/** How long the app may take to see a change, a cluster that went away, or one that came back. */
const soon = { timeout: 20_000 }
const chart = join(chartSources, 'mail-relay')

test.beforeAll(async ({ ownCluster, helm }) => {
  await helm.run(ownCluster.kubeconfig, ['install', 'first', chart, '--namespace', 'live', '--create-namespace'])
})

test('shows what somebody else does with helm by itself', async ({ launch, helm, ownCluster }) => {
  const { page } = await launch({ kubeconfig: ownCluster.kubeconfig })
  const releases = releasesPage(page)
  await releases.ready()

  await helm.run(ownCluster.kubeconfig, ['install', 'second', chart, '--namespace', 'live'])
  await expect(releases.row('second')).toBeVisible(soon)
  await helm.run(ownCluster.kubeconfig, [
    'upgrade',
    'second',
    chart,
    '--namespace',
    'live',
    '--set',
    'config.HOURLY_LIMIT=7',
  ])
  await expect(releases.cell(releases.row('second'), 'revision')).toHaveText('2', soon)
  await helm.run(ownCluster.kubeconfig, ['uninstall', 'second', '--namespace', 'live'])
  await expect(releases.row('second')).toHaveCount(0, soon)
  await expect(releases.row('first')).toBeVisible()
})

test('keeps the row, the focus and the place of who works in the list, and marks what others changed @once', async ({
  launch,
  helm,
  ownCluster,
}) => {
  const { page } = await launch({ kubeconfig: ownCluster.kubeconfig })
  const releases = releasesPage(page)
  await releases.ready()
  await expect(page.getByRole('button', { name: 'Live status: Live' })).toBeVisible()
  await releases.search.press('ArrowDown')
  await expect(releases.row('first')).toBeFocused()

  await helm.run(ownCluster.kubeconfig, ['install', 'a-newcomer', chart, '--namespace', 'live'])
  await expect(releases.row('a-newcomer')).toBeVisible(soon)
  await expect(releases.row('first')).toBeFocused()
  await expect(releases.row('a-newcomer').getByRole('img', { name: 'changed since you last looked' })).toBeVisible()
  await expect(releases.row('first').getByRole('img', { name: 'changed since you last looked' })).toHaveCount(0)

  await test.step('what others removed is told too', async () => {
    await helm.run(ownCluster.kubeconfig, ['uninstall', 'a-newcomer', '--namespace', 'live'])
    await expect(releases.row('a-newcomer')).toHaveCount(0, soon)
    await expect(releases.row('first')).toBeFocused()
    await page.getByRole('button', { name: '1 changed since you last looked', exact: true }).click()
    await expect(page.getByRole('dialog')).toContainText('a-newcomer')
    await page.getByRole('button', { name: 'Mark all as seen' }).click()
    await expect(page.getByRole('button', { name: /change/ })).toHaveCount(0)
  })
})

test('shows a history grow while it is open, and what needs attention', async ({ launch, helm, ownCluster }) => {
  const { page } = await launch({ kubeconfig: ownCluster.kubeconfig })
  const release = releasePage(page)
  await release.open('first', 'live')
  await expect(release.revisions).toHaveCount(1)

  const upgrade = ['upgrade', 'first', chart, '--namespace', 'live']
  await helm.run(ownCluster.kubeconfig, [...upgrade, '--description', 'by somebody else'])
  await expect(release.revision(2)).toContainText('by somebody else', soon)
  await expect(release.revision(1)).toContainText('superseded', soon)

  await helm.run(ownCluster.kubeconfig, [...upgrade, '--set', 'replicaCount=-1']).catch(() => '')
  await expect(release.revision(3)).toContainText('failed', soon)
  await frame(page).openReleases()
  await page.getByRole('button', { name: 'Needs attention (1)' }).click()
  await page.getByRole('dialog').getByRole('link').filter({ hasText: 'first' }).click()
  await expect(release.heading).toHaveText('first')
  await helm.run(ownCluster.kubeconfig, ['rollback', 'first', '2', '--namespace', 'live'])
  await expect(release.revision(4)).toContainText('deployed', soon)
  await frame(page).openReleases()
  await expect(page.getByRole('button', { name: /^Needs attention/ })).toHaveCount(0)
})

test('keeps the rows of a cluster that goes away, and recovers @once', async ({ launch, ownCluster }) => {
  const { page } = await launch({ kubeconfig: ownCluster.kubeconfig })
  const releases = releasesPage(page)
  await releases.ready()

  await test.step('the API server is killed', () => ownCluster.killApiServer())
  await expect(page.getByRole('alert')).toContainText('Out of date.', soon)
  await frame(page).expectConnection('No connection')
  await expect(releases.row('first')).toBeVisible()

  await test.step('and started again', () => ownCluster.restartApiServer())
  await expect(page.getByRole('alert')).toHaveCount(0, soon)
  await frame(page).expectConnection('Connected')
  await expect(releases.row('first')).toBeVisible()
})

test('keeps the rows of a cluster that falls silent, and recovers @once', async ({ launch, ownCluster }) => {
  const { page } = await launch({ kubeconfig: ownCluster.kubeconfig })
  const releases = releasesPage(page)
  await releases.ready()
  ownCluster.pauseApiServer()
  try {
    await expect(page.getByRole('alert')).toContainText('Out of date.', soon)
    await expect(releases.row('first')).toBeVisible()
  } finally {
    ownCluster.resumeApiServer()
  }
  await expect(page.getByRole('alert')).toHaveCount(0, soon)
  await expect(releases.row('first')).toBeVisible()
})

test('shows a cluster that starts after the app @once', async ({ launch, ownCluster }) => {
  await ownCluster.killApiServer()
  const { page } = await launch({ kubeconfig: ownCluster.kubeconfig })
  await expect(errorPanel(page).panel).toHaveAttribute('data-error', 'cluster-unreachable', soon)
  await ownCluster.restartApiServer()
  await expect(releasesPage(page).row('first')).toBeVisible(soon)
})
