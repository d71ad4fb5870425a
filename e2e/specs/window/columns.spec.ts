import { join } from 'node:path'
import { expect, type Locator, type Page } from 'playwright/test'
import { closeApp } from '../../fixtures/launch'
import { test } from '../../fixtures/test'
import { resizeWindow, type WindowSize } from '../../fixtures/window-size'
import { releasesPage } from '../../pages/releases-page'

/** What is used of the page; this file is not compiled for one. */
interface PageElement {
  readonly scrollWidth: number
  readonly clientWidth: number
}

/** No window is as narrow as 640 px, but one of 1280 px is at 200 %. */
function sizeOf(width: number): WindowSize {
  const zoom = width < 720 ? 2 : 1
  return { width: width * zoom, height: 800, zoom }
}

/** Whether all of an element's text is in sight. */
function isWhole(element: Locator): Promise<boolean> {
  return element.evaluate((one) => {
    const { scrollWidth, clientWidth } = one as unknown as PageElement
    return scrollWidth <= clientWidth
  })
}

const headsOf = (page: Page): Promise<string[]> =>
  page
    .getByRole('columnheader')
    .evaluateAll((heads) => heads.map((head) => (head as unknown as { ariaLabel: string }).ariaLabel))

test('names and statuses are whole at the widths that they are promised at', async ({
  openBench,
  world,
  cli,
  namespace,
}) => {
  const names = {
    1280: 'kube-prometheus-stack-europe-1',
    800: 'payments-gateway-europe1',
    640: 'kube-prometheus-stack',
  }
  for (const name of Object.values(names)) await cli.install(name, join(world.charts.archives, 'mail-relay-1.1.1.tgz'))
  const { app, page } = await openBench()
  const releases = releasesPage(page)
  await releases.ready()
  for (const [width, name] of Object.entries(names)) {
    await resizeWindow(app, page, sizeOf(Number(width)))
    const cell = releases.cell(await releases.find(name, namespace), 'name')
    expect(await isWhole(cell), `${name} at ${width} px`).toBe(true)
    await expect(releases.cell(releases.row(name, namespace), 'status')).toBeInViewport({ ratio: 0.99 })
  }
})

test('the longest status is whole at 1280 px, and what matters least gives way first', async ({ launch }) => {
  const { app, page } = await launch()
  const releases = releasesPage(page)
  await releases.ready()
  const all = ['Name', 'Namespace', 'Chart', 'Chart version', 'App version', 'Revision', 'Status', 'Health', 'Updated']
  const dropped: Readonly<Record<number, readonly string[]>> = {
    1700: [],
    1280: ['App version'],
    800: ['App version', 'Revision', 'Chart version', 'Chart'],
    640: ['App version', 'Revision', 'Chart version', 'Chart', 'Updated'],
  }
  for (const [width, gone] of Object.entries(dropped)) {
    await resizeWindow(app, page, sizeOf(Number(width)))
    const left = ['Selected', ...all.filter((title) => !gone.includes(title))]
    await expect.poll(() => headsOf(page), `at ${width} px`).toEqual(left)
  }
  await resizeWindow(app, page, sizeOf(1280))
  const word = releases.cell(releases.row('payments-api'), 'status').getByText('pending-upgrade')
  expect(await isWhole(word)).toBe(true)
})

test('selecting rows moves none of them', async ({ launch }) => {
  const { page } = await launch()
  const releases = releasesPage(page)
  await releases.ready()
  const places = (): Promise<number[]> =>
    releases.rows.evaluateAll((rows) =>
      rows.map((row) => (row as unknown as { getBoundingClientRect(): { y: number } }).getBoundingClientRect().y),
    )
  const before = await places()
  await releases.row('basket-cache').getByRole('checkbox').locator('..').click()
  await expect(page.getByRole('toolbar', { name: 'Selected releases' })).toContainText('1 release selected')
  expect(await places()).toEqual(before)
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect(page.getByRole('toolbar', { name: 'Selected releases' })).toHaveCount(0)
  expect(await places()).toEqual(before)
})

