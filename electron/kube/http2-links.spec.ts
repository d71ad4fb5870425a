import { constants, type ServerHttp2Stream } from 'node:http2'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failsWith, openClientLab, type ClientLab } from './testing/client-lab'
import { beginAnswer } from './testing/http2-server'
import { writeTarget } from './testing/kubeconfig'
import { readerOf, serveHttp2, textOf, watch } from './testing/stream-lab'
import { relayTo } from './testing/tcp-relay'

let lab: ClientLab
beforeEach(() => (lab = openClientLab()))
afterEach(() => lab.close())

describe('an HTTP/2 link', () => {
  const brisk = { pingEveryMs: 50, pingLimitMs: 200 }

  it('that is lost fails its streams; the next stream gets a new one', async () => {
    const { client, server } = await serveHttp2(lab, beginAnswer)
    const chunks = readerOf(await client.stream('/', watch))
    server.sessions[0]?.destroy()
    await expect(chunks.next()).rejects.toEqual(failsWith('cluster-unreachable'))
    expect((await client.stream('/', watch)).isHttp2).toBe(true)
    expect(server.opened()).toBe(2)
  })

  it('whose stream the server resets fails that stream only', async () => {
    const open: ServerHttp2Stream[] = []
    const { client } = await serveHttp2(lab, (stream) => {
      // Without this, Node ends a stream in order before it resets it.
      stream.respond({ ':status': 200 }, { waitForTrailers: true })
      stream.on('wantTrailers', () => stream.sendTrailers({}))
      open.push(stream)
    })
    const [first, second] = [await client.stream('/', watch), await client.stream('/', watch)]
    for (const code of [constants.NGHTTP2_CANCEL, constants.NGHTTP2_INTERNAL_ERROR]) {
      const broken = await client.stream('/', watch)
      open.at(-1)?.close(code)
      await expect(textOf(broken)).rejects.toEqual(failsWith('cluster-unreachable'))
    }
    open[0]?.end('first')
    open[1]?.end('second')
    expect([await textOf(first), await textOf(second)]).toEqual(['first', 'second'])
  })

  it('that answers pings lives on', async () => {
    let pings = 0
    const { client, server } = await serveHttp2(lab, beginAnswer, { linkTiming: brisk })
    await client.stream('/', watch)
    server.sessions[0]?.on('ping', () => pings++)
    await expect.poll(() => pings).toBeGreaterThan(3)
    expect(await client.ping(5_000)).toBe(true)
    expect(server.opened()).toBe(1)
  })

  it('that leaves a ping unanswered is cut, by itself or when asked', async () => {
    for (const linkTiming of [brisk, { pingEveryMs: 60_000 }]) {
      const { server } = await serveHttp2(lab, beginAnswer)
      const relay = await relayTo(server.port)
      lab.keep(relay)
      const cluster = { server: `https://localhost:${relay.port}`, 'insecure-skip-tls-verify': true }
      const client = lab.clientOf({ cluster }, { linkTiming })
      const waiting = readerOf(await client.stream('/', watch)).next()
      relay.freeze()
      if (linkTiming !== brisk) expect(await client.ping(100)).toBe(false)
      await expect(waiting).rejects.toMatchObject({
        error: { code: 'cluster-unreachable', cause: expect.stringContaining('Nothing responded in time') as unknown },
      })
      expect(await client.ping(100)).toBe(true)
    }
  })

  it('takes no new streams after a GOAWAY, and lets the open ones go on', async () => {
    const open: ServerHttp2Stream[] = []
    const { client, server } = await serveHttp2(
      lab,
      (stream) => {
        beginAnswer(stream)
        open.push(stream)
      },
      { linkTiming: brisk },
    )
    const old = readerOf(await client.stream('/', watch))
    const [session] = server.sessions
    session?.goaway(constants.NGHTTP2_NO_ERROR, 2 ** 31 - 1)
    await expect.poll(async () => (await client.stream('/', watch)).isHttp2 && server.opened()).toBe(2)
    expect(await client.ping(5_000)).toBe(true)
    open[0]?.end('still here')
    expect(await old.next()).toBe('still here')
    expect(await old.next()).toBeNull()
    await expect.poll(() => session?.destroyed).toBe(true)
  })

  it('that refuses a stream because it is going away costs no failure', async () => {
    let refuse = true
    const { client } = await serveHttp2(lab, (stream) => {
      if (refuse) stream.close(constants.NGHTTP2_REFUSED_STREAM)
      else beginAnswer(stream)
      refuse = false
    })
    expect((await client.stream('/', watch)).isHttp2).toBe(true)
  })

  it('without streams is closed after a while', async () => {
    const { client, server } = await serveHttp2(lab, beginAnswer, { linkTiming: { idleMs: 50 } })
    const stream = await client.stream('/', watch)
    expect(server.sessions).toHaveLength(1)
    stream.close()
    await expect.poll(() => server.sessions).toEqual([])
  })

  it('is left for another when the certificates change, and closed after its last stream', async () => {
    const { client, server } = await serveHttp2(lab, beginAnswer)
    const old = await client.stream('/', watch)
    const cluster = { server: server.server, 'insecure-skip-tls-verify': true }
    writeTarget(lab.folder, { cluster })
    await client.stream('/', watch)
    expect(server.opened()).toBe(2)
    expect(server.sessions).toHaveLength(2)
    const [first] = server.sessions
    old.close()
    await expect.poll(() => server.sessions).toHaveLength(1)
    expect(first?.destroyed).toBe(true)
  })

  it('is closed with its client, whose streams are cancelled; what comes later opens a new one', async () => {
    const { client, server } = await serveHttp2(lab, beginAnswer)
    const waiting = readerOf(await client.stream('/', watch)).next()
    client.dispose()
    await expect(waiting).rejects.toEqual(failsWith('cancelled'))
    await expect.poll(() => server.sessions).toEqual([])
    expect((await client.stream('/', watch)).isHttp2).toBe(true)
  })
})
