import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { _electron } from 'playwright'
import { describe, expect, it, vi } from 'vitest'
import { withTemporaryFolder } from '../testing/fixtures.mjs'
import { where } from '../where.mjs'

/** Both register a scheme while they load: that is refused once Electron is ready. */
const USE_ELECTRON = `
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true } }])
app.whenReady().then(() => new BrowserWindow({}).loadURL('data:text/html,<h1>hello</h1>'))`

const APPS = {
  'an ES module': { type: 'module', code: `import { app, BrowserWindow, protocol } from 'electron'${USE_ELECTRON}` },
  CommonJS: { type: 'commonjs', code: `const { app, BrowserWindow, protocol } = require('electron')${USE_ELECTRON}` },
}

describe("the set-up's Electron runs an app's folder", () => {
  it.each(Object.entries(APPS))(
    'written as %s, for Playwright, with and without its own loader',
    (_name, { type, code }) =>
      withTemporaryFolder(async (folder) => {
        const executablePath = (await where()).electron ?? 'no Electron is set up'
        const app = join(folder, 'app')
        await mkdir(app)
        await writeFile(join(app, 'main.js'), code)
        const manifest = { name: 'sample', productName: 'Sample App', version: '1.2.3', main: 'main.js', type }
        await writeFile(join(app, 'package.json'), JSON.stringify(manifest))
        // Without executablePath Playwright asks the electron npm package, in this process.
        vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', dirname(executablePath))
        vi.stubEnv('XDG_CONFIG_HOME', folder)
        for (const options of [{ executablePath }, {}]) {
          const running = await _electron.launch({ ...options, args: [app, '--flag', 'value'] })
          try {
            expect(await (await running.firstWindow()).textContent('h1')).toBe('hello')
            const facts = await running.evaluate(({ app: it }) => ({
              name: it.getName(),
              version: it.getVersion(),
              path: it.getAppPath(),
              data: it.getPath('userData'),
              packaged: it.isPackaged,
              last: process.argv.slice(-2),
            }))
            expect(facts).toEqual({
              name: 'Sample App',
              version: '1.2.3',
              path: app,
              data: join(folder, 'Sample App'),
              packaged: false,
              last: ['--flag', 'value'],
            })
          } finally {
            await running.close()
          }
        }
      }).finally(() => vi.unstubAllEnvs()),
  )
})
