import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cacheFolder, projectRoot } from './lib/paths.mjs'
import { appFolder } from './setup/app-build.mjs'
import { locateElectron } from './setup/electron.mjs'
import { locateHelms } from './setup/cluster-binaries.mjs'
import { locateOwnHelm } from './setup/helm.mjs'

/**
 * @typedef {object} Where absolute paths, null where absent
 * @property {string | null} electron the Electron program
 * @property {{ 3: string | null, 4: string | null }} helm both files are named `helm`
 * @property {string | null} app the folder to give to Electron, once the app has been built
 */

/**
 * Says where the set-up put things, so that a script can launch the built app: `electron.launch({ executablePath: electron, args: [app] })`.
 * Looks only: it sets nothing up.
 * @param {NodeJS.ProcessEnv} [env] WHEELHOUSE_CACHE and ELECTRON_OVERRIDE_DIST_PATH count
 * @returns {Promise<Where>}
 */
export async function where(env = process.env) {
  const cache = cacheFolder(env)
  const electron = await locateElectron({ root: projectRoot, cache, env })
  const helms = locateHelms(cache)
  return {
    electron: electron?.executable ?? null,
    // Where the pinned one can be neither fetched nor built there is still the helm 4 that the app itself uses.
    helm: { 3: helms[3] ?? null, 4: helms[4] ?? locateOwnHelm(cache) ?? null },
    app: appFolder(projectRoot) ?? null,
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await where()))
}
