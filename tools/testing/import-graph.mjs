import { readFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'

/** A text in quotes without spaces: an import, a worker's file, a folder of samples. */
const QUOTED = /['"`]([\w@./-]+)['"`]/g
const CODE = /\.(ts|mjs|js|vue)$/
const ENDINGS = ['', '.ts', '.mjs', '.vue', '/index.ts']
/** @type {[RegExp, string][]} as tsconfig.web.json has them */
const ALIASES = [
  [/^@shared\//, 'shared/'],
  [/^@\//, 'renderer/'],
]
/** They name what is built or run, not what they make use of; `implied` says what each suite has of them. */
const CONFIGURATION = new Set(['vitest.config.ts', 'electron.vite.config.ts', 'package.json', 'package-lock.json'])

/**
 * What each file of the project makes use of. Any text in quotes that is a file's name counts, so workers, vocabularies and
 * helpers that are started as programs are found like imports; a folder that holds no code counts with all that is in it.
 * @param {string} root
 * @param {readonly string[]} files of the project, from its root
 * @returns {Promise<Map<string, Set<string>>>}
 */
export async function readImports(root, files) {
  const known = new Set(files)
  const samples = sampleFolders(files)
  const code = files.filter((file) => CODE.test(file))
  const texts = await Promise.all(code.map((file) => readFile(join(root, file), 'utf8').catch(() => '')))
  return new Map(
    code.map((file, index) => {
      const words = CONFIGURATION.has(file)
        ? []
        : [...(texts[index] ?? '').matchAll(QUOTED)].map(([, word = '']) => word)
      return [file, new Set([...words.flatMap((word) => filesCalled(word, file, known, samples)), ...implied(file)])]
    }),
  )
}

/**
 * How far each file is from those that changed: 0 for themselves, 1 for what imports them, and so on.
 * @param {Map<string, Set<string>>} imports
 * @param {readonly string[]} changed
 * @returns {Map<string, number>} only files that are reached
 */
export function reachedFrom(imports, changed) {
  /** @type {Map<string, string[]>} */
  const importers = new Map()
  for (const [file, targets] of imports)
    for (const target of targets) importers.set(target, [...(importers.get(target) ?? []), file])
  const distances = new Map(changed.map((file) => [file, 0]))
  const queue = [...changed]
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const importer of importers.get(file) ?? []) {
      if (distances.has(importer)) continue
      distances.set(importer, (distances.get(file) ?? 0) + 1)
      queue.push(importer)
    }
  }
  return distances
}

/**
 * @param {string} word
 * @param {string} from the file that says it
 * @param {ReadonlySet<string>} known
 * @param {ReadonlyMap<string, string[]>} samples
 * @returns {string[]}
 */
function filesCalled(word, from, known, samples) {
  const [prefix, target] = ALIASES.find(([alias]) => alias.test(word)) ?? []
  const own = prefix ? word.replace(prefix, target ?? '') : posix.join(dirname(from), word)
  for (const path of [own, posix.normalize(word)].map((one) => one.replace(/\/$/, ''))) {
    const found = ENDINGS.map((ending) => path + ending).find((file) => known.has(file))
    // A plain word such as 'list' is no file's name, unless it has an ending.
    if (found && found !== from && /[./]/.test(word)) return [found]
    const inside = samples.get(path)
    if (inside) return inside
  }
  return []
}

/**
 * @param {readonly string[]} files
 * @returns {Map<string, string[]>} folders with no code in them, and all files below each
 */
function sampleFolders(files) {
  /** @type {Map<string, string[]>} */
  const folders = new Map()
  for (const file of files)
    for (let folder = dirname(file); folder !== '.'; folder = dirname(folder))
      folders.set(folder, [...(folders.get(folder) ?? []), file])
  return new Map([...folders].filter(([, inside]) => !inside.some((file) => CODE.test(file))))
}

/**
 * What a spec is run with, though it doesn't say so.
 * @param {string} file
 * @returns {string[]}
 */
function implied(file) {
  if (CONFIGURATION.has(file)) return file === 'vitest.config.ts' ? ['package-lock.json'] : []
  if (file === 'e2e/playwright.config.ts') return ['package-lock.json']
  if (!file.endsWith('.spec.ts')) return []
  if (file.startsWith('e2e/specs/')) return ['e2e/playwright.config.ts']
  if (file.endsWith('.integration.spec.ts')) return ['vitest.config.ts', 'e2e/cluster/vitest-global-setup.mjs']
  const helpers = ['tools/testing/patience.ts', 'tools/testing/leave-nothing.ts']
  const window = ['renderer/testing/patience.ts', 'renderer/testing/leave-nothing.ts']
  return ['vitest.config.ts', ...helpers, ...(file.startsWith('renderer/') ? window : [])]
}
