import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppFailure, appError } from '@shared/errors'
import type { ApiStream } from '../../api-client'
import { watchCollection, type Collection, type CollectionOptions, type CollectionState } from './collection'

interface Item {
  readonly uid: string
  readonly version: string
}

function item(uid: string, version: number | string, more: object = {}): object {
  return { metadata: { uid, resourceVersion: String(version), ...more } }
}

function slim(object: unknown): Item | null {
  const { metadata } = object as { metadata: { uid: string; resourceVersion: string; ignored?: boolean } }
  return metadata.ignored === true ? null : { uid: metadata.uid, version: metadata.resourceVersion }
}

function failure(status: number, code: 'forbidden' | 'api-missing' | 'cluster-unreachable'): AppFailure {
  return new AppFailure(appError(code, 'No.'), { cause: { status, retryAfterMs: undefined } })
}

/** A server whose answers the test gives one by one. */
function fakeServer() {
  const lists: (object | AppFailure | Promise<object>)[] = []
  const asked: string[] = []
  const watches: { say: (...lines: object[]) => void; end: () => void; isClosed: () => boolean }[] = []
  let refusal: AppFailure | null = null
  return {
    asked,
    watches,
    list: (resourceVersion: number, items: readonly object[], rest = '') =>
      void lists.push({ metadata: { resourceVersion: String(resourceVersion), continue: rest }, items }),
    fail: (error: AppFailure) => void lists.push(error),
    /** The next list waits for the call of what this gives. */
    hold: () => {
      const answers: ((list: object) => void)[] = []
      lists.push(new Promise<object>((resolve) => void answers.push(resolve)))
      return (list: object): void => answers[0]?.(list)
    },
    refuseWatch: (error: AppFailure | null) => (refusal = error),
    client: {
      read: async (path: string) => {
        asked.push(path)
        const answer = await Promise.resolve(lists.shift() ?? failure(500, 'cluster-unreachable'))
        if (answer instanceof AppFailure) throw answer
        return { value: answer, date: null }
      },
      stream: (path: string): Promise<ApiStream> => {
        asked.push(path)
        if (refusal !== null) return Promise.reject(refusal)
        const pieces: Buffer[] = []
        let isOver = false
        let wake = (): void => undefined
        async function* chunks(): AsyncGenerator<Buffer, void, undefined> {
          for (;;) {
            const next = pieces.shift()
            if (next !== undefined) yield next
            else if (isOver) return
            else await new Promise<void>((resolve) => (wake = resolve))
          }
        }
        const end = (): void => {
          isOver = true
          wake()
        }
        watches.push({
          say: (...lines) => {
            pieces.push(...lines.map((line) => Buffer.from(`${JSON.stringify(line)}\n`)))
            wake()
          },
          end,
          isClosed: () => isOver,
        })
        return Promise.resolve({ isHttp2: true, date: null, chunks: chunks(), close: end })
      },
    },
  }
}

let server: ReturnType<typeof fakeServer>
let states: CollectionState['kind'][]
let changes: number
let collection: Collection<Item> | undefined

beforeEach(() => {
  vi.useFakeTimers()
  server = fakeServer()
  states = []
  changes = 0
})
afterEach(() => {
  collection?.stop()
  vi.useRealTimers()
})

function open(more: Partial<CollectionOptions<Item>> = {}): Collection<Item> {
  collection = watchCollection<Item>({
    client: server.client,
    path: '/api/v1/pods',
    slim,
    onChange: () => changes++,
    onState: ({ kind }) => void states.push(kind),
    ...more,
  })
  return collection
}

const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)
const told = (): string[] =>
  [...(collection?.items().values() ?? [])].map(({ uid, version }) => `${uid} ${version}`).sort()

