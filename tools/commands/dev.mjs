import { join } from 'node:path'
import { run } from '../lib/child.mjs'
import { runInterruptible } from '../lib/interrupt.mjs'
import { cacheFolder, projectRoot } from '../lib/paths.mjs'
import { setUp } from '../setup/plan.mjs'

/** `npm run dev`: the app with hot reload, on the same Electron and helm as `npm start`. */
export function main() {
  return runInterruptible(async (signal) => {
    const place = { root: projectRoot, cache: cacheFolder(), env: process.env }
    const { electron } = await setUp(place, ['packages', 'electron', 'helm', 'system'], signal)
    if (!electron) throw new Error('the set-up gave no Electron')
    const root = process.platform === 'linux' && process.getuid?.() === 0
    const vite = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    const { code } = await run(
      process.execPath,
      [vite, 'dev', ...(root ? ['--noSandbox'] : []), ...process.argv.slice(2)],
      {
        cwd: projectRoot,
        signal,
        env: { ...process.env, ELECTRON_EXEC_PATH: electron.executable },
        onLine: (line) => console.log(line),
      },
    )
    return code
  })
}
