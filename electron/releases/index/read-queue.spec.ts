import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createReadQueue, type ReadQueue } from './read-queue'
import { payloadKey, recordKey, type ReleaseRecord } from './record'
import { createSummaryCache, type SummaryCache } from './summary-cache'
import { httpFailure, lostConnection, recordOf } from './testing/fake-cluster'
import { fakePayloads, keysOf, type FakePayloads } from './testing/fake-payloads'

const web = recordOf('web')
const api = recordOf('api')
const many = Array.from({ length: 100 }, (_, at) => recordOf(`web-${at}`))

let payloads: FakePayloads
let cache: SummaryCache
let read: string[]
let isWanted: (record: ReleaseRecord) => boolean
let queue: ReadQueue

beforeEach(() => {
  vi.useFakeTimers()
  open([web, api, ...many])
})
afterEach(() => {
  queue.stop()
  vi.useRealTimers()
})

function open(records: readonly ReleaseRecord[]): void {
  payloads = fakePayloads(records)
  cache = createSummaryCache()
  read = []
  isWanted = () => true
  queue = createReadQueue({
    client: payloads.client,
    resource: 'secrets',
    cache,
    isWanted: (record) => isWanted(record),
    scopeOf: () => '',
    onRead: (key) => void read.push(key),
  })
}

const known = (records: readonly ReleaseRecord[]): string[] =>
  keysOf(records).filter((key) => 'chartName' in (cache.get(key) ?? {}))
const soon = (timeMs = 500): Promise<unknown> => vi.advanceTimersByTimeAsync(timeMs)
const kinds = (): string[] => [...new Set(payloads.asked.map((what) => what.split(' ')[0] ?? ''))]

describe('a few payloads', () => {
  it('are read one by one, cut after their front, and told of', async () => {
    for (const record of [web, api]) queue.want(record)
    await soon()
    expect(cache.get(payloadKey(web))).toMatchObject({ chartName: 'demo', chartVersion: '1.2.3', status: 'deployed' })
    expect(known([web, api])).toHaveLength(2)
    expect(read.sort()).toEqual(['shop/api', 'shop/web'])
    expect(payloads.asked.sort()).toEqual(['front api', 'front web'])
  })

  it('are read in the order in which somebody looks at them, some at a time', async () => {
    queue.prefer(['shop/web-40', 'shop/nothing', 'shop/web-7'])
    for (const record of many.slice(0, 60)) queue.want(record)
    await soon()
    expect(payloads.asked.slice(0, 2)).toEqual(['front web-40', 'front web-7'])
    expect(known(many)).toHaveLength(60)
    expect(payloads.most()).toBeGreaterThan(8)
    expect(payloads.most()).toBeLessThan(60)
  })

  it('are left when nobody wants them any more, or when they are known', async () => {
    cache.set(payloadKey(api), { problem: 'known' })
    isWanted = (record) => record.release !== 'web'
    for (const record of [web, api]) queue.want(record)
    await soon()
    expect(payloads.asked).toEqual([])
  })

  it('are left when they are gone, or of another version by now', async () => {
    payloads.stored.delete(web.object)
    payloads.stored.set(api.object, { ...api, resourceVersion: '99' })
    for (const record of [web, api]) queue.want(record)
    await soon(60_000)
    expect(read).toEqual([])
    expect(payloads.asked).toHaveLength(2)
  })
})

describe('many payloads', () => {
  it('are read one by one, those in sight before', async () => {
    queue.prefer(many.slice(50, 60).map(recordKey))
    for (const record of many) queue.want(record)
    await soon()
    expect(known(many)).toHaveLength(many.length)
    expect(kinds()).toEqual(['front'])
    expect(payloads.asked.slice(0, 10)).toEqual(many.slice(50, 60).map(({ release }) => `front ${release}`))
  })

  it('are read in pages where they cannot be cut', async () => {
    payloads.isHttp2 = false
    queue.want(web)
    await soon()
    queue.prefer(many.slice(50, 60).map(recordKey))
    for (const record of many) queue.want(record)
    await soon()
    expect(known(many)).toHaveLength(many.length)
    expect(payloads.asked.some((what) => what.startsWith('page'))).toBe(true)
    expect(payloads.asked.length).toBeLessThan(many.length)
  })

  it('are read one by one when no page holds them, or when pages fail', async () => {
    const superseded = many.map((record) => ({ ...record, status: 'superseded' }))
    open(superseded)
    payloads.isHttp2 = false
    for (const record of superseded) queue.want(record)
    await soon()
    expect(known(superseded)).toHaveLength(many.length)
    open(many)
    payloads.isHttp2 = false
    payloads.onAsk = (what) => {
      if (what.startsWith('page')) throw httpFailure(500)
    }
    for (const record of many) queue.want(record)
    await soon()
    expect(known(many)).toHaveLength(many.length)
  })
})

