import { describe, expect, it } from 'vitest'
import { helmPaths } from './helm-paths'

describe("helm's paths", () => {
  it.each([
    ['linux', {}, '/me', '/me/.config/helm/repositories.yaml', '/me/.cache/helm/repository'],
    ['darwin', {}, '/me', '/me/Library/Preferences/helm/repositories.yaml', '/me/Library/Caches/helm/repository'],
    [
      'win32',
      { APPDATA: 'C:\\me\\Roaming', TEMP: 'C:\\me\\Temp' },
      'C:\\me',
      'C:\\me\\Roaming\\helm\\repositories.yaml',
      'C:\\me\\Temp\\helm\\repository',
    ],
    [
      'win32',
      {},
      'C:\\me',
      'C:\\me\\AppData\\Roaming\\helm\\repositories.yaml',
      'C:\\me\\AppData\\Local\\Temp\\helm\\repository',
    ],
    [
      'linux',
      { XDG_CONFIG_HOME: '/c', XDG_CACHE_HOME: '/k' },
      '/me',
      '/c/helm/repositories.yaml',
      '/k/helm/repository',
    ],
    ['darwin', { HELM_CONFIG_HOME: '/c', HELM_CACHE_HOME: '/k' }, '/me', '/c/repositories.yaml', '/k/repository'],
    ['linux', { HELM_REPOSITORY_CONFIG: '/r.yaml', HELM_REPOSITORY_CACHE: '/k' }, '/me', '/r.yaml', '/k'],
    [
      'linux',
      { HELM_CONFIG_HOME: '', XDG_CACHE_HOME: '' },
      '/me',
      '/me/.config/helm/repositories.yaml',
      '/me/.cache/helm/repository',
    ],
  ] as const)('on %s with %j', (platform, env, home, repositories, indexes) => {
    expect(helmPaths(env, platform, home)).toEqual({ repositories, indexes })
  })
})
