import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { startOf } from '../../fixtures/launch'
import type { World } from '../../fixtures/world'
import type { Setting } from '../setting'

export interface BenchWindow {
  readonly app: ElectronApplication
  readonly page: Page
  /** Of the main process. */
  readonly pid: number
  readonly close: () => Promise<void>
}

/** A big table on a busy machine. Milliseconds. */
const rowsLimitMs = 120_000

/** How the built app is started as a person would, with a home folder of its own. */
export function startOfApp({ tools, folder }: Setting, kubeconfig: string, home = mkdtempSync(join(folder, 'home-'))) {
  // Of the world of the specs, a start needs these two alone.
  const world = { electron: tools.electron, app: tools.app } as World
  return startOf(world, home, tools.helm, { kubeconfig })
}

/** Starts the built app and waits until its table has all releases. */
export async function openWindow(setting: Setting, kubeconfig: string, releases: number): Promise<BenchWindow> {
  // Without a trace: Playwright would look at the page all the time.
  const app = await _electron.launch({ ...startOfApp(setting, kubeconfig), colorScheme: null })
  try {
    const page = await app.firstWindow()
    const table = page.locator(`table[aria-label="Releases"][aria-rowcount="${releases + 1}"]`)
    await table.waitFor({ timeout: rowsLimitMs })
    return { app, page, pid: app.process().pid ?? 0, close: () => app.close() }
  } catch (error) {
    await app.close()
    throw error
  }
}
