import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { closedOrigin, withServer, withTemporaryFolder } from '../testing/fixtures.mjs'
import { ensureControlPlane, ensureHelm, ensureHelms, locateControlPlane, locateHelms } from './cluster-binaries.mjs'

const published = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)

/** A stand-in for Go: it "builds" what it is asked for within no time. */
const GO = `#!/bin/sh
case "$1" in
  env) echo go1.26.0 ;;
  list) echo one ;;
  build) while [ $# -gt 1 ]; do [ "$1" = -o ] && out="$2"; shift; done
    for name in server kube-apiserver kube-controller-manager kube-scheduler kwok kwokctl helm; do echo built > "$out$name"; done ;;
esac
`

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('the programs of tests and demo', () => {
  it('are not there before they are set up', () =>
    withTemporaryFolder((cache) => {
      expect(locateControlPlane(cache)).toBeUndefined()
      expect(locateHelms(cache)).toEqual({ 3: undefined, 4: undefined })
      return Promise.resolve()
    }))

  it('need their publishers or Go, and the sentence tells of both', () =>
    withTemporaryFolder(async (cache) => {
      vi.stubEnv('PATH', join(cache, 'none'))
      const env = { WHEELHOUSE_MIRROR: await closedOrigin() }
      await expect(ensureHelm(4, { cache, env })).rejects.toThrow(
        /its official download failed \(.*ECONNREFUSED.*\), and Go is not installed\. Install Go 1\.26 or newer from https:\/\/go\.dev\/dl/,
      )
      expect(await readdir(join(cache, 'go'))).toEqual([])
    }))

  it('need a Go that is new enough', () =>
    withGo(
      async (cache) => {
        const env = { WHEELHOUSE_MIRROR: await closedOrigin() }
        await expect(ensureHelm(3, { cache, env })).rejects.toThrow('takes Go 1.26 or newer, and this is go1.20.1')
      },
      GO.replace('go1.26.0', 'go1.20.1'),
    ))
})

describe.runIf(process.platform !== 'win32')('what the publishers refuse', () => {
  it.runIf(published)('is built from its Go modules after one try, which is told', () =>
    withGo((cache) =>
      withServer(
        (_request, response) => response.writeHead(503).end(),
        async (origin) => {
          const env = { WHEELHOUSE_MIRROR: origin }
          const said: string[] = []
          const say = (text: string) => said.push(text)
          const programs = await ensureControlPlane({ cache, env, say })
          expect(Object.keys(programs).sort()).toEqual(
            ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok', 'kwokctl'].sort(),
          )
          for (const file of Object.values(programs)) expect(await readFile(file, 'utf8')).toBe('built\n')
          expect(said).toEqual([
            expect.stringMatching(/^! The control plane is built from Go modules: .* answered 503/),
          ])
          expect(locateControlPlane(cache)).toEqual(programs)
        },
      ),
    ),
  )

  it.runIf(published)('is not used when it has another checksum', () =>
    withGo((cache) =>
      withServer(
        (_request, response) => response.end('something else'),
        async (origin) => {
          const programs = await ensureControlPlane({ cache, env: { WHEELHOUSE_MIRROR: origin } })
          expect(await readFile(programs.kwok, 'utf8')).toBe('built\n')
        },
      ),
    ),
  )

  it('is not asked for again once it has been built', () =>
    withGo((cache) => {
      let asked = 0
      return withServer(
        (_request, response) => {
          asked += 1
          response.writeHead(404).end()
        },
        async (origin) => {
          const env = { WHEELHOUSE_MIRROR: origin }
          const helms = await ensureHelms({ cache, env })
          const before = asked
          expect(before).toBeGreaterThan(0)
          expect(await ensureHelms({ cache, env: { WHEELHOUSE_MIRROR: `${origin}/another` } })).toEqual(helms)
          expect(asked).toBe(before)
          expect(locateHelms(cache)).toEqual(helms)
        },
      )
    }))
})

/** A cache folder, and a stand-in for Go first on the PATH. */
function withGo(work: (cache: string) => Promise<void>, script = GO) {
  return withTemporaryFolder(async (folder) => {
    const go = join(folder, 'bin', 'go')
    await mkdir(dirname(go))
    await writeFile(go, script)
    await chmod(go, 0o755)
    vi.stubEnv('PATH', `${dirname(go)}${delimiter}${process.env['PATH'] ?? ''}`)
    await work(join(folder, 'cache'))
  })
}
