import { expect } from 'playwright/test'
import { releaseStatuses } from '../../shared/model/release'
import type { DescribedRelease } from '../fixtures/helm-cli'
import { test } from '../fixtures/test'
import { resizeWindow, type WindowSize } from '../fixtures/window-size'
import { releasesPage, type Row } from '../pages/releases-page'

const ago: unknown = expect.stringMatching(/^(just now|\d+[smh] ago)$/)

/** A window in which every column has room. */
const wide: WindowSize = { width: 1700, height: 800, zoom: 1 }

const health: unknown = expect.any(String)

/** What the table says of a release that helm describes so; how long ago it was is compared on its own. */
function expectedRow(release: DescribedRelease): Record<keyof Row, unknown> {
  const { name, namespace, chartName, chartVersion, app_version, revision, status } = release
  return {
    name,
    namespace,
    chart: chartName,
    chartVersion,
    appVersion: app_version,
    revision,
    status,
    health,
    updated: ago,
  }
}

test('shows every release that helm lists, cell by cell', async ({ launch, helm, world }) => {
  const { app, page } = await launch()
  await resizeWindow(app, page, wide)
  const releases = releasesPage(page)
  await releases.ready()
  const told = await helm.describe(world.shop.kubeconfig)
  await expect.poll(async () => (await releases.read()).length).toBe(told.length)

  const shown = await releases.read()
  const key = (row: { name: string; namespace: string }) => `${row.name}/${row.namespace}`
  const sorted = [...told].sort((one, other) => (key(one) < key(other) ? -1 : 1))
  expect(shown).toEqual(sorted.map(expectedRow))

  await test.step('each time is the one of helm', async () => {
    for (const { name, namespace, updated } of told) {
      const time = releases.row(name, namespace).getByRole('time')
      const shownAt = await time.getAttribute('datetime')
      expect(Date.parse(shownAt ?? ''), `${namespace}/${name}`).toBe(Date.parse(updated))
    }
  })
})

test('shows every status in the word that helm uses', async ({ sharedWindow: { page }, helm, world }) => {
  const releases = releasesPage(page)
  await releases.ready()
  const told = await helm.list(world.shop.kubeconfig)
  // helm never lists a release that is `unknown`.
  const listed = releaseStatuses.filter((status) => status !== 'unknown')
  expect(new Set(told.map(({ status }) => status))).toEqual(new Set(listed))

  for (const { name, namespace, status } of told) {
    await expect(releases.cell(releases.row(name, namespace), 'status')).toHaveText(status)
  }
  const counted = await releases.counts('Status')
  for (const status of listed) {
    expect(counted[status], status).toBe(told.filter((one) => one.status === status).length)
  }
})

test('lists more releases than helm does by itself @once', async ({ launch, helm, world }) => {
  const { app, page } = await launch({ kubeconfig: world.many.kubeconfig })
  await resizeWindow(app, page, wide)
  const releases = releasesPage(page)
  await releases.ready()
  const told = await helm.list(world.many.kubeconfig)
  expect(told.length).toBe(world.many.releases)
  await expect(releases.summary).toHaveText(`${told.length} releases`)

  const seen = new Map<string, Row>()
  await test.step('read on to the last row', async () => {
    await releases.rows.first().focus()
    const remember = async () => {
      for (const row of await releases.read()) seen.set(`${row.namespace}/${row.name}`, row)
    }
    const position = async () => Number(await releases.rows.and(page.locator(':focus')).getAttribute('aria-rowindex'))
    await remember()
    // The head is row 1.
    for (let at = 2; at < told.length + 1; at = await position()) {
      await page.keyboard.press('PageDown')
      await expect.poll(position).toBeGreaterThan(at)
      await remember()
    }
  })
  expect(seen.size).toBe(told.length)
  for (const { name, namespace, revision, status, chart, app_version } of told) {
    const row = seen.get(`${namespace}/${name}`)
    expect(row).toMatchObject({ name, namespace, revision, status, appVersion: app_version })
    expect(`${row?.chart}-${row?.chartVersion}`).toBe(chart)
  }
})
