import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { closedOrigin, quietContext, withServer, withTemporaryFolder } from '../testing/fixtures.mjs'
import { makeZip } from '../testing/zip-samples.mjs'
import { fetchOfficialZip } from './electron-sources.mjs'
import { fetchElectron, installElectron, locateElectron, readRuntime } from './electron.mjs'

const program =
  process.platform === 'darwin'
    ? 'Electron.app/Contents/MacOS/Electron'
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron'
const zip = makeZip({ [program]: 'the program', version: '1.2.3' })
const zipName = `electron-v1.2.3-${process.platform}-${process.arch}.zip`

describe('Electron from the official download', () => {
  it('is checked against the pinned checksums, unpacked, described and found again', () =>
    withPlace(createHash('sha256').update(zip).digest('hex'), (place) =>
      withServer(
        (request, response) => response.end(request.url === `/v1.2.3/${zipName}` ? zip : ''),
        async (origin) => {
          const here = { ...place, env: { ELECTRON_MIRROR: `${origin}/` } }
          expect(await locateElectron(here)).toBeUndefined()
          const { executable, runtimeFile } = await installElectron(
            here,
            await fetchElectron(here, quietContext()),
            quietContext(),
          )
          expect(await readFile(executable, 'utf8')).toBe('the program')
          expect(await readRuntime(runtimeFile)).toEqual({ source: 'official', version: '1.2.3', supported: true })
          expect(await locateElectron(here)).toEqual({ executable, runtimeFile })
          expect(await fetchElectron(here, quietContext())).toBeUndefined()
          expect(existsSync(join(place.cache, 'downloads', zipName))).toBe(false)
        },
      ),
    ))

  it('is refused and removed when it has another checksum', () =>
    withPlace('0'.repeat(64), (place) =>
      withServer(
        (_request, response) => response.end(zip),
        async (origin) => {
          const here = { ...place, env: { ELECTRON_MIRROR: origin } }
          const fetched = await fetchElectron(here, quietContext())
          await expect(installElectron(here, fetched, quietContext())).rejects.toThrow('Electron was refused')
          expect(await locateElectron(here)).toBeUndefined()
          expect(existsSync(join(place.cache, 'downloads', zipName))).toBe(false)
        },
      ),
    ))

  it('is tried once a day where it cannot be reached', () =>
    withPlace('', async ({ cache }) => {
      const env = { ELECTRON_MIRROR: await closedOrigin() }
      const options = { version: '1.2.3', cache, env, context: quietContext() }
      const first = await fetchOfficialZip(options)
      expect(first).toMatchObject({ refused: expect.stringContaining('ECONNREFUSED') as string })
      const said: unknown[] = []
      const again = { ...options, context: { ...quietContext(), progress: (note: unknown) => said.push(note) } }
      expect(await fetchOfficialZip(again)).toEqual(first)
      expect(said).toEqual([])
    }))
})

describe('ELECTRON_OVERRIDE_DIST_PATH', () => {
  it('wins, and is described outside the folder', () =>
    withPlace('', async (place) => {
      const dist = join(place.root, 'dist')
      const here = { ...place, env: { ELECTRON_OVERRIDE_DIST_PATH: dist } }
      await expect(installElectron(here, undefined, quietContext())).rejects.toThrow('Correct the variable or unset it')
      await mkdir(join(dist, program, '..'), { recursive: true })
      await writeFile(join(dist, program), 'mine')
      await writeFile(join(dist, 'version'), '44.0.1\n')
      const found = await installElectron(here, await fetchElectron(here, quietContext()), quietContext())
      expect(found.executable).toBe(join(dist, program))
      expect(await readRuntime(found.runtimeFile)).toEqual({ source: 'override', version: '44.0.1', supported: true })
      expect(await locateElectron(here)).toEqual(found)
    }))
})

/** A project that pins Electron 1.2.3, whose npm package knows the given checksum. */
function withPlace(sha256: string, work: (place: { root: string; cache: string }) => Promise<void>) {
  return withTemporaryFolder(async (root) => {
    await writeFile(
      join(root, 'package-lock.json'),
      JSON.stringify({ packages: { 'node_modules/electron': { version: '1.2.3' } } }),
    )
    await mkdir(join(root, 'node_modules', 'electron'), { recursive: true })
    await writeFile(join(root, 'node_modules', 'electron', 'checksums.json'), JSON.stringify({ [zipName]: sha256 }))
    await work({ root, cache: join(root, 'cache') })
  })
}
