import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { requireSpace } from './files.mjs'
import { nodeProblem } from './node-version.mjs'
import { cacheFolder } from './paths.mjs'

describe('nodeProblem', () => {
  it.each(['18.20.4', '20.18.9', '4.0.0'])('refuses %s in one sentence', (version) => {
    expect(nodeProblem(version)).toContain(`this is Node ${version}. Install`)
  })

  it.each(['20.19.0', '20.20.2', '22.0.0', '26.1.0'])('accepts %s', (version) => {
    expect(nodeProblem(version)).toBe('')
  })
})

describe('requireSpace', () => {
  it('refuses what does not fit, also for a folder that does not exist yet', async () => {
    await expect(requireSpace('/no/such/folder', 1e18, 'Electron')).rejects.toThrow(
      /^Electron cannot be set up: it needs .* MB are free\. Free/,
    )
  })

  it('lets pass what fits', async () => {
    await requireSpace('/no/such/folder', 1, 'Electron')
  })
})

describe('cacheFolder', () => {
  it.each([
    [{ WHEELHOUSE_CACHE: '/w', XDG_CACHE_HOME: '/x' }, 'linux', '/w'],
    [{ XDG_CACHE_HOME: '/x' }, 'linux', '/x/wheelhouse'],
    [{}, 'linux', '/home/me/.cache/wheelhouse'],
    [{}, 'darwin', '/home/me/Library/Caches/wheelhouse'],
    [{ LOCALAPPDATA: '/local' }, 'win32', '/local/wheelhouse'],
  ] as const)('with %o on %s is %s', (env, platform, folder) => {
    expect(cacheFolder(env, platform, '/home/me')).toBe(join(folder))
  })
})