test('a search finds a release by its chart, and marks where', async ({ launch }) => {
  const { app, page } = await launch()
  const releases = releasesPage(page)
  await releases.ready()
  await releases.search.fill('REDIS')
  await releases.expectNames(['basket-cache'])
  const row = releases.row('basket-cache')
  await expect(releases.cell(row, 'chart').locator('mark')).toHaveText('redis')
  await test.step('beside the name where the chart has no column', async () => {
    await resizeWindow(app, page, sizeOf(800))
    await expect(releases.cell(row, 'name')).toHaveText(/basket-cache\s+Chart: redis-cache/)
    await expect(releases.cell(row, 'name').locator('mark')).toHaveText('redis')
  })
})

test('columns are chosen by the keyboard alone, and found again', async ({ launch }, info) => {
  const first = await launch()
  const { page } = first
  const { keyboard } = page
  await releasesPage(page).ready()
  const heads = [
    'Selected',
    'Name',
    'Namespace',
    'Revision',
    'Chart version',
    'App version',
    'Status',
    'Health',
    'Updated',
  ]

  await page.getByRole('button', { name: 'Choose columns' }).focus()
  await keyboard.press('Enter')
  const chooser = page.getByRole('dialog', { name: 'Choose columns' })
  const box = (title: string): Locator => chooser.getByRole('checkbox', { name: title, exact: true })
  await box('Chart').focus()
  await keyboard.press('Space')
  await box('Revision').focus()
  await keyboard.press('Alt+ArrowUp')
  await keyboard.press('Alt+ArrowUp')
  await expect(box('Revision')).toBeFocused()
  await keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Choose columns' })).toBeFocused()
  await expect.poll(() => headsOf(page)).toEqual(heads)

  const edge = page.getByRole('separator', { name: 'Width of Status' })
  const width = Number(await edge.getAttribute('aria-valuenow'))
  await edge.focus()
  await keyboard.press('ArrowLeft')
  await expect(edge).toHaveAttribute('aria-valuenow', String(width - 8))
  await closeApp(first, info)

  const again = (await launch()).page
  await releasesPage(again).ready()
  await expect.poll(() => headsOf(again)).toEqual(heads)
  await expect(again.getByRole('separator', { name: 'Width of Status' })).toHaveAttribute(
    'aria-valuenow',
    String(width - 8),
  )
  await again.getByRole('button', { name: 'Choose columns' }).click()
  await again.getByRole('button', { name: 'Reset columns' }).click()
  await expect.poll(() => headsOf(again)).toContain('Chart')
  await expect(again.getByRole('separator', { name: 'Width of Status' })).toHaveAttribute(
    'aria-valuenow',
    String(width),
  )
})

test('a column is dragged to another place', async ({ launch }) => {
  const { page } = await launch()
  await releasesPage(page).ready()
  await page.getByRole('button', { name: 'Choose columns' }).click()
  const chooser = page.getByRole('dialog', { name: 'Choose columns' })
  const grip = (title: string): Locator =>
    chooser.getByRole('listitem').filter({ hasText: title }).locator('span').first()
  await grip('Status').hover()
  await page.mouse.down()
  // Not by its name: the row that is there gives its place to the one that comes.
  const { x, y, height } = (await grip('Namespace').boundingBox()) ?? { x: 0, y: 0, height: 0 }
  await page.mouse.move(x + 4, y + height / 2)
  await page.mouse.up()
  await page.keyboard.press('Escape')
  await expect
    .poll(() => headsOf(page))
    .toEqual(['Selected', 'Name', 'Status', 'Namespace', 'Chart', 'Chart version', 'Revision', 'Health', 'Updated'])
})

test('the edge of a column follows the pointer, and nothing else moves', async ({ launch }) => {
  const { page } = await launch()
  await releasesPage(page).ready()
  const edge = page.getByRole('separator', { name: 'Width of Namespace' })
  const edges = async (): Promise<number[]> => {
    const boxes = await page.getByRole('separator').all()
    return Promise.all(boxes.map(async (one) => (await one.boundingBox())?.x ?? 0))
  }
  const before = await edges()
  const { x, y } = (await edge.boundingBox()) ?? { x: 0, y: 0 }
  await page.mouse.move(x + 4, y + 10)
  await page.mouse.down()
  await page.mouse.move(x + 34, y + 10, { steps: 4 })
  expect(await edges()).toEqual(before.map((place, index) => (index === 1 ? place + 30 : place)))
  await page.mouse.up()
  expect(await edges()).toEqual(before.map((place, index) => (index === 1 ? place + 30 : place)))
})
