// What Electron's own default_app does for `electron .`: the runtime taken from the npm registry comes without it.
// An ES module, because Electron waits for one before it is ready: the app may still register its schemes while it loads.
import Module, { createRequire } from 'node:module'
import { extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const args = process.argv.slice(1)
/** @type {string[]} */
const preloaded = []
let folder = ''
for (let index = 0; index < args.length && folder === ''; index += 1) {
  const argument = args[index] ?? ''
  if (argument === '-r' || argument === '--require') preloaded.push(args[(index += 1)] ?? '')
  else if (!argument.startsWith('-')) folder = resolve(argument)
}
if (folder === '') {
  console.error('Name the folder of the app to run: electron <folder>')
  process.exit(1)
}

const require = createRequire(join(folder, 'package.json'))
const loader =
  /** @type {{ _preloadModules(files: string[]): void, _load(file: string, parent: null, isMain: boolean): unknown }} */ (
    /** @type {unknown} */ (Module)
  )
if (preloaded.length > 0) loader._preloadModules(preloaded)

const manifest = readManifest(require(join(folder, 'package.json')))
const main = require.resolve(folder)
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
app.setName(manifest.productName ?? manifest.name ?? 'Electron')
app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`)
// Electron has these two methods, and default_app uses them, but its types do not list them.
const unlisted = /** @type {{ setVersion(version: string): void, setAppPath(path: string): void }} */ (
  /** @type {unknown} */ (app)
)
if (manifest.version) unlisted.setVersion(manifest.version)
unlisted.setAppPath(folder)
app.setPath('userData', join(app.getPath('appData'), app.name))

const isModule = extname(main) === '.mjs' || (extname(main) === '.js' && manifest.type === 'module')
if (isModule) await import(pathToFileURL(main).href)
else loader._load(main, null, true)

/**
 * @param {unknown} json
 * @returns {{ name?: string, productName?: string, version?: string, type?: string, desktopName?: string }}
 */
function readManifest(json) {
  return typeof json === 'object' && json !== null ? json : {}
}
