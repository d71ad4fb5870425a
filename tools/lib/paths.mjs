import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '')

/**
 * Where the set-up keeps what it fetched or built: $WHEELHOUSE_CACHE, else the platform's cache folder.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 * @param {string} [home]
 * @returns {string} an absolute path, which need not exist yet
 */
export function cacheFolder(env = process.env, platform = process.platform, home = homedir()) {
  const { WHEELHOUSE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = env
  if (WHEELHOUSE_CACHE) return resolve(WHEELHOUSE_CACHE)
  if (XDG_CACHE_HOME) return join(resolve(XDG_CACHE_HOME), 'wheelhouse')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'wheelhouse')
  if (platform === 'win32') return join(LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'wheelhouse')
  return join(home, '.cache', 'wheelhouse')
}

/**
 * @param {string} name a program
 * @returns {string} its file name on this platform
 */
export function executableName(name) {
  return process.platform === 'win32' ? `${name}.exe` : name
}
