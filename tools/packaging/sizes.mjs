import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { listAsar } from './asar.mjs'

/** @typedef {{ part: string, bytes: number }} Size */

/** The parts of an installed app, the first that fits. @type {[string, RegExp][]} */
const PARTS = [
  ['helm', /^resources\/bin\//],
  ['app (asar)', /^resources\/app\.asar$/],
  ['licences', /LICEN[CS]E/],
  ['languages', /^locales\//],
  ['Electron', /./],
]

/** @type {[string, RegExp][]} */
const ASAR_PARTS = [
  ['  of it, main process', /^out\/main\//],
  ['  of it, preload', /^out\/preload\//],
  ['  of it, window', /^out\/renderer\//],
  ['  of it, the rest', /./],
]

/**
 * @param {import('./make-packages.mjs').Packages} packages
 * @returns {Promise<Size[]>} each package, then the parts of the unpacked app
 */
export async function measurePackages({ files, unpacked }) {
  const made = files.filter((file) => existsSync(file))
  const packages = await Promise.all(
    made.map(async (file) => ({ part: basename(file), bytes: (await stat(file)).size })),
  )
  return existsSync(unpacked) ? [...packages, ...(await measureFolder(unpacked))] : packages
}

/**
 * @param {Size[]} sizes
 * @returns {string} a table in MB
 */
export function formatSizes(sizes) {
  const width = Math.max(...sizes.map(({ part }) => part.length))
  return sizes.map(({ part, bytes }) => `${part.padEnd(width)}  ${(bytes / 1e6).toFixed(1).padStart(7)} MB`).join('\n')
}

/** @param {string} folder */
async function measureFolder(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  /** @type {Map<string, number>} */
  const sizes = new Map()
  for (const file of files) sizes.set(relative(folder, file).replaceAll(sep, '/'), (await stat(file)).size)
  const archive = await listAsar(join(folder, 'resources', 'app.asar'))
  const total = {
    part: `unpacked, ${files.length} files`,
    bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0),
  }
  return [total, ...sumUp(sizes, PARTS), ...sumUp(archive, ASAR_PARTS)]
}

/**
 * @param {Map<string, number>} sizes
 * @param {[string, RegExp][]} parts
 * @returns {Size[]}
 */
function sumUp(sizes, parts) {
  const sums = new Map(parts.map(([part]) => [part, 0]))
  for (const [path, size] of sizes) {
    const part = parts.find(([, pattern]) => pattern.test(path))?.[0] ?? ''
    sums.set(part, (sums.get(part) ?? 0) + size)
  }
  return [...sums].map(([part, bytes]) => ({ part, bytes }))
}