describe('a collection', () => {
  it('is listed in pages, then watched from there on', async () => {
    server.list(5, [item('a', 1)], 'next')
    server.list(5, [item('b', 2), { kind: 'none' }])
    const { isRead, state } = open({ labelSelector: 'app=web', fieldSelector: 'metadata.name=x' })
    expect(isRead()).toBe(false)
    expect(state().kind).toBe('loading')
    await settle()
    expect(told()).toEqual(['a 1', 'b 2'])
    expect([isRead(), states, changes]).toEqual([true, ['live'], 1])
    const queries = server.asked.map((path) => Object.fromEntries(new URL(`http://x${path}`).searchParams))
    const selectors = { labelSelector: 'app=web', fieldSelector: 'metadata.name=x' }
    expect(queries[0]).toEqual({ ...selectors, limit: '250' })
    expect(queries[1]).toEqual({ ...selectors, limit: '250', continue: 'next' })
    expect(queries[2]).toMatchObject({ ...selectors, watch: '1', resourceVersion: '5', allowWatchBookmarks: 'true' })

    server.watches[0]?.say(
      { type: 'ADDED', object: item('c', 6) },
      { type: 'MODIFIED', object: item('a', 7) },
      { type: 'DELETED', object: item('b', 8) },
      { type: 'MODIFIED', object: item('c', 9, { ignored: true }) },
    )
    await settle()
    expect(told()).toEqual(['a 7'])
    expect(changes).toBe(5)
  })

  it('goes on where the watch ended', async () => {
    server.list(5, [item('a', 1)])
    open()
    await settle()
    server.watches[0]?.say({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '42' } } })
    await settle()
    server.watches[0]?.end()
    await settle(1_000)
    expect(server.watches).toHaveLength(2)
    expect(server.asked.at(-1)).toContain('resourceVersion=42')
    expect(told()).toEqual(['a 1'])
  })

  it('lists again when its version is too old, and is never empty in between', async () => {
    server.list(5, [item('a', 1), item('b', 2), item('c', 3)])
    open()
    await settle()
    const answer = server.hold()
    server.watches[0]?.say({ type: 'ERROR', object: { kind: 'Status', code: 410 } })
    await settle()
    expect(told()).toEqual(['a 1', 'b 2', 'c 3'])
    answer({ metadata: { resourceVersion: '50' }, items: [item('a', 1), item('b', 20), item('d', 21)] })
    await settle()
    expect(told()).toEqual(['a 1', 'b 20', 'd 21'])
    expect(changes).toBe(2)
    expect(server.asked.at(-1)).toContain('resourceVersion=50')
    expect(states).toEqual(['live'])
  })

  it('keeps what it knows while the cluster is away, and waits longer from try to try', async () => {
    server.list(5, [item('a', 1)])
    open()
    await settle()
    server.refuseWatch(failure(503, 'cluster-unreachable'))
    server.watches[0]?.end()
    await settle(30_000)
    expect(states).toEqual(['live', 'lost', ...states.slice(2)])
    expect(told()).toEqual(['a 1'])
    // 200 ms doubled up to 5 s: not many tries in half a minute.
    expect(server.asked.length).toBeLessThan(20)
    server.refuseWatch(null)
    for (let at = 0; at < 3; at++) server.list(60, [item('a', 1), item('b', 9)])
    await settle(10_000)
    expect(states.at(-1)).toBe('live')
    expect(told()).toEqual(['a 1', 'b 9'])
  })

  it('says that it may not be listed, and asks again after a while', async () => {
    server.fail(failure(403, 'forbidden'))
    const { state, isRead } = open({ timing: { deniedMs: 60_000 } })
    await settle(59_000)
    expect(states).toEqual(['denied'])
    expect(state()).toMatchObject({ kind: 'denied', error: { code: 'forbidden' } })
    expect([isRead(), server.asked.length]).toEqual([false, 1])
    server.list(5, [item('a', 1)])
    await settle(1_000)
    expect([told(), states]).toEqual([['a 1'], ['denied', 'live']])
  })

  it('is listed from time to time where it may not be watched', async () => {
    server.refuseWatch(failure(403, 'forbidden'))
    server.list(5, [item('a', 1)])
    open({ timing: { pollMs: 5_000 } })
    await settle()
    expect(states).toEqual(['live'])
    server.list(6, [item('b', 6)])
    await settle(5_000)
    expect(told()).toEqual(['b 6'])
  })

  it('takes the newer word where a list and the watch overlap', async () => {
    server.list(5, [item('a', 1), item('b', 2), item('x', 3)])
    const { refresh } = open()
    await settle()
    const answer = server.hold()
    const refreshed = refresh()
    server.watches[0]?.say(
      { type: 'MODIFIED', object: item('a', 30) },
      { type: 'DELETED', object: item('b', 31) },
      { type: 'ADDED', object: item('c', 32) },
      { type: 'MODIFIED', object: item('d', 7) },
    )
    await settle()
    const items = [item('a', 9), item('b', 2), item('d', 10)]
    answer({ metadata: { resourceVersion: '20' }, items })
    await refreshed
    expect(told()).toEqual(['a 30', 'c 32', 'd 10'])
    // What the watch tells late is over.
    server.watches[0]?.say({ type: 'MODIFIED', object: item('d', 8) })
    await settle()
    expect(told()).toEqual(['a 30', 'c 32', 'd 10'])
  })

  it('believes a list of a cluster that was put back to an earlier state', async () => {
    server.list(500, [item('a', 400)])
    open()
    await settle()
    server.list(50, [item('a', 40)])
    server.watches[0]?.say({ type: 'ERROR', object: { kind: 'Status', code: 410 } })
    await settle()
    expect(told()).toEqual(['a 40'])
  })

  it('says nothing more when it was stopped', async () => {
    server.list(5, [item('a', 1)])
    const { stop, refresh } = open()
    await settle()
    stop()
    server.watches[0]?.say({ type: 'ADDED', object: item('b', 6) })
    server.watches[0]?.end()
    await settle(60_000)
    expect([changes, states, server.watches.length]).toEqual([1, ['live'], 1])
    server.fail(failure(500, 'cluster-unreachable'))
    await expect(refresh()).rejects.toBeInstanceOf(AppFailure)
  })

  it('takes a watch that is silent for too long for dead', async () => {
    server.list(5, [])
    const { isRead } = open({ timing: { silenceMs: 100_000 } })
    await settle(99_999)
    expect([isRead(), server.watches.length, server.watches[0]?.isClosed()]).toEqual([true, 1, false])
    await settle(2_000)
    expect([server.watches.length, server.watches[0]?.isClosed()]).toEqual([2, true])
  })
})
