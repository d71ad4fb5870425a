import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, type ElectronApplication, type Page } from 'playwright/test'
import type { OpenedFile } from '../../../shared/model/file'
import { chartSources } from '../../cluster/chart-packages.mjs'
import { invoke } from '../../fixtures/bridge'
import { isShown, startOf } from '../../fixtures/launch'
import { readNotices } from '../../fixtures/notices'
import { test } from '../../fixtures/test'
import { hideAndReadTray } from '../../fixtures/tray'
import { frame } from '../../pages/frame'
import { releasesPage } from '../../pages/releases-page'

function clickMenu(app: ElectronApplication, id: string): Promise<void> {
  return app.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted)
    if (!item) throw new Error(`the application menu has no item ${wanted}`)
    ;(item.click as () => void)()
  }, id)
}

/** Keeps what the window is told of opened files from now on. */
async function listenForFiles(page: Page): Promise<() => Promise<OpenedFile[][]>> {
  const told = await page.evaluateHandle(() => {
    const all: unknown[] = []
    const { wheelhouse } = globalThis as unknown as {
      wheelhouse: { on(name: string, to: (given: unknown) => void): void }
    }
    wheelhouse.on('files:opened', (given) => all.push((given as { files: unknown }).files))
    return all
  })
  return () => told.jsonValue() as Promise<OpenedFile[][]>
}

test('the tray counts the releases as helm does, and opens one that has failed', async ({
  launch,
  helm,
  kubeconfig,
}) => {
  const { app, page } = await launch()
  await releasesPage(page).ready()
  const tray = await hideAndReadTray(app)
  const listed = await helm.list(kubeconfig)
  for (const wanted of ['deployed', 'failed', 'pending-upgrade']) {
    const count = listed.filter(({ status }) => status === wanted).length
    expect(await tray.labels()).toContain(`${count} ${wanted}`)
  }
  expect(await tray.labels()).toContain('fraud-detector (payments): failed')
  expect(await isShown(app)).toBe(false)

  await tray.click('release:payments/fraud-detector')
  await expect(page.getByRole('heading', { name: 'fraud-detector' })).toBeVisible()
  expect(await isShown(app)).toBe(true)
  await expect.poll(tray.labels).toContain('Hide Wheelhouse')
})

test('the tray tells of the cluster that is chosen, not of the one before', async ({ launch, world }) => {
  const { app, page } = await launch({ kubeconfig: world.broken.kubeconfig })
  await releasesPage(page).ready()
  const tray = await hideAndReadTray(app)
  expect(await tray.labels()).toEqual(expect.arrayContaining(['good', 'fraud-detector (payments): failed']))
  await tray.click('context:closed-port')
  await frame(page).expectCluster('closed-port')
  await expect
    .poll(tray.labels)
    .toEqual([
      'closed-port',
      'No connection; showing what was last known',
      'Releases not read yet',
      'Switch cluster',
      'Show Wheelhouse',
      'Quit',
    ])
})

test('the window opens where it was left', async ({ launch }) => {
  const place = { x: 90, y: 70, width: 900, height: 610 }
  const first = await launch()
  await releasesPage(first.page).ready()
  await first.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), place)
  const bounds = (app: ElectronApplication): Promise<unknown> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  await expect.poll(() => bounds(first.app)).toEqual(place)
  await first.app.close()

  const second = await launch()
  await releasesPage(second.page).ready()
  expect(await bounds(second.app)).toEqual(place)
})

test('a second start brings the first window and hands its files over', async ({
  launch,
  world,
  home,
  helm,
  kubeconfig,
}) => {
  writeFileSync(join(home, 'mine.yaml'), '# mine\nreplicas: 2\n')
  writeFileSync(join(home, 'broken.yml'), 'replicas: [2\n')
  const { app, page } = await launch()
  await releasesPage(page).ready()
  const told = await listenForFiles(page)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())

  const second = startOf(world, home, helm.file, {
    kubeconfig,
    args: ['mine.yaml', `file://${home}/broken.yml`, 'missing.yaml'],
  })
  // Rejects unless it ends by itself and well.
  await promisify(execFile)(second.executablePath, second.args, { cwd: second.cwd, env: second.env, timeout: 20_000 })
  await expect.poll(() => isShown(app)).toBe(true)
  await expect.poll(told).toHaveLength(1)
  expect((await told())[0]).toMatchObject([
    { path: join(home, 'mine.yaml'), name: 'mine.yaml', text: '# mine\nreplicas: 2\n' },
    { name: 'broken.yml', error: { code: 'values-invalid', message: "broken.yml can't be used." } },
    { name: 'missing.yaml', error: { code: 'file-refused', cause: 'There is no such file.' } },
  ])
})

