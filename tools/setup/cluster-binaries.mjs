import { cacheFolder } from '../lib/paths.mjs'
import { CONTROL_PLANE, HELMS, ensureBuild, locateBuild } from './go-binaries.mjs'
import { officialControlPlane, officialHelm } from './official-sources.mjs'
import { installOfficial, locateOfficial } from './official.mjs'

/** @typedef {import('./official-sources.mjs').Official} Official */
/** @typedef {import('./go-binaries.mjs').Build} Build */

/**
 * @typedef {object} EnsureOptions
 * @property {((progress: { fraction?: number | undefined, note?: string | undefined }) => void) | undefined} [onProgress]
 * @property {((text: string) => void) | undefined} [say] a line that stays on the screen
 * @property {AbortSignal | undefined} [signal]
 * @property {string} [cache] the set-up's cache folder
 * @property {NodeJS.ProcessEnv} [env]
 * @property {import('../lib/download.mjs').Limits} [limits] for each official file
 */

/** @typedef {'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kwok' | 'kwokctl'} Component */

/**
 * The control plane's programs: what is there, else as their publishers built them, else built from their Go modules.
 * @param {EnsureOptions} [options]
 * @returns {Promise<Record<Component, string>>} absolute paths; rejects with a UserError where no way is left
 */
export async function ensureControlPlane(options = {}) {
  const programs = await ensure(officialControlPlane(), CONTROL_PLANE, options)
  return /** @type {Record<Component, string>} */ (programs)
}

/**
 * helm 3 and 4, from the same places.
 * @param {EnsureOptions} [options]
 * @returns {Promise<{ 3: string, 4: string }>} absolute paths; both files are named `helm`
 */
export async function ensureHelms(options = {}) {
  return { 4: await ensureHelm(4, options), 3: await ensureHelm(3, options) }
}

/**
 * @param {3 | 4} major
 * @param {EnsureOptions} [options]
 * @returns {Promise<string>} an absolute path
 */
export async function ensureHelm(major, options = {}) {
  return (await ensure(officialHelm(major), HELMS[major], options))['helm'] ?? ''
}

/**
 * @param {string} [cache]
 * @returns {Record<Component, string> | undefined} undefined where they are not there; sets nothing up
 */
export function locateControlPlane(cache = cacheFolder()) {
  const programs = locate(officialControlPlane(), CONTROL_PLANE, cache)
  return /** @type {Record<Component, string> | undefined} */ (programs)
}

/**
 * @param {string} [cache]
 * @returns {{ 3: string | undefined, 4: string | undefined }} undefined where not there; sets nothing up
 */
export function locateHelms(cache = cacheFolder()) {
  const find = (/** @type {3 | 4} */ major) => locate(officialHelm(major), HELMS[major], cache)?.['helm']
  return { 3: find(3), 4: find(4) }
}

/**
 * @param {Official | undefined} official
 * @param {Build} build
 * @param {string} cache
 */
function locate(official, build, cache) {
  return (official && locateOfficial(official, cache)) ?? locateBuild(build, cache)
}

/**
 * What was built already is not fetched again, and what was fetched is not built.
 * @param {Official | undefined} official
 * @param {Build} build
 * @param {EnsureOptions} options
 * @returns {Promise<Record<string, string>>}
 */
async function ensure(official, build, { cache = cacheFolder(), env = process.env, say, limits, signal, onProgress }) {
  const built = locateBuild(build, cache) !== undefined
  if (!official || (built && !locateOfficial(official, cache))) return ensureBuild(build, { cache, signal, onProgress })
  const refused = await installOfficial(official, { cache, env, signal, onProgress, ...(limits && { limits }) })
  const fetched = locateOfficial(official, cache)
  if (refused === '' && fetched) return fetched
  if (!built) say?.(`! ${official.name} is built from Go modules: its official download failed (${refused}).`)
  return ensureBuild(build, { cache, signal, onProgress, refused })
}
