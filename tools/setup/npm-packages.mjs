import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { digestOfFile, readJson, requireSpace, writeWhole } from '../lib/files.mjs'
import { withLock } from '../lib/lock.mjs'
import { runNpm } from './npm.mjs'

/** What node_modules and npm's cache take together, rounded up. */
const BYTES = 900e6

/** @typedef {{ root: string, cache: string }} Place the project's folder and the set-up's cache folder */

/**
 * @param {string} root
 * @returns {Promise<boolean>} whether node_modules is what package-lock.json asks for
 */
export async function packagesAreCurrent(root) {
  const stamp = await readFile(stampFile(root), 'utf8').catch(() => '')
  if (stamp !== '' && stamp === (await lockDigest(root))) return true
  if (!(await matchesHiddenLock(root))) return false
  await writeWhole(stampFile(root), await lockDigest(root))
  return true
}

/**
 * Installs the packages of package-lock.json.
 * @param {Place} place
 * @param {import('../lib/steps.mjs').StepContext} context
 */
export async function installPackages({ root, cache }, { signal, progress }) {
  await requireSpace(root, BYTES, 'The npm packages')
  await withLock(
    join(cache, 'locks', 'npm-ci.lock'),
    async () => {
      if (await packagesAreCurrent(root)) return
      try {
        await runNpm(['ci', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'], {
          what: 'The npm packages could not be installed',
          cwd: root,
          signal,
          log: join(cache, 'logs', 'npm-ci.log'),
        })
      } catch (error) {
        await rm(join(root, 'node_modules'), { recursive: true, force: true })
        throw error
      }
      await writeWhole(stampFile(root), await lockDigest(root))
    },
    { signal, onWait: (pid) => progress({ note: `waiting for process ${pid}, which is at it` }) },
  )
}

/** @param {string} root */
function stampFile(root) {
  return join(root, 'node_modules', '.wheelhouse-lock')
}

/** @param {string} root */
function lockDigest(root) {
  return digestOfFile(join(root, 'package-lock.json'))
}

/**
 * npm writes node_modules/.package-lock.json when an install is complete: a person's own `npm install` counts too.
 * @param {string} root
 */
async function matchesHiddenLock(root) {
  const wanted = packagesOf(await readJson(join(root, 'package-lock.json')))
  const present = packagesOf(await readJson(join(root, 'node_modules', '.package-lock.json')))
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([path, { version, integrity, optional, peer }]) => {
    const found = present[path]
    if (path === '' || (!found && (optional || peer))) return true
    return found?.version === version && found?.integrity === integrity
  })
}

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, peer?: boolean }} LockEntry */

/**
 * @param {unknown} lock
 * @returns {Record<string, LockEntry> | undefined}
 */
function packagesOf(lock) {
  if (typeof lock !== 'object' || lock === null || !('packages' in lock)) return undefined
  return /** @type {Record<string, LockEntry>} */ (lock.packages)
}
