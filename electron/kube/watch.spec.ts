import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ApiStream } from './api-client'
import { httpStatusOf } from './errors'
import { failsWith } from './testing/client-lab'
import { watchObjects, type WatchTold } from './watch'

const object = (resourceVersion: string, status = 'deployed'): object => ({
  metadata: { name: 'wéb', namespace: 'shop', resourceVersion, labels: { owner: 'helm', status } },
})
const line = (type: string, what: unknown): string => `${JSON.stringify({ type, object: what })}\n`
const told = [
  line('ADDED', object('5')),
  line('BOOKMARK', { metadata: { resourceVersion: '6' } }),
  line('MODIFIED', object('7', 'failed')),
  line('DELETED', object('8')),
].join('')
const meant: WatchTold[] = [
  { kind: 'put', object: object('5') },
  { kind: 'version', resourceVersion: '6' },
  { kind: 'put', object: object('7', 'failed') },
  { kind: 'drop', object: object('8') },
]

let asked: string[]
let closed: number
beforeEach(() => {
  asked = []
  closed = 0
})
afterEach(() => vi.useRealTimers())

/** @param chunks what the server sends; it ends the watch behind them unless it is silent */
function watch(chunks: readonly Buffer[], isSilent = false): AsyncGenerator<WatchTold, void, undefined> {
  let close = (): void => undefined
  const end = new Promise<void>((resolve) => (close = resolve))
  async function* send(): AsyncGenerator<Buffer, void, undefined> {
    yield* chunks
    if (isSilent) await end
  }
  const stream: ApiStream = {
    isHttp2: true,
    date: null,
    chunks: send(),
    close: () => {
      closed++
      close()
    },
  }
  return watchObjects(
    {
      stream: (path) => {
        asked.push(path)
        return Promise.resolve(stream)
      },
    },
    {
      path: '/api/v1/secrets',
      query: { labelSelector: 'owner=helm' },
      accept: 'application/json',
      resourceVersion: '4',
      signal: new AbortController().signal,
      timeoutSeconds: 300,
      silenceMs: 150_000,
      onOpen: () => undefined,
    },
  )
}

async function all(events: AsyncIterable<WatchTold>): Promise<WatchTold[]> {
  const found: WatchTold[] = []
  for await (const event of events) found.push(event)
  return found
}

const text = (...parts: string[]): Buffer[] => parts.map((part) => Buffer.from(part))

describe('watchObjects', () => {
  it('asks for all that happened since, and tells it', async () => {
    expect(await all(watch(text(told)))).toEqual(meant)
    const query = new URLSearchParams(asked[0]?.split('?')[1])
    expect(Object.fromEntries(query)).toEqual({
      labelSelector: 'owner=helm',
      watch: '1',
      allowWatchBookmarks: 'true',
      resourceVersion: '4',
      timeoutSeconds: '300',
    })
    expect(closed).toBe(1)
  })

  it('tells the same however it is cut into pieces, letters of two bytes included', async () => {
    const bytes = Buffer.from(told)
    const cuts = fc.uniqueArray(fc.nat(bytes.length), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const edges = [0, ...places.toSorted((one, other) => one - other), bytes.length]
        const pieces = edges.slice(1).map((end, at) => bytes.subarray(edges[at], end))
        expect(await all(watch(pieces))).toEqual(meant)
      }),
    )
  })

  it('leaves what has no end and no meaning', async () => {
    const strange = ['\n', line('BOOKMARK', {}), '[]\n', '{"type":7}\n']
    expect(await all(watch(text(...strange, told, line('ADDED', object('9')).slice(0, 50))))).toEqual(meant)
  })

  it('says that the version is too old as a status does, although the stream began well', async () => {
    const events = watch(text(told, line('ERROR', { kind: 'Status', code: 410, message: 'too old resource version' })))
    const failure: unknown = await all(events).catch((thrown: unknown) => thrown)
    expect(httpStatusOf(failure)).toBe(410)
    expect(closed).toBe(1)
  })

  it('does not take what is no event', async () => {
    await expect(all(watch(text('<html>\n')))).rejects.toEqual(failsWith('cluster-failed'))
    await expect(all(watch(text(`${'['.repeat(5_000)}\n`)))).rejects.toEqual(failsWith('cluster-failed'))
    expect(closed).toBe(2)
  })

  it('fails when a line is longer than any object', async () => {
    const endless = Array.from({ length: 6 }, () => Buffer.alloc(1024 * 1024, 'x'))
    await expect(all(watch(endless, true))).rejects.toEqual(failsWith('cluster-failed'))
    expect(closed).toBe(1)
  })

  it('takes a long line byte by byte without going through it each time', async () => {
    const [begin = '', end = ''] = line('ADDED', { ...object('5'), spec: 'HERE' }).split('HERE')
    const bytes = [
      Buffer.from(begin),
      Buffer.alloc(3_000_000, 'x'),
      ...text(...Array<string>(2_000).fill('y')),
      Buffer.from(end),
    ]
    const begun = performance.now()
    expect(await all(watch(bytes))).toHaveLength(1)
    expect(performance.now() - begun).toBeLessThan(2_000)
  })

  it('ends when nothing was said for too long, bookmarks included', async () => {
    vi.useFakeTimers()
    const ended = vi.fn()
    void all(watch(text(told), true)).then(ended)
    await vi.advanceTimersByTimeAsync(149_999)
    expect(ended).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(ended).toHaveBeenCalledWith(meant)
    expect(vi.getTimerCount()).toBe(0)
  })
})
