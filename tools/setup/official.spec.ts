import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { Limits } from '../lib/download.mjs'
import { rememberedFailure } from '../lib/failure-memory.mjs'
import { withServer, withTemporaryFolder } from '../testing/fixtures.mjs'
import { installOfficial, locateOfficial } from './official.mjs'
import { officialControlPlane, officialHelm, type Official } from './official-sources.mjs'

type Served = Record<string, Buffer>
interface Bench {
  readonly cache: string
  readonly official: Official
  readonly files: Served
}

describe.runIf(process.platform !== 'win32')('programs as their publishers built them', () => {
  it('are checked, unpacked, made programs and found again', () =>
    withBench(({ cache, official, files }) =>
      withFiles(files, async (env, asked) => {
        expect(locateOfficial(official, cache)).toBeUndefined()
        const fractions: number[] = []
        const onProgress = ({ fraction }: { fraction?: number | undefined }) => fractions.push(fraction ?? 0)
        expect(await installOfficial(official, { cache, env, onProgress })).toBe('')
        const programs = locateOfficial(official, cache) ?? {}
        expect(Object.keys(programs).sort()).toEqual(['etcd', 'kube-apiserver', 'kube-scheduler', 'kwok'])
        for (const [name, file] of Object.entries(programs)) {
          expect(execFileSync(file, { encoding: 'utf8' }), name).toBe(`${name}\n`)
        }
        expect(fractions.at(-1)).toBe(1)
        expect(await readdir(dirname(programs['etcd'] ?? ''))).not.toContain('downloads')
        const before = asked.length
        expect(await installOfficial(official, { cache, env })).toBe('')
        expect(asked).toHaveLength(before)
      }),
    ))

  it('are fetched again when one of them was altered since', () =>
    withBench(({ cache, official, files }) =>
      withFiles(files, async (env) => {
        await installOfficial(official, { cache, env })
        const { kwok = '' } = locateOfficial(official, cache) ?? {}
        await writeFile(kwok, 'something else')
        expect(await installOfficial(official, { cache, env })).toBe('')
        expect(execFileSync(kwok, { encoding: 'utf8' })).toBe('kwok\n')
      }),
    ))

  it.each<[string, string, (response: ServerResponse) => unknown, RegExp, Limits?]>([
    ['a pinned sha512 that does not fit', 'server.tar.gz', (to) => to.end('other'), /expected checksum \(sha512/],
    ['a pinned sha256 that does not fit', 'kwok', (to) => to.end('other'), /expected checksum \(sha256/],
    ['a checksum of the list that does not fit', 'etcd.tar.gz', (to) => to.end('other'), /expected checksum \(sha256/],
    [
      'a list without the file',
      'SUMS',
      (to) => to.end(`${'0'.repeat(64)}  etcd-other.tar.gz\n`),
      /no checksum of etcd/,
    ],
    ['a file that is gone', 'kwok', (to) => to.writeHead(404).end(), /answered 404/],
    ['a download that is cut off', 'server.tar.gz', cutOff, /terminated|ended after/],
    ['a host that says nothing', 'SUMS', () => undefined, /did not answer within 0.3 s/, { connectMs: 300 }],
    [
      'a host that falls silent',
      'kwok',
      (to) => to.setHeader('content-length', 1_000).write('half'),
      /sent nothing/,
      { stallMs: 300 },
    ],
  ])('are left alone for a day after one try: %s', (_what, broken, answer, why, limits = {}) =>
    withBench(({ cache, official, files }) =>
      withFiles(
        files,
        async (env, asked) => {
          const refused = await installOfficial(official, { cache, env, limits })
          expect(refused).toMatch(why)
          expect(locateOfficial(official, cache)).toBeUndefined()
          expect(await readdir(join(cache, dirname(official.folder)))).toEqual([])
          const before = asked.length
          expect(await installOfficial(official, { cache, env, limits })).toBe(refused)
          expect(asked).toHaveLength(before)
        },
        (path, response) => (basename(path) === broken ? (answer(response), true) : false),
      ),
    ),
  )

  it('are not remembered as refused when the person stopped the set-up', () =>
    withBench(({ cache, official }) =>
      withServer(
        () => undefined,
        async (origin) => {
          const controller = new AbortController()
          const env = { WHEELHOUSE_MIRROR: origin }
          const promise = installOfficial(official, { cache, env, signal: controller.signal })
          controller.abort(new Error('interrupted'))
          await expect(promise).rejects.toThrow('interrupted')
          expect(await rememberedFailure(cache, `${origin}/one.example/server.tar.gz`)).toBeUndefined()
        },
      ),
    ))

  it('are refused when an archive lacks one of them', () =>
    withBench(({ cache, official, files }) =>
      withFiles(files, async (env) => {
        const programs = { 'kube-proxy': 'kubernetes/server/bin/kube-proxy' }
        const other = { ...official, files: official.files.slice(0, 1).map((server) => ({ ...server, programs })) }
        expect(await installOfficial(other, { cache, env })).toMatch(/server\.tar\.gz holds no kube-proxy/)
      }),
    ))
})

describe('what is official', () => {
  it('is the version that Go would build', async () => {
    const cluster = new URL('../../e2e/cluster/', import.meta.url)
    const versions = async (folder: string, ...modules: string[]) => {
      const text = await readFile(new URL(`${folder}go.mod`, cluster), 'utf8')
      return modules.map((module) => new RegExp(`^\\s*(?:require )?${module} v(\\S+)`, 'm').exec(text)?.[1])
    }
    const [kubernetes, etcd, kwok] = await versions(
      '',
      'k8s\\.io/kubernetes',
      'go\\.etcd\\.io/etcd/server/v3',
      'sigs\\.k8s\\.io/kwok',
    )
    for (const platform of ['linux-amd64', 'linux-arm64']) {
      expect(officialControlPlane(platform)?.files.map(({ url }) => url)).toEqual([
        `https://dl.k8s.io/v${kubernetes}/kubernetes-server-${platform}.tar.gz`,
        `https://github.com/etcd-io/etcd/releases/download/v${etcd}/etcd-v${etcd}-${platform}.tar.gz`,
        `https://github.com/kubernetes-sigs/kwok/releases/download/v${kwok}/kwok-${platform}`,
        `https://github.com/kubernetes-sigs/kwok/releases/download/v${kwok}/kwokctl-${platform}`,
      ])
    }
    for (const major of [3, 4] as const) {
      const [helm] = await versions(`helm${major}/`, `helm\\.sh/helm/v${major}`)
      expect(officialHelm(major, 'linux-amd64').files[0]?.url).toBe(
        `https://get.helm.sh/helm-v${helm}-linux-amd64.tar.gz`,
      )
    }
  })

  it('has pins that are digests', () => {
    const pins = [
      officialControlPlane('linux-amd64'),
      officialControlPlane('linux-arm64'),
      officialHelm(3, 'linux-amd64'),
    ]
    for (const { checksum } of pins.flatMap((one) => one?.files ?? [])) {
      if ('sha256' in checksum) expect(checksum.sha256).toMatch(/^[0-9a-f]{64}$/)
      else if ('sha512' in checksum) expect(checksum.sha512).toMatch(/^[0-9a-f]{128}$/)
      else expect(checksum.list).toMatch(/^https:\/\/.*(SHA256SUMS|\.sha256sum)$/)
    }
  })

  it.each(['darwin-arm64', 'darwin-amd64', 'windows-amd64', 'linux-386'])('is no control plane for %s', (platform) => {
    expect(officialControlPlane(platform)).toBeUndefined()
  })

  it('is a zip with helm.exe for Windows', () => {
    expect(officialHelm(4, 'windows-amd64').files[0]?.url).toMatch(/windows-amd64\.zip$/)
  })
})

function cutOff(response: ServerResponse) {
  response.setHeader('content-length', 1_000)
  response.write('half', () => response.destroy())
}

/** Three publishers' files, made anew, and what the set-up is to know of them. */
function withBench(work: (bench: Bench) => Promise<void>) {
  return withTemporaryFolder(async (folder) => {
    const server = await archive(folder, [
      'kubernetes/server/bin/kube-apiserver',
      'kubernetes/server/bin/kube-scheduler',
    ])
    const etcd = await archive(folder, ['etcd-v1/etcd', 'etcd-v1/etcdctl'])
    const kwok = Buffer.from(program('kwok'))
    const official: Official = {
      name: 'The control plane',
      folder: 'control-plane/test',
      files: [
        {
          url: 'https://one.example/server.tar.gz',
          checksum: { sha512: digest(server, 'sha512') },
          programs: {
            'kube-apiserver': 'kubernetes/server/bin/kube-apiserver',
            'kube-scheduler': 'kubernetes/server/bin/kube-scheduler',
          },
        },
        {
          url: 'https://two.example/etcd.tar.gz',
          checksum: { list: 'https://two.example/SUMS' },
          programs: { etcd: 'etcd-v1/etcd' },
        },
        { url: 'https://two.example/kwok', checksum: { sha256: digest(kwok, 'sha256') }, programs: { kwok: '' } },
      ],
      bytes: 1e6,
      totalMs: 20_000,
    }
    const files = {
      '/one.example/server.tar.gz': server,
      '/two.example/etcd.tar.gz': etcd,
      '/two.example/SUMS': Buffer.from(`${'0'.repeat(64)}  etcd.zip\n${digest(etcd, 'sha256')}  etcd.tar.gz\n`),
      '/two.example/kwok': kwok,
    }
    await work({ cache: join(folder, 'cache'), official, files })
  })
}

/** Serves the files below the address that the environment names; `instead` may answer in its own way. */
function withFiles(
  files: Served,
  work: (env: NodeJS.ProcessEnv, asked: string[]) => Promise<void>,
  instead: (path: string, response: ServerResponse) => boolean = () => false,
) {
  const asked: string[] = []
  return withServer(
    ({ url = '' }, response) => {
      asked.push(url)
      if (instead(url, response)) return
      const body = files[url]
      if (body) response.setHeader('content-length', body.length).end(body)
      else response.writeHead(404).end()
    },
    (origin) => work({ WHEELHOUSE_MIRROR: `${origin}/` }, asked),
  )
}

/** A .tar.gz as tar makes it. */
async function archive(folder: string, paths: string[]) {
  const root = join(folder, 'packed')
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), program(basename(path)))
    // Publishers' archives keep the mode; a file that lost it has to run all the same.
    await chmod(join(root, path), 0o644)
  }
  const file = join(folder, 'packed.tar.gz')
  execFileSync('tar', ['-czf', file, '-C', root, ...paths])
  const body = await readFile(file)
  await rm(root, { recursive: true })
  return body
}

function program(name: string) {
  return `#!/bin/sh\necho ${name}\n`
}

function digest(body: Buffer, algorithm: string) {
  return createHash(algorithm).update(body).digest('hex')
}
