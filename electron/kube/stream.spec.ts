import { writeFileSync } from 'node:fs'
import { constants, type ServerHttp2Stream } from 'node:http2'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { closedPort, listenSilently, statusObject } from './testing/api-server'
import { failsWith, openClientLab, type ClientLab } from './testing/client-lab'
import { beginAnswer, type StreamAnswerer } from './testing/http2-server'
import { accept, front, readerOf, serveHttp2, textOf, watch } from './testing/stream-lab'

let lab: ClientLab
beforeEach(() => (lab = openClientLab()))
afterEach(() => lab.close())

describe('a stream over HTTP/2', () => {
  it('carries path, headers and credentials, and gives the bytes as they come', async () => {
    const seen: unknown[] = []
    let open: ServerHttp2Stream | undefined
    const { client } = await serveHttp2(
      lab,
      (stream, headers) => {
        seen.push(headers)
        stream.respond({ ':status': 200, date: 'Mon, 23 Nov 2026 10:00:00 GMT' })
        open = stream
      },
      { user: { token: 'secret', as: 'ann', 'as-groups': ['a', 'b'] } },
    )
    const stream = await client.stream('/api/v1/secrets?watch=1', watch)
    expect(stream).toMatchObject({ isHttp2: true, date: Date.UTC(2026, 10, 23, 10) })
    const chunks = readerOf(stream)
    for (const word of ['one', 'two']) {
      open?.write(word)
      expect(await chunks.next()).toBe(word)
    }
    open?.end()
    expect(await chunks.next()).toBeNull()
    expect(seen).toEqual([
      expect.objectContaining({
        ':path': '/api/v1/secrets?watch=1',
        accept,
        authorization: 'Bearer secret',
        'impersonate-user': 'ann',
        'impersonate-group': 'a, b',
        'user-agent': 'wheelhouse',
      }),
    ])
    expect(seen[0]).not.toHaveProperty('accept-encoding')
  })

  it('shares a link with others of its kind, up to the limit', async () => {
    const { client, server } = await serveHttp2(lab, beginAnswer, { linkTiming: { maxStreams: 3 } })
    await Promise.all(Array.from({ length: 7 }, () => client.stream('/', watch)))
    expect(server.opened()).toBe(3)
    await client.stream('/', front)
    expect(server.opened()).toBe(4)
  })

  it('keeps to the limit of the server', async () => {
    const { client, server } = await serveHttp2(lab, beginAnswer, { maxStreams: 2 })
    for (let n = 0; n < 5; n++) await client.stream('/', watch)
    expect(server.opened()).toBe(3)
  })

  it('takes the place of one that ended', async () => {
    const { client, server } = await serveHttp2(
      lab,
      (stream) => stream.respond({ ':status': 200 }, { endStream: true }),
      {
        linkTiming: { maxStreams: 1 },
      },
    )
    for (let n = 0; n < 5; n++) expect(await textOf(await client.stream('/', watch))).toBe('')
    expect(server.opened()).toBe(1)
  })

  it('of kind front gets 6 KiB, and hardly more than is read', async () => {
    const { client, server } = await serveHttp2(lab, (stream) => {
      beginAnswer(stream)
      stream.end(Buffer.alloc(1_000_000))
    })
    const sizes: number[] = []
    for (let n = 0; n < 10; n++) {
      const stream = await client.stream('/', front)
      for await (const chunk of stream.chunks) if (sizes.push(chunk.length)) break
      await expect.poll(() => server.ends.length).toBe(n + 1)
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(6_144)
    expect(server.sessions[0]?.socket.bytesWritten).toBeLessThan(10 * 2 * 8_192)
  })

  it('that is ended early tells the server at once, and ends for its reader', async () => {
    const { client, server } = await serveHttp2(lab, (stream) => {
      beginAnswer(stream)
      stream.write('x'.repeat(1_000_000))
    })
    for (const kind of ['watch', 'front'] as const) {
      const stream = await client.stream('/', { ...watch, kind })
      const chunks = readerOf(stream)
      expect(await chunks.next()).toContain('x')
      stream.close()
      expect(await chunks.next()).toBeNull()
    }
    const left = await client.stream('/', watch)
    for await (const chunk of left.chunks) if (chunk.length > 0) break
    const cancelled = constants.NGHTTP2_CANCEL
    await expect.poll(() => server.ends).toEqual([cancelled, cancelled, cancelled])
    expect(server.sessions).toHaveLength(2)
  })

  it('is cancelled by its signal, before and after the headers', async () => {
    let answers = true
    let asked = 0
    const { client, server } = await serveHttp2(lab, (stream) => {
      asked++
      if (answers) beginAnswer(stream)
    })
    const abort = new AbortController()
    const chunks = readerOf(await client.stream('/', { ...watch, signal: abort.signal }))
    const waiting = chunks.next()
    abort.abort()
    await expect(waiting).rejects.toEqual(failsWith('cancelled'))
    answers = false
    const early = new AbortController()
    const opening = client.stream('/', { ...watch, signal: early.signal })
    await expect.poll(() => asked).toBe(2)
    early.abort()
    await expect(opening).rejects.toEqual(failsWith('cancelled'))
    await expect(client.stream('/', { ...watch, signal: early.signal })).rejects.toEqual(failsWith('cancelled'))
    await expect.poll(() => server.ends).toEqual([constants.NGHTTP2_CANCEL, constants.NGHTTP2_CANCEL])
    expect(asked).toBe(2)
  })
})

describe('a refusal', () => {
  const refuse =
    (status: number, body: string, headers: Record<string, string> = {}): StreamAnswerer =>
    (stream) => {
      stream.respond({ ':status': status, ...headers })
      stream.end(body)
    }

  it.each([
    [401, 'Unauthorized', 'cluster-unauthorised'],
    [403, 'secrets is forbidden: User "ann" cannot watch resource "secrets"', 'forbidden'],
    [404, 'the server could not find the requested resource', 'api-missing'],
    [410, 'too old resource version', 'api-missing'],
    [500, 'etcdserver: request timed out', 'cluster-unreachable'],
  ])('%i %s is %s', async (status, message, code) => {
    const { client, server } = await serveHttp2(lab, refuse(status, JSON.stringify(statusObject(status, message))))
    const failure: unknown = await client.stream('/', watch).catch((error: unknown) => error)
    expect(failure).toEqual(failsWith(code))
    expect(failure).toMatchObject({ error: { detail: expect.stringContaining(message) as unknown }, cause: { status } })
    await expect.poll(() => server.ends).toHaveLength(1)
  })

  it('tells how long to wait', async () => {
    const { client } = await serveHttp2(lab, refuse(429, '{}', { 'retry-after': '3' }))
    await expect(client.stream('/', watch)).rejects.toMatchObject({ cause: { status: 429, retryAfterMs: 3000 } })
  })

  it('is read no further than its first 64 KiB', async () => {
    const { client, server } = await serveHttp2(lab, (stream) => {
      stream.respond({ ':status': 500 })
      stream.write('x'.repeat(1_000_000))
    })
    await expect(client.stream('/', watch)).rejects.toEqual(failsWith('cluster-unreachable'))
    await expect.poll(() => server.ends).toEqual([constants.NGHTTP2_CANCEL])
  })

  it('whose words do not come ends with the time limit, and is given up', async () => {
    const { client, server } = await serveHttp2(lab, (stream) => {
      stream.respond({ ':status': 500 })
      stream.write('{')
    })
    await expect(client.stream('/', { ...watch, headersTimeoutMs: 200 })).rejects.toMatchObject({
      error: { cause: expect.stringContaining('0.2 seconds') as unknown },
    })
    await expect.poll(() => server.ends).toEqual([constants.NGHTTP2_CANCEL])
  })

  it('in the form of a web page is not Kubernetes', async () => {
    const { client } = await serveHttp2(lab, (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'text/html; charset=utf-8' })
      stream.end('<!doctype html>')
    })
    await expect(client.stream('/', watch)).rejects.toMatchObject({
      error: { message: expect.stringContaining("doesn't respond like a Kubernetes") as unknown },
    })
  })

  it('of credentials that were good is answered with new ones, once', async () => {
    const tokens: unknown[] = []
    const { client, server } = await serveHttp2(
      lab,
      (stream, { authorization }) => {
        tokens.push(authorization)
        // The token is renewed in the moment in which the server refuses the old one.
        writeFileSync(join(lab.folder, 'token'), 'new')
        if (authorization === 'Bearer new') beginAnswer(stream)
        else stream.respond({ ':status': 401 }, { endStream: true })
      },
      { user: { tokenFile: 'token' } },
    )
    writeFileSync(join(lab.folder, 'token'), 'old')
    expect((await client.stream('/', watch)).isHttp2).toBe(true)
    expect(tokens).toEqual(['Bearer old', 'Bearer new'])
    expect(server.opened()).toBe(1)
  })
})

