import { chmod, cp, mkdir, readFile, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join, relative } from 'node:path'
import { run } from '../lib/child.mjs'
import { readJson, requireSpace, writeWhole } from '../lib/files.mjs'
import { withLock } from '../lib/lock.mjs'
import { executableName } from '../lib/paths.mjs'
import { createReporter } from '../lib/reporter.mjs'
import { UserError } from '../lib/user-error.mjs'
import { digestIngredients, gatherIngredients } from './ingredients.mjs'

/** @typedef {import('./ingredients.mjs').Ingredients} Ingredients */

/**
 * @typedef {object} Packages
 * @property {boolean} made false when those of an earlier run are current
 * @property {string} folder dist/
 * @property {string} unpacked the folder of the app as it is installed
 * @property {string} version
 * @property {string} electronVersion
 * @property {string[]} files the packages, where they are known by name
 */

/** What each platform's packages are by default: what was tested, and elsewhere what is configured. */
const TARGETS = {
  linux: { flag: '--linux', names: ['dir', 'tar.gz', 'deb'] },
  darwin: { flag: '--mac', names: ['dmg'] },
  win32: { flag: '--win', names: ['nsis'] },
}

/** gzip at 7-Zip's level 9 takes minutes and saves 2 %. */
const GZIP_LEVEL = '3'

/**
 * Makes this platform's packages in dist/, without network; skipped when nothing they are made of has changed.
 * @param {import('./ingredients.mjs').Place} place
 * @param {{ targets?: string[], signal: AbortSignal }} options targets: as electron-builder names them; the platform's by default
 * @returns {Promise<Packages>}
 */
export async function makePackages(place, { targets = [], signal }) {
  const { flag, names } = platformTargets()
  const wanted = targets.length > 0 ? targets : names
  const ingredients = await gatherIngredients(place, signal)
  const folder = join(place.root, 'dist')
  const stamp = join(folder, '.ingredients')
  const { version, electronVersion } = ingredients
  const result = { folder, ...(await known(place.root, version)), version, electronVersion }
  const digest = await digestIngredients(place.root, ingredients, wanted)
  return withLock(
    join(place.cache, 'locks', `package-${basename(place.root)}.lock`),
    async () => {
      const current = (await readFile(stamp, 'utf8').catch(() => '')) === digest
      if (current && result.files.every((file) => existsSync(file) || targets.length > 0)) {
        return { ...result, made: false }
      }
      await requireSpace(folder, 1_500e6, 'A package')
      await rm(folder, { recursive: true, force: true })
      try {
        await stage(ingredients, join(folder, 'stage'))
        await build(place, ingredients, [flag, ...wanted], signal)
      } catch (reason) {
        // Half a package must not be taken for one.
        await rm(folder, { recursive: true, force: true })
        throw reason
      }
      await rm(join(folder, 'stage'), { recursive: true, force: true })
      await writeWhole(stamp, digest)
      return { ...result, made: true }
    },
    { signal },
  )
}

/**
 * Where the Linux packages are, as electron-builder.yml names them.
 * @param {string} root
 * @param {string} version
 */
async function known(root, version) {
  const folder = join(root, 'dist')
  const { name } = /** @type {{ name: string }} */ (await readJson(join(root, 'package.json')))
  const arch = process.arch === 'x64' ? '' : `-${process.arch}`
  if (process.platform !== 'linux') return { unpacked: join(folder, `${process.platform}-unpacked`), files: [] }
  const debArch = process.arch === 'x64' ? 'amd64' : process.arch
  return {
    unpacked: join(folder, `linux${arch}-unpacked`),
    files: [
      join(folder, `${name}-${version}-linux-${process.arch}.tar.gz`),
      join(folder, `${name}_${version}_${debArch}.deb`),
    ],
  }
}

/**
 * Copies the runtime, without what only the set-up needs of it, and helm to where electron-builder.yml looks for them.
 * @param {Ingredients} ingredients
 * @param {string} folder
 */
async function stage({ electronFolder, helm }, folder) {
  const left = ['.installed.json', 'version', join('resources', 'app'), join('resources', 'default_app.asar')]
  const filter = (/** @type {string} */ source) => !left.includes(relative(electronFolder, source))
  await cp(electronFolder, join(folder, 'electron'), { recursive: true, verbatimSymlinks: true, filter })
  const bundled = join(folder, 'bin', executableName('helm'))
  await mkdir(join(folder, 'bin'))
  await cp(helm, bundled, { dereference: true })
  await chmod(bundled, 0o755)
  await mkdir(join(folder, 'tmp'))
}

/**
 * @param {import('./ingredients.mjs').Place} place
 * @param {Ingredients} ingredients
 * @param {string[]} targets
 * @param {AbortSignal} signal
 */
async function build({ root, cache, env }, { electronVersion, version }, targets, signal) {
  const reporter = createReporter(process.stderr)
  reporter.start('package', `Packages ${targets.slice(1).join(', ')}`, 60_000)
  const require = createRequire(join(root, 'package.json'))
  const options = [`-c.electronVersion=${electronVersion}`, `-c.extraMetadata.version=${version}`, '--publish=never']
  const log = join(cache, 'logs', 'package.log')
  try {
    const result = await run(process.execPath, [require.resolve('electron-builder/cli.js'), ...targets, ...options], {
      cwd: root,
      signal,
      log,
      env: { ...env, ...(await builderEnvironment(root, require)) },
    })
    reporter.end('package', result.code === 0 ? 'done' : 'failed')
    if (result.code === 0) return
    throw new UserError(
      'The packages could not be made',
      `electron-builder ended with code ${result.code}`,
      `Correct what it names and run the command again; the log is ${log}.`,
      result.tail,
    )
  } finally {
    reporter.close()
  }
}

/**
 * The tools electron-builder would download, from where they are already.
 * @param {string} root
 * @param {NodeJS.Require} require
 */
async function builderEnvironment(root, require) {
  /** @type {unknown} */
  const sevenZip = require('7zip-bin')
  const { path7za } = /** @type {{ path7za: string }} */ (sevenZip)
  // npm unpacks it without its mode.
  await chmod(path7za, 0o755)
  const { ELECTRON_BUILDER_COMPRESSION_LEVEL: level = GZIP_LEVEL } = process.env
  return {
    ELECTRON_BUILDER_7ZIP_PATH: path7za,
    // Its scratch files are as large as the app: here they go with the stage, however the build ends.
    TMPDIR: join(root, 'dist', 'stage', 'tmp'),
    ELECTRON_BUILDER_COMPRESSION_LEVEL: level,
    ...(process.platform === 'linux' ? { CUSTOM_FPM_PATH: join(root, 'tools', 'packaging', 'fpm.mjs') } : {}),
  }
}

function platformTargets() {
  const { platform } = process
  if (platform === 'linux' || platform === 'darwin' || platform === 'win32') return TARGETS[platform]
  throw new UserError(
    'There is no package for this system',
    `${platform} is none of Linux, macOS and Windows`,
    'Make it on one of those.',
  )
}
