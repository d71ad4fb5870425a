import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { closedOrigin, withServer, withTemporaryFolder } from '../testing/fixtures.mjs'
import { download, downloadText } from './download.mjs'
import { messageOf } from './user-error.mjs'

const body = 'the content '.repeat(5000)
const sha256 = createHash('sha256').update(body).digest('hex')

describe('download', () => {
  it('keeps a file that has the expected checksum, and tells its progress', () =>
    withTemporaryFolder((folder) =>
      withServer(
        (_request, response) => response.setHeader('content-length', body.length).end(body),
        async (origin) => {
          const to = join(folder, 'deep', 'file')
          const seen: number[] = []
          await download({ url: `${origin}/file`, to, sha256, onProgress: (done, total) => seen.push(done / total) })
          expect(await readFile(to, 'utf8')).toBe(body)
          expect(seen.at(-1)).toBe(1)
        },
      ),
    ))

  it('keeps nothing of a file with another checksum', () =>
    withTemporaryFolder((folder) =>
      withServer(
        (_request, response) => response.end('something else'),
        async (origin) => {
          const promise = download({ url: `${origin}/file`, to: join(folder, 'file'), sha256 })
          await expect(promise).rejects.toThrow('does not have the expected checksum')
          expect(await readdir(folder)).toEqual([])
        },
      ),
    ))

  it('says that nobody listens', () =>
    withTemporaryFolder(async (folder) => {
      const promise = download({ url: `${await closedOrigin()}/file`, to: join(folder, 'file') })
      await expect(promise).rejects.toThrow(/^fetch failed \(connect ECONNREFUSED [^()]*\)$/)
      // Told once, also by whoever asks for the reasons behind it.
      expect(messageOf(await promise.catch((error: unknown) => error))).not.toMatch(/ECONNREFUSED.*ECONNREFUSED/)
      expect(await readdir(folder)).toEqual([])
    }))

  it('gives up on a server that never answers', () =>
    withTemporaryFolder((folder) =>
      withServer(
        () => undefined,
        async (origin) => {
          const started = Date.now()
          const promise = download({ url: origin, to: join(folder, 'file'), limits: { connectMs: 200 } })
          await expect(promise).rejects.toThrow('did not answer within 0.2 s')
          expect(Date.now() - started).toBeLessThan(3_000)
          expect(await readdir(folder)).toEqual([])
        },
      ),
    ))

  it('gives up on a server that falls silent half way', () =>
    withTemporaryFolder((folder) =>
      withServer(
        (_request, response) => response.setHeader('content-length', 1000).write('half'),
        async (origin) => {
          const promise = download({ url: origin, to: join(folder, 'file'), limits: { stallMs: 200 } })
          await expect(promise).rejects.toThrow('sent nothing for 0.2 s')
          expect(await readdir(folder)).toEqual([])
        },
      ),
    ))

  it('gives up on a server that drips for ever', () =>
    withServer(
      (_request, response) => {
        const timer = setInterval(() => response.write('.'), 20)
        response.on('close', () => clearInterval(timer))
      },
      async (origin) => {
        await expect(downloadText(origin, { totalMs: 200 })).rejects.toThrow('needed more than 0.2 s')
      },
    ))

  it('reports an answer that is not the file', () =>
    withServer(
      (_request, response) => response.writeHead(404).end('no such file'),
      async (origin) => {
        await expect(downloadText(`${origin}/gone`)).rejects.toThrow('answered 404')
      },
    ))

  it('stops at once when interrupted', () =>
    withServer(
      () => undefined,
      async (origin) => {
        const controller = new AbortController()
        const promise = downloadText(origin, {}, controller.signal)
        controller.abort(new Error('interrupted'))
        await expect(promise).rejects.toThrow('interrupted')
      },
    ))
})
