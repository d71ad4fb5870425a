import { join } from 'node:path'
import { expect, type Locator, type Page } from 'playwright/test'
import { answersOf } from '../../fixtures/bridge'
import { contextOf, writeContextsOf } from '../../fixtures/contexts'
import type { RunningApp } from '../../fixtures/launch'
import { makeHistory } from '../../fixtures/revisions'
import { test } from '../../fixtures/test'
import { misfits, resizeWindow, type WindowSize } from '../../fixtures/window-size'
import { changePage } from '../../pages/change'
import { chartPage, chartsPage } from '../../pages/charts'
import { releasePage } from '../../pages/release'
import { releasesPage } from '../../pages/releases-page'
import { sourcesPage } from '../../pages/sources'

/** What each view has to work at; the first is a window of 640 × 400. */
const small: Readonly<Record<string, WindowSize>> = {
  '1280 × 800 at 200 %': { width: 1280, height: 800, zoom: 2 },
  '1280 × 800 at 150 %': { width: 1280, height: 800, zoom: 1.5 },
  '800 × 600': { width: 800, height: 600, zoom: 1 },
}
const usual: WindowSize = { width: 1280, height: 800, zoom: 1 }
/** As long as the name stays whole: 30 letters at 1280 px, 24 at 800 px. */
const long = 'kube-prometheus-stack-europe-1'
const shorter = 'payments-gateway-europe1'
/** The height of a line of an editor, in pixels of its page. */
const line = 20

/** What is used of the page; this file is not compiled for one. */
interface PageElement {
  readonly scrollWidth: number
  readonly clientWidth: number
  scrollIntoView(how: object): void
}

/** Looks at what is shown now in every small window, and goes back to the usual one. */
async function inEach({ app, page }: RunningApp, where: string, look: () => Promise<void>): Promise<void> {
  for (const [name, size] of Object.entries(small)) {
    await test.step(`${where}: ${name}`, async () => {
      await resizeWindow(app, page, size)
      expect(await misfits(page), `${where}, ${name}`).toEqual([])
      await look()
    })
  }
  await resizeWindow(app, page, usual)
}

/** Scrolled to by the page, in sight, and under nothing. */
const canPress = (button: Locator): Promise<void> => button.click({ trial: true })

/** How many lines of an editor are in sight once it has been scrolled to. */
async function linesInSight(page: Page, editor: Locator): Promise<number> {
  const place = editor.locator('xpath=ancestor::*[contains(@class, "cm-scroller")]')
  await place.evaluate((element) => (element as unknown as PageElement).scrollIntoView({ block: 'end' }))
  const [text, main, head] = await Promise.all(
    [place, page.getByRole('main'), page.getByRole('main').locator('header').first()].map((one) => one.boundingBox()),
  )
  if (!text || !main || !head) return 0
  const top = Math.max(text.y, head.y + head.height)
  return (Math.min(text.y + text.height, main.y + main.height) - top) / line
}

/** A dialog fits into the window, and what answers it is in sight without scrolling. */
async function expectWhole(page: Page, answers: readonly string[]): Promise<void> {
  const dialog = page.getByRole('dialog')
  const { x, y, width, height } = (await dialog.boundingBox()) ?? { x: -1, y: -1, width: 0, height: 0 }
  const [right, bottom] = await page.evaluate<[number, number]>('[innerWidth, innerHeight]')
  expect([x >= 0, y >= 0, x + width <= right, y + height <= bottom]).toEqual([true, true, true, true])
  await expect(dialog.getByRole('heading').first()).toBeInViewport({ ratio: 0.99 })
  for (const answer of answers) {
    const button = dialog.getByRole('button', { name: answer, exact: true })
    await expect(button).toBeInViewport({ ratio: 0.99 })
    await canPress(button)
  }
}

/** Three changes that the API server refuses: each leaves a line in the strip. */
async function failThree(page: Page, namespace: string): Promise<void> {
  const values = 'resources: { limits: { memory: much } }\n'
  const inputs = ['one', 'two', 'three'].map((name) => ({
    release_name: name,
    namespace,
    chart: 'apps/mail-relay',
    values,
  }))
  const answers = await answersOf(page, 'helm:install', inputs)
  expect(answers.filter((answer) => answer === 'accepted')).toEqual([])
  const told = page.getByRole('region', { name: 'Finished changes' })
  for (const close = told.getByRole('button', { name: /^Dismiss|^Close/ }); (await close.count()) > 0;)
    await close.first().click()
}