test('a second start with more than a start can say leaves the first one as it is, and says so', async ({
  launch,
  world,
  home,
  helm,
  kubeconfig,
}) => {
  const names = Array.from({ length: 1_500 }, (_, at) => join(home, `values-of-${at}.yaml`))
  for (const name of names.slice(0, 10)) writeFileSync(name, '# one of many\nreplicas: 2\n')
  const { app, page } = await launch()
  await releasesPage(page).ready()
  const told = await listenForFiles(page)
  const start = async (args: readonly string[]): Promise<void> => {
    const second = startOf(world, home, helm.file, { kubeconfig, args })
    await promisify(execFile)(second.executablePath, second.args, { cwd: second.cwd, env: second.env, timeout: 20_000 })
  }
  await start(names)
  await expect.poll(told).toHaveLength(1)
  const files = (await told())[0] ?? []
  expect(files.slice(0, 10).map(({ path }) => path)).toEqual(names.slice(0, 10))
  expect(files.slice(10)).toMatchObject([{ error: { message: 'Only 10 of the 1,500 files were opened.' } }])

  await start([`/${'x'.repeat(100_000)}.yaml`])
  await expect.poll(told).toHaveLength(2)
  expect((await told())[1]).toMatchObject([{ error: { message: "Wheelhouse didn't open the file." } }])
  expect(app.process().exitCode).toBeNull()
})

test('where no folder can be kept there is a window, and it says what is not kept', async ({ launch, home }) => {
  writeFileSync(join(home, 'file'), '')
  const { page } = await launch({ env: { XDG_CONFIG_HOME: join(home, 'file') } })
  await releasesPage(page).ready()
  await expect(page.getByRole('alert')).toContainText("Wheelhouse can't keep anything in its folder.")
  await expect(page.getByRole('alert')).toContainText('Settings and the journal last until you quit')
})

test('closing the window while a change runs keeps the app, which comes back when the change does not end well', async ({
  launch,
  world,
}) => {
  const { app, page } = await launch({ kubeconfig: world.broken.kubeconfig })
  await releasesPage(page).ready()
  // To a cluster that never answers: helm waits, and nothing is changed anywhere.
  const install = {
    chart: join(chartSources, 'mail-relay'),
    release_name: 'waiting',
    namespace: 'team-a',
    context: 'silent',
  }
  const ended = invoke(page, 'helm:install', install).then(
    () => 'done',
    () => 'not done',
  )
  // The cluster has releases that somebody else's helm seems to be at work on.
  const operations = async () => (await invoke(page, 'operations:list', {})).filter(({ foreign }) => foreign !== true)
  await expect.poll(async () => (await operations()).length).toBe(1)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  expect(await isShown(app)).toBe(false)

  const [operation] = await operations()
  expect(operation?.status.phase).toBe('starting')
  await invoke(page, 'operations:cancel', { id: operation?.id ?? '' })
  expect(await ended).toBe('not done')
  await expect.poll(() => isShown(app)).toBe(true)
})

test('a change that ends out of sight is told by the desktop, and leads to its release', async ({
  openBench,
  world,
  namespace,
}) => {
  const { app, page } = await openBench()
  // A page that is hidden while it loads may not answer for a long time.
  await expect(page.getByRole('button', { name: 'Live' })).toBeVisible()
  const notices = await readNotices(app)
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const chart = join(world.charts.archives, 'mail-relay-1.1.1.tgz')
  await invoke(page, 'helm:install', { chart, release_name: 'post', namespace, create_namespace: true })
  await expect.poll(notices.read).toMatchObject([{ title: 'Installed post' }])
  expect((await notices.read())[0]?.body).toContain(`${namespace} on `)

  await notices.click(0)
  await expect(page.getByRole('heading', { name: 'post', level: 1 })).toBeVisible()
  expect(await isShown(app)).toBe(true)
})

test('closing the window while nothing runs ends the app', async ({ launch }) => {
  const { app, page } = await launch()
  await releasesPage(page).ready()
  const closed = app.waitForEvent('close')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await closed
})

test('the menu shows the versions', async ({ launch }) => {
  const { app, page } = await launch()
  await releasesPage(page).ready()
  await clickMenu(app, 'window.about')
  await expect(page.getByRole('dialog', { name: 'About Wheelhouse' })).toBeVisible()
})

test('the menu reads the list again', async ({ launch, helm, home }) => {
  const calls = join(home, 'calls')
  const counting = join(home, 'helm')
  writeFileSync(counting, `#!/bin/sh\necho "$1" >> '${calls}'\nexec '${helm.file}' "$@"\n`, { mode: 0o755 })
  // A list that is watched has nothing to read again. What this driver keeps only helm can read: it is asked once a minute.
  const data = join(home, 'releases.json')
  const chart = { metadata: { name: 'demo', version: '1.0.0', apiVersion: 'v2' } }
  writeFileSync(
    data,
    JSON.stringify([{ name: 'kept', namespace: 'shop', version: 1, info: { status: 'deployed' }, chart }]),
  )
  const driver = { HELM_DRIVER: 'memory', HELM_MEMORY_DRIVER_DATA: data }
  const { app, page } = await launch({ env: { HELM_BIN: counting, ...driver } })
  const live = page.getByRole('button', { name: 'Live status: Through helm: not live' })
  await expect(live).toBeVisible({ timeout: 20_000 })
  await releasesPage(page).expectNames(['kept'])
  const lists = (): number =>
    readFileSync(calls, 'utf8')
      .split('\n')
      .filter((verb) => verb === 'list').length
  // A window that gets the focus asks too, so what counts is that there is one more.
  const before = lists()
  await clickMenu(app, 'window.refresh')
  await expect.poll(lists).toBeGreaterThan(before)
})
