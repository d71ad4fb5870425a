import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { closedOrigin, withServer, withTemporaryFolder } from '../testing/fixtures.mjs'
import { packFromRegistry } from './npm.mjs'

const spec = 'sample-package@1.0.0'

describe('packFromRegistry', () => {
  it(
    'fetches a package file whose digest is the pinned one, and refuses another',
    () =>
      withRegistry(async (folder, integrity) => {
        const first = join(folder, 'first')
        const second = join(folder, 'second')
        await Promise.all([mkdir(first), mkdir(second)])
        const file = await packFromRegistry({ spec, integrity, bytes: 1000, folder: first })
        expect(`sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`).toBe(integrity)
        expect(readdirSync(first)).toHaveLength(1)
        const wrong = packFromRegistry({ spec, integrity: 'sha512-other', bytes: 1000, folder: second })
        await expect(wrong).rejects.toThrow('was refused: ')
      }),
    60_000,
  )

  it(
    'says in one sentence that the registry cannot be reached',
    () =>
      withTemporaryFolder(async (folder) => {
        vi.stubEnv('npm_config_registry', await closedOrigin())
        const promise = packFromRegistry({ spec, integrity: '', bytes: 1, folder })
        await expect(promise).rejects.toThrow(
          `${spec} could not be fetched: the npm registry could not be reached. Check the network`,
        )
        expect(readdirSync(folder)).toEqual([])
      }).finally(() => vi.unstubAllEnvs()),
    30_000,
  )
})

/** A registry on loopback with one package, which npm itself packed. */
function withRegistry(work: (folder: string, integrity: string) => Promise<void>) {
  return withTemporaryFolder(async (folder) => {
    const source = join(folder, 'source')
    await mkdir(source)
    await writeFile(join(source, 'package.json'), JSON.stringify({ name: 'sample-package', version: '1.0.0' }))
    execFileSync('npm', ['pack', '--silent'], { cwd: source, shell: process.platform === 'win32' })
    const tgz = readFileSync(join(source, 'sample-package-1.0.0.tgz'))
    const integrity = `sha512-${createHash('sha512').update(tgz).digest('base64')}`
    await withServer(
      (request, response) => {
        if (request.url?.endsWith('.tgz')) return response.end(tgz)
        const tarball = `http://${request.headers.host ?? ''}/sample-package.tgz`
        const version = { name: 'sample-package', version: '1.0.0', dist: { tarball, integrity } }
        return response.end(
          JSON.stringify({ name: 'sample-package', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } }),
        )
      },
      async (origin) => {
        vi.stubEnv('npm_config_registry', origin)
        await work(folder, integrity)
      },
    )
  }).finally(() => vi.unstubAllEnvs())
}
