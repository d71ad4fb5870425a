import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { closedOrigin, quietContext, withTemporaryFolder } from '../testing/fixtures.mjs'
import { installPackages, packagesAreCurrent } from './npm-packages.mjs'

const lock = (packages: object) => JSON.stringify({ lockfileVersion: 3, packages })
const one = { version: '1.0.0', integrity: 'sha512-one' }

describe('packagesAreCurrent', () => {
  it("accepts a person's own npm install, and remembers it", () =>
    withTemporaryFolder(async (root) => {
      await mkdir(join(root, 'node_modules'))
      await writeFile(join(root, 'package-lock.json'), lock({ '': {}, 'node_modules/one': one }))
      expect(await packagesAreCurrent(root)).toBe(false)
      await writeFile(join(root, 'node_modules', '.package-lock.json'), lock({ 'node_modules/one': one }))
      expect(await packagesAreCurrent(root)).toBe(true)
      expect(await readFile(join(root, 'node_modules', '.wheelhouse-lock'), 'utf8')).toMatch(/^[0-9a-f]{64}$/)
      await writeFile(
        join(root, 'package-lock.json'),
        lock({ '': {}, 'node_modules/one': { ...one, version: '1.1.0' } }),
      )
      expect(await packagesAreCurrent(root)).toBe(false)
    }))

  it('does not miss what is for other platforms only', () =>
    withTemporaryFolder(async (root) => {
      await mkdir(join(root, 'node_modules'))
      const wanted = { 'node_modules/one': one, 'node_modules/mac': { version: '2.0.0', optional: true } }
      await writeFile(join(root, 'package-lock.json'), lock(wanted))
      await writeFile(join(root, 'node_modules', '.package-lock.json'), lock({ 'node_modules/one': one }))
      expect(await packagesAreCurrent(root)).toBe(true)
    }))
})

describe('installPackages', () => {
  it(
    'says in one sentence that the registry cannot be reached, and leaves no half of node_modules',
    () =>
      withTemporaryFolder(async (root) => {
        vi.stubEnv('npm_config_registry', await closedOrigin())
        vi.stubEnv('npm_config_cache', join(root, 'npm-cache'))
        await writeFile(
          join(root, 'package.json'),
          JSON.stringify({ name: 'a', version: '1.0.0', dependencies: { one: '1.0.0' } }),
        )
        const packages = {
          '': { name: 'a', version: '1.0.0', dependencies: { one: '1.0.0' } },
          'node_modules/one': { version: '1.0.0' },
        }
        await writeFile(join(root, 'package-lock.json'), lock(packages))
        const promise = installPackages({ root, cache: join(root, 'cache') }, quietContext())
        await expect(promise).rejects.toThrow(
          'could not be installed: the npm registry could not be reached. Check the network',
        )
        expect(await readdir(root)).not.toContain('node_modules')
      }).finally(() => vi.unstubAllEnvs()),
    30_000,
  )
})