describe('no answer', () => {
  it('from a closed port is unreachable', async () => {
    const client = lab.clientOf({ cluster: { server: `https://localhost:${await closedPort()}` } })
    await expect(client.stream('/', watch)).rejects.toMatchObject({
      error: { code: 'cluster-unreachable', cause: expect.stringContaining('Nothing listens') as unknown },
    })
  })

  it('from a silent listener ends with the limit of the connection', async () => {
    const listener = await listenSilently()
    lab.keep(listener)
    const cluster = { server: `https://localhost:${listener.port}` }
    const client = lab.clientOf({ cluster }, { linkTiming: { connectMs: 100 } })
    await expect(client.stream('/', watch)).rejects.toMatchObject({
      error: { code: 'cluster-unreachable', cause: expect.stringContaining('Nothing responded in time') as unknown },
    })
  })

  it('to a request ends with its own limit', async () => {
    const { client, server } = await serveHttp2(lab, () => undefined)
    await expect(client.stream('/', { ...watch, headersTimeoutMs: 200 })).rejects.toMatchObject({
      error: { code: 'cluster-unreachable', cause: expect.stringContaining('0.2 seconds') as unknown },
    })
    await expect.poll(() => server.ends).toEqual([constants.NGHTTP2_CANCEL])
  })

  it('from a server that nobody trusts is a matter of certificates', async () => {
    const { server } = await serveHttp2(lab, beginAnswer)
    const client = lab.clientOf({ cluster: { server: server.server } })
    await expect(client.stream('/', watch)).rejects.toEqual(failsWith('cluster-certificate'))
  })

  it('from a server by address is verified by the name that the kubeconfig gives', async () => {
    const { server } = await serveHttp2(lab, beginAnswer)
    const cluster = { server: `https://127.0.0.1:${server.port}`, 'certificate-authority-data': server.caData }
    await expect(lab.clientOf({ cluster }).stream('/', watch)).rejects.toEqual(failsWith('cluster-certificate'))
    const named = lab.clientOf({ cluster: { ...cluster, 'tls-server-name': 'localhost' } })
    expect((await named.stream('/', watch)).isHttp2).toBe(true)
  })
})