describe('a payload that cannot be read', () => {
  it('is tried again, later each time', async () => {
    payloads.onAsk = () => {
      throw lostConnection()
    }
    queue.want(web)
    await soon(60_000)
    expect(payloads.asked.length).toBeGreaterThan(6)
    expect(payloads.asked.length).toBeLessThan(20)
    payloads.onAsk = () => undefined
    await soon(13_000)
    expect(known([web])).toHaveLength(1)
  })

  it('is tried at once when the way is free again', async () => {
    payloads.onAsk = () => {
      throw lostConnection()
    }
    queue.want(web)
    await soon(60_000)
    payloads.onAsk = () => undefined
    queue.kick()
    await soon(10)
    expect(known([web])).toHaveLength(1)
  })

  it('says so when it may not be read', async () => {
    payloads.onAsk = () => {
      throw httpFailure(403)
    }
    queue.want(web)
    await soon(60_000)
    expect(cache.get(payloadKey(web))).toMatchObject({ problem: expect.stringContaining('may not') as unknown })
    expect(payloads.asked).toHaveLength(1)
  })

  it('does not keep the others waiting', async () => {
    payloads.onAsk = (what) => {
      if (what.endsWith('web')) throw httpFailure(500)
    }
    for (const record of [web, api, ...many.slice(0, 30)]) queue.want(record)
    await soon(5_000)
    expect(known([api, ...many.slice(0, 30)])).toHaveLength(31)
  })
})

describe('the way', () => {
  it('is not used for what cannot be cut short', async () => {
    payloads.isHttp2 = false
    queue.want(web)
    await soon()
    queue.want(api)
    await soon()
    queue.kick()
    queue.want(many[0] ?? web)
    await soon()
    expect(payloads.asked).toEqual(['front web', 'whole api', 'whole web-0'])
    expect(known([web, api])).toHaveLength(2)
  })

  it('is used for whole payloads when cut ones fail, until it is another', async () => {
    payloads.onAsk = (what) => {
      if (what.startsWith('front')) throw lostConnection()
    }
    queue.want(web)
    await soon(10_000)
    expect(kinds()).toEqual(['front', 'whole'])
    expect(known([web])).toHaveLength(1)
    payloads.onAsk = () => undefined
    queue.kick()
    queue.want(api)
    await soon()
    expect(payloads.asked.at(-1)).toBe('front api')
  })
})

describe('whoever waits for what is in sight', () => {
  it('goes on when it was read', async () => {
    const ended = vi.fn()
    queue.prefer(['shop/web'])
    queue.want(web)
    void queue.afterPreferred().then(ended)
    await soon(0)
    expect(ended).not.toHaveBeenCalled()
    await soon(5)
    expect(ended).toHaveBeenCalledOnce()
    void queue.afterPreferred().then(ended)
    await soon(0)
    expect(ended).toHaveBeenCalledTimes(2)
  })

  it('goes on after a second, and when all ends', async () => {
    payloads.delayMs = 60_000
    queue.prefer(['shop/web'])
    queue.want(web)
    const ended = vi.fn()
    void queue.afterPreferred().then(ended)
    await soon(999)
    expect(ended).not.toHaveBeenCalled()
    await soon(1)
    expect(ended).toHaveBeenCalledOnce()
    void queue.afterPreferred().then(ended)
    queue.stop()
    await soon(0)
    expect(ended).toHaveBeenCalledTimes(2)
    queue.want(api)
    await soon(120_000)
    expect(payloads.asked).toEqual(['front web'])
    expect(read).toEqual([])
  })
})
