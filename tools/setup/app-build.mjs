import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { run } from '../lib/child.mjs'
import { writeWhole } from '../lib/files.mjs'
import { withLock } from '../lib/lock.mjs'
import { UserError } from '../lib/user-error.mjs'

const FOLDERS = ['electron', 'renderer', 'shared']
const FILES = [
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'tsconfig.base.json',
  'tsconfig.node.json',
  'tsconfig.web.json',
]

/** @typedef {{ root: string, cache: string }} Place */

/**
 * @param {string} root
 * @returns {Promise<boolean>} whether out/ was built from the sources as they are
 */
export async function buildIsCurrent(root) {
  if (!appFolder(root)) return false
  const stamp = await readFile(stampFile(root), 'utf8').catch(() => '')
  return stamp !== '' && stamp === (await sourceDigest(root))
}

/**
 * @param {string} root
 * @returns {string | undefined} the folder to give to Electron, when the app has been built
 */
export function appFolder(root) {
  return existsSync(join(root, 'out', 'main', 'main.cjs')) ? root : undefined
}

/**
 * Builds main process, preload and window into out/.
 * @param {Place} place
 * @param {{ signal: AbortSignal, onLine?: (line: string) => void }} options
 */
export async function buildApp({ root, cache }, { signal, onLine }) {
  const key = createHash('sha256').update(root).digest('hex').slice(0, 8)
  await withLock(
    join(cache, 'locks', `build-${key}.lock`),
    async () => {
      // The stamp goes first: an interrupted build must not look finished. The digest is taken before, so an edit meanwhile counts.
      await rm(stampFile(root), { force: true })
      const digest = await sourceDigest(root)
      const log = join(cache, 'logs', 'build.log')
      const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
      const result = await run(process.execPath, [vite, 'build'], {
        cwd: root,
        signal,
        log,
        ...(onLine ? { onLine } : {}),
      })
      if (result.code !== 0) {
        throw new UserError(
          'The app could not be built',
          'electron-vite found an error in the sources',
          'Correct it and run the command again.',
          result.tail,
        )
      }
      await writeWhole(stampFile(root), digest)
    },
    { signal },
  )
}

/**
 * Leaves a note of the set-up's helm beside the built app, which finds it there however it is started, whatever the XDG
 * variables say (electron/helm/set-up-helm.ts).
 * @param {string} root
 * @param {string} helm an absolute path
 */
export async function noteHelm(root, helm) {
  const file = join(root, 'out', 'set-up.json')
  const text = JSON.stringify({ helm })
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return
  await mkdir(join(root, 'out'), { recursive: true })
  await writeWhole(file, text)
}

/** @param {string} root */
function stampFile(root) {
  return join(root, 'out', '.sources')
}

/**
 * @param {string} root
 * @returns {Promise<string>} changes with every source the build reads; tests are not among them
 */
async function sourceDigest(root) {
  const files = [
    ...FILES.map((file) => join(root, file)),
    ...(await Promise.all(FOLDERS.map((folder) => sourcesIn(join(root, folder))))).flat(),
  ]
  const hash = createHash('sha256')
  for (const file of files.sort()) {
    const content = await readFile(file).catch(() => undefined)
    if (content) hash.update(`${relative(root, file)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** @param {string} folder */
async function sourcesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  return entries.flatMap((entry) =>
    entry.isFile() && !/\.spec\.ts$/.test(entry.name) ? [join(entry.parentPath, entry.name)] : [],
  )
}
