import { posix, win32 } from 'node:path'
import type { Environment } from '../helm/environment'

/** Where helm keeps what the app reads itself. */
export interface HelmPaths {
  /** repositories.yaml. It holds passwords in plain text. */
  readonly repositories: string
  /** The folder with a NAME-index.yaml for each repository, as the server sent it. */
  readonly indexes: string
}

/**
 * helm's paths, found as helm finds them (pkg/helmpath, pkg/cli/environment.go): HELM_REPOSITORY_*, then HELM_*_HOME,
 * then XDG_*_HOME, then what the system uses. `helm env` says the same (charts.integration.spec.ts).
 * @param env the environment helm runs in
 */
export function helmPaths(env: Environment, platform: NodeJS.Platform, homeDir: string): HelmPaths {
  const path = platform === 'win32' ? win32 : posix
  const standard = standardHomes(env, platform, (...parts) => path.join(homeDir, ...parts))
  const home = (kind: 'CONFIG' | 'CACHE', otherwise: string): string => {
    const own = env[`HELM_${kind}_HOME`]
    if (own) return own
    const xdg = env[`XDG_${kind}_HOME`]
    return path.join(xdg ? xdg : otherwise, ...(xdg ? ['helm'] : []))
  }
  return {
    repositories: env['HELM_REPOSITORY_CONFIG'] ?? path.join(home('CONFIG', standard.config), 'repositories.yaml'),
    indexes: env['HELM_REPOSITORY_CACHE'] ?? path.join(home('CACHE', standard.cache), 'repository'),
  }
}

function standardHomes(
  env: Environment,
  platform: NodeJS.Platform,
  inHome: (...parts: string[]) => string,
): { readonly config: string; readonly cache: string } {
  if (platform === 'darwin')
    return { config: inHome('Library', 'Preferences', 'helm'), cache: inHome('Library', 'Caches', 'helm') }
  if (platform !== 'win32') return { config: inHome('.config', 'helm'), cache: inHome('.cache', 'helm') }
  const appData = env['APPDATA'] ?? inHome('AppData', 'Roaming')
  const temp = env['TEMP'] ?? inHome('AppData', 'Local', 'Temp')
  return { config: win32.join(appData, 'helm'), cache: win32.join(temp, 'helm') }
}
