import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import { dropFiles } from '../fixtures/drop-files'
import { changePage } from '../pages/change'
import { chartPage, chartsPage } from '../pages/charts'
import { confirmDialog } from '../pages/dialogs'
import { operationPanel } from '../pages/operation'
import { releasePage } from '../pages/release'
import { releasesPage } from '../pages/releases-page'
import { startPackagedApp } from './packaged-app'
import { environmentOf, processesOf, runAs } from './person'
import { possibleSandbox, sandboxOfWindow } from './sandbox'
import { report, test } from './test'
import type { PackageWorld } from './world'

const values = 'replicaCount: 2 # for the summer sale\n'

test('an ordinary user lists, installs with a dropped file and uninstalls with the unpacked app and its own helm', async ({
  world,
  home,
}) => {
  const { person } = world
  const helm = join(world.unpacked, 'resources', 'bin', 'helm')
  runAs(person, home, helm, ['repo', 'add', 'apps', world.repository])
  const before = processesOf(person)
  const app = await startPackagedApp({ executable: join(world.unpacked, 'wheelhouse'), world, home })
  const { page } = app
  try {
    const releases = releasesPage(page)
    await releases.ready()
    report(`start of the package to its first row: ${Math.round(performance.now() - app.startedAt)} ms`)
    await releases.expectNames(['basket'])

    await test.step(`the window is sandboxed: ${app.sandbox}`, () => {
      expect(sandboxOfWindow(app.pid)).toEqual({ wall: app.sandbox, filtered: app.sandbox !== 'none' })
    })

    await test.step('it uses the helm it brought', async () => {
      await page.getByRole('button', { name: /^About/ }).click()
      await expect(page.getByRole('dialog')).toContainText(helm)
      await page.keyboard.press('Escape')
    })

    await chartsPage(page).open()
    await chartsPage(page).openChart('apps/web-frontend')
    await chartPage(page).install.click()
    const change = changePage(page)
    await change.name.fill('storefront')
    await change.namespace.fill('shop')
    await test.step('a file dropped on the editor becomes its text', async () => {
      const file = join(world.folder, 'sale.yaml')
      writeFileSync(file, values)
      await dropFiles(page, change.values, [file])
      await expect.poll(() => change.readValues()).toBe(values)
    })
    await change.run('Install storefront').click()
    await operationPanel(page, 'Install of storefront').expectPhase('done')
    const list = (): string[] =>
      runAs(person, home, helm, ['list', '--all-namespaces', '--short']).trim().split('\n').sort()
    expect(list()).toEqual(['basket', 'storefront'])
    const told = runAs(person, home, helm, ['get', 'values', 'storefront', '--namespace', 'shop', '--output', 'json'])
    expect(JSON.parse(told)).toEqual({ replicaCount: 2 })

    await releasePage(page).open('storefront', 'shop')
    await releasePage(page).action('Uninstall…').click()
    await confirmDialog(page, 'Uninstall storefront?').answer('Uninstall storefront').click()
    await expect(page.getByRole('heading', { name: 'storefront is not in shop' })).toBeVisible({ timeout: 40_000 })
    expect(list()).toEqual(['basket'])
  } finally {
    const code = await app.close()
    expect(code).toBe(0)
  }
  await expect.poll(() => processesOf(person)).toEqual(before)
})

test('a person without a kubeconfig is told where the demo is to be had', async ({ world, home }) => {
  rmSync(join(home, '.kube'), { recursive: true })
  const app = await startPackagedApp({ executable: join(world.unpacked, 'wheelhouse'), world, home })
  try {
    await expect(app.page.getByRole('heading', { name: 'Which cluster?' })).toBeVisible()
    await expect(app.page.getByText('The demo cluster is part of the source code')).toBeVisible()
  } finally {
    expect(await app.close()).toBe(0)
  }
})

test('a start that would open the window to other programs ends, and says why', ({ world, home }) => {
  const { person, display } = world
  const start = (name: string) =>
    spawnSync(join(world.unpacked, 'wheelhouse'), [name, ...(isSandboxed(world) ? [] : ['--no-sandbox'])], {
      uid: person.uid,
      gid: person.gid,
      cwd: home,
      env: environmentOf(home, display),
      encoding: 'utf8',
      timeout: 60_000,
    })
  for (const name of ['--remote-debugging-port=0', '--remote-debugging-pipe', '--js-flags=--allow-natives-syntax']) {
    const { status, stderr } = start(name)
    expect(status, name).toBe(1)
    expect(stderr).toContain(`Wheelhouse wasn't started: ${name.split('=')[0]} isn't allowed`)
    expect(stderr).not.toContain('DevTools listening')
  }
})

function isSandboxed({ person, unpacked }: PackageWorld): boolean {
  return possibleSandbox(person, join(unpacked, 'wheelhouse')) !== 'none'
}