test('every view works at 200 % and in a small window', async ({ openBench, world, cli, namespace }) => {
  await makeHistory(cli, world.charts, long)
  const running = await openBench()
  const { page } = running
  const releases = releasesPage(page)
  const release = releasePage(page)
  const change = changePage(page)
  const strip = page.getByRole('region', { name: 'Operations', exact: true })
  // What the helms of other tests do on this cluster may have lines of its own.
  const ours = strip.getByRole('listitem').filter({ hasText: namespace })
  await releases.ready()
  await failThree(page, namespace)

  await inEach(running, 'releases', async () => {
    await expect((await releases.find(long, namespace)).getByRole('link')).toBeInViewport()
    await expect(strip.getByRole('listitem')).toHaveCount(1)
    await strip.getByRole('button', { name: /^Show \d+ more$/ }).click()
    await expect(ours).toHaveCount(3)
    await strip.getByRole('button', { name: 'Show fewer' }).click()
  })
  await expect(ours).toHaveCount(3)

  await release.open(long, namespace)
  await inEach(running, 'release', () => canPress(release.upgrade))
  for (const tab of ['Notes', 'Values', 'Manifest'] as const) {
    await release.openTab(tab)
    await expect(release.text(tab)).toBeVisible()
    await inEach(running, tab, () => canPress(release.text(tab)))
  }
  for (const [action, title, answer] of [
    ['Roll back…', `Roll back ${long}?`, `Roll back ${long} to revision 2`],
    ['Uninstall…', `Uninstall ${long}?`, `Uninstall ${long}`],
    ['Test…', `Test ${long}?`, 'Run 1 test'],
  ] as const) {
    await release.action(action).click()
    await expect(page.getByRole('dialog', { name: title })).toContainText('helm ')
    await inEach(running, title, () => expectWhole(page, ['Cancel', answer]))
    await page.keyboard.press('Escape')
  }

  await release.upgrade.click()
  await change.useChart('apps/web-frontend').click()
  await inEach(running, 'upgrade', async () => {
    await change.showDefaults()
    await expect(change.defaults).toContainText('replicaCount')
    expect(await linesInSight(page, change.values)).toBeGreaterThanOrEqual(8)
    expect(await linesInSight(page, change.defaults)).toBeGreaterThanOrEqual(8)
    await canPress(change.run(`Upgrade ${long}`))
  })
  await sourcesPage(page).open()
  await inEach(running, 'sources', () => canPress(sourcesPage(page).button('Add repository')))
  await sourcesPage(page).button('Remove apps').click()
  await inEach(running, 'remove a repository', () => expectWhole(page, ['Keep it', 'Remove apps']))
  await page.keyboard.press('Escape')
  await sourcesPage(page).button('Add repository').click()
  await inEach(running, 'add a repository', () =>
    canPress(sourcesPage(page).form.getByRole('button', { name: 'Add', exact: true })),
  )
  await chartsPage(page).open()
  await inEach(running, 'charts', () => canPress(chartsPage(page).rows.first()))
  await chartsPage(page).find('mail')
  await chartsPage(page).openChart('apps/mail-relay')
  await expect(chartPage(page).defaults).toContainText('replicaCount')
  await inEach(running, 'chart', async () => {
    expect(await linesInSight(page, chartPage(page).defaults)).toBeGreaterThanOrEqual(8)
    await canPress(chartPage(page).install)
  })

  await chartPage(page).install.click()
  await change.name.fill('next')
  await change.namespace.fill(namespace)
  await page.getByRole('button', { name: 'More options' }).click()
  await change.writeValues('config: "no end\n')
  await expect(change.problems).toHaveCount(1)
  await inEach(running, 'install with options and a problem', async () => {
    expect(await linesInSight(page, change.values)).toBeGreaterThanOrEqual(8)
    await canPress(change.run('Install next'))
  })
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click()
  const entry = page.getByRole('main').getByRole('link', { name: 'Install of three' })
  await inEach(running, 'activity', () => expect(entry).toBeInViewport())
  await entry.click()
  await inEach(running, 'an operation', () => canPress(page.getByRole('main').getByRole('link', { name: 'Activity' })))
  await page.getByRole('button', { name: /^About/ }).click()
  await inEach(running, 'about', () => expectWhole(page, []))
})

test('the list keeps names whole, and gives up other columns', async ({
  launch,
  world,
  kubeconfig,
  cli,
  namespace,
}) => {
  for (const name of [long, shorter]) await cli.install(name, join(world.charts.archives, 'mail-relay-1.1.1.tgz'))
  writeContextsOf(kubeconfig, [contextOf('bench', world.bench.kubeconfig), contextOf('shop', world.shop.kubeconfig)])
  const { app, page } = await launch()
  const releases = releasesPage(page)
  await releases.ready()

  const expectWholeNames = async (): Promise<void> => {
    for (const [name, width] of [
      [long, 1280],
      [shorter, 800],
    ] as const) {
      await resizeWindow(app, page, { width, height: 700, zoom: 1 })
      const cell = releases.cell(await releases.find(name, namespace), 'name')
      const isWhole = await cell.evaluate((element) => {
        const { scrollWidth, clientWidth } = element as unknown as PageElement
        return scrollWidth <= clientWidth
      })
      expect(isWhole, `${name} at ${width}`).toBe(true)
      expect(await misfits(page), `at ${width}`).toEqual([])
      await expect(releases.cell(releases.row(name, namespace), 'status')).toBeVisible()
    }
  }
  await test.step('of one cluster', expectWholeNames)
  await resizeWindow(app, page, usual)
  await page.getByRole('button', { name: 'Clusters', exact: true }).click()
  await page.getByRole('listbox', { name: 'Clusters' }).getByRole('option').filter({ hasText: 'shop' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: 'Cluster', exact: true })).toBeVisible()
  await test.step('of several clusters', expectWholeNames)
})
