import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { parseJson } from './json.mjs'

/**
 * Release payloads as helm writes them: gzip of the release's JSON, in base64 (the API adds another base64). They start
 * from helm's own dry run of a real chart, so every field, the manifest and the hooks are what helm would have written.
 */

/**
 * @typedef {object} ReleaseJson helm's release object; `info` and `chart` come first, as in helm's own JSON
 * @property {string} name
 * @property {Record<string, unknown>} info
 * @property {{ metadata: { name: string, version: string, appVersion?: string }, files?: unknown[] }} chart
 * @property {number} version
 * @property {string} namespace
 */
/** @typedef {{ name: string, namespace: string, version: number, status: string, first: Date, last: Date }} Revision */

const compress = promisify(gzip)

/** Ten thousand payloads are made at a time, mostly of random bytes: more effort would not make them smaller. */
const fast = { level: 1 }

/** Stand-ins in the dry run, replaced in the whole text: names and namespaces stand in manifests and notes too. */
export const standIn = { name: 'standinrelease', namespace: 'standinnamespace' }

/**
 * @param {string} template JSON text of helm's dry run, made with the stand-ins
 * @param {Revision} revision
 * @param {number} bytes wanted size of the payload; a payload that is larger by itself stays so
 * @returns {Promise<string>} what stands in the Secret's `data.release`
 */
export async function payload(template, revision, bytes) {
  const { name, namespace, version, status, first, last } = revision
  const text = template.replaceAll(standIn.name, name).replaceAll(standIn.namespace, namespace)
  /** @type {ReleaseJson} */
  const release = parseJson(text)
  release.version = version
  Object.assign(release.info, {
    first_deployed: first.toISOString(),
    last_deployed: last.toISOString(),
    description: description(status, version),
    status,
  })
  const bare = await compress(JSON.stringify(release), fast)
  const missing = Math.floor((bytes * 3) / 4) - bare.length
  if (missing <= 0) return twice(bare)
  // Random bytes do not compress: their base64 in the JSON costs about what they weigh.
  const file = { name: 'files/model.bin', data: randomBytes(Math.floor(missing * 0.985)).toString('base64') }
  release.chart.files = [...(release.chart.files ?? []), file]
  return twice(await compress(JSON.stringify(release), fast))
}

/** helm's base64, and the API's around it. @param {Buffer} compressed */
function twice(compressed) {
  return Buffer.from(compressed.toString('base64')).toString('base64')
}

/** helm's own words. @param {string} status @param {number} version */
function description(status, version) {
  if (status === 'failed') return 'Upgrade "release" failed: resource not ready, context deadline exceeded'
  if (status === 'uninstalled') return 'Uninstallation complete'
  if (status.startsWith('pending')) return version === 1 ? 'Initial install underway' : 'Preparing upgrade'
  return version === 1 ? 'Install complete' : 'Upgrade complete'
}

/**
 * The status of each revision: the newest is deployed, but a small part failed, hangs or is uninstalled; the one before
 * a failed or hanging one stays deployed; older ones are superseded.
 * @param {number} index of the release
 * @param {number} revisions
 * @returns {string[]} by revision, oldest first
 */
export function statuses(index, revisions) {
  const newest = newestStatus(index, revisions)
  const all = Array.from({ length: revisions }, () => 'superseded')
  all[revisions - 1] = newest
  const standsOn = newest === 'failed' || newest === 'pending-upgrade'
  if (standsOn && revisions > 1) all[revisions - 2] = 'deployed'
  return all
}

/** @param {number} index @param {number} revisions */
function newestStatus(index, revisions) {
  const place = index % 50
  if (place === 7 || place === 33) return 'failed'
  if (place === 13) return revisions > 1 ? 'pending-upgrade' : 'pending-install'
  return place === 41 ? 'uninstalled' : 'deployed'
}
