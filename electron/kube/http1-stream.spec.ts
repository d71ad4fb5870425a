import type { IncomingMessage } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { json, listenPlain, statusObject } from './testing/api-server'
import { failsWith, openClientLab, type ClientLab } from './testing/client-lab'
import { startProxy } from './testing/connect-proxy'
import { beginAnswer } from './testing/http2-server'
import { accept, readerOf, serveHttp2, textOf, watch } from './testing/stream-lab'
import { relayTo } from './testing/tcp-relay'

let lab: ClientLab
beforeEach(() => (lab = openClientLab()))
afterEach(() => lab.close())

describe('a stream over HTTP/1.1', () => {
  it('is spoken with a server that has nothing else, which is found out once', async () => {
    const ports = new Set<number | undefined>()
    const listener = await lab.serve((request, response) => {
      ports.add(request.socket.remotePort)
      response.end(`${request.headers.accept ?? ''} ${request.headers['accept-encoding'] ?? 'plain'}`)
    })
    const relay = await relayTo(listener.port)
    lab.keep(relay)
    const cluster = { server: `https://localhost:${relay.port}`, 'certificate-authority-data': listener.caData }
    const client = lab.clientOf({ cluster })
    for (let n = 0; n < 3; n++) {
      const stream = await client.stream('/', watch)
      expect(stream.isHttp2).toBe(false)
      expect(await textOf(stream)).toBe(`${accept} plain`)
    }
    expect(ports.size).toBe(1)
    expect(relay.opened()).toBe(2)
    expect(await client.ping(1)).toBe(true)
  })

  it('goes through a proxy', async () => {
    const { server } = await serveHttp2(lab, beginAnswer)
    const plain = await lab.serve((_request, response) => json(response, 200, 'there'))
    const proxy = await startProxy(() => plain.port)
    lab.keep(proxy)
    const cluster = {
      server: server.server,
      'certificate-authority-data': server.caData,
      'proxy-url': proxy.url,
    }
    const stream = await lab.clientOf({ cluster }).stream('/', watch)
    expect(stream.isHttp2).toBe(false)
    expect(await textOf(stream)).toBe('"there"')
    expect(server.opened()).toBe(0)
  })

  it('is spoken without TLS', async () => {
    const listener = await listenPlain((_request, response) => json(response, 200, 'there'))
    lab.keep(listener)
    const stream = await lab.clientOf({ cluster: { server: `http://localhost:${listener.port}` } }).stream('/', watch)
    expect(stream.isHttp2).toBe(false)
    expect(await textOf(stream)).toBe('"there"')
  })

  it('fails a reader whose connection breaks, and closes it at an early end', async () => {
    const sockets: IncomingMessage['socket'][] = []
    const client = await lab.clientOfAnswer((request, response) => {
      sockets.push(request.socket)
      response.writeHead(200).write('one')
    })
    const broken = readerOf(await client.stream('/', watch))
    expect(await broken.next()).toBe('one')
    const waiting = broken.next()
    sockets[0]?.destroy()
    await expect(waiting).rejects.toEqual(failsWith('cluster-unreachable'))
    const left = await client.stream('/', watch)
    left.close()
    expect(await textOf(left)).toBe('')
    await expect.poll(() => sockets[1]?.destroyed).toBe(true)
  })

  it('tells a refusal, waits no longer than it may, and ends with its client', async () => {
    const client = await lab.clientOfAnswer((request, response) => {
      if (request.url === '/no') json(response, 403, statusObject(403, 'not for ann'))
      if (request.url === '/open') response.writeHead(200).write('one')
    })
    await expect(client.stream('/no', watch)).rejects.toMatchObject({
      error: { code: 'forbidden', cause: 'not for ann' },
    })
    await expect(client.stream('/mute', { ...watch, headersTimeoutMs: 200 })).rejects.toEqual(
      failsWith('cluster-unreachable'),
    )
    const chunks = readerOf(await client.stream('/open', watch))
    await chunks.next()
    const waiting = chunks.next()
    client.dispose()
    await expect(waiting).rejects.toEqual(failsWith('cancelled'))
  })
})
