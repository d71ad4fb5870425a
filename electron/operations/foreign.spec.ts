import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Operation } from '@shared/model/operation'
import type { HelmRelease } from '@shared/model/release'
import type { FollowOptions } from './follow'
import { createForeignOperations, type ForeignOperations } from './foreign'
import type { RevisionMark } from './revisions'
import { isMadeBy, tellingForeign } from './telling-foreign'

const begin = '2026-01-01T00:00:00.000Z'

function row(name: string, more: Partial<HelmRelease> = {}): HelmRelease {
  const rest = { chart: 'web-1', appVersion: '', revision: 2, updated: begin, status: 'pending-upgrade' }
  return { name, namespace: 'shop', ...rest, ...more }
}

function mark(status: string): RevisionMark {
  return { revision: 2, status, resourceVersion: status, writtenAt: begin }
}

let followed: { options: FollowOptions; isStopped: boolean }[]
let changes: number
let own: Set<string>
let foreign: ForeignOperations

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(begin) + 60_000 })
  followed = []
  changes = 0
  own = new Set()
  foreign = createForeignOperations({
    clientOf: () => ({ get: never, read: never, stream: never }),
    isOwn: (_, { name }) => own.has(name),
    onChange: () => changes++,
    now: () => new Date(),
    newId: () => `id-${followed.length}`,
    follow: (options) => {
      const one = { options, isStopped: false }
      followed.push(one)
      return {
        finish: () => Promise.resolve({ mark: null, objects: [] }),
        stop: () => (one.isStopped = true),
      }
    },
  })
})
afterEach(() => vi.useRealTimers())

function never(): Promise<never> {
  return Promise.reject(new Error('not asked'))
}

describe('what the helm of others does', () => {
  it.each([
    ['pending-install', 'install'],
    ['pending-upgrade', 'upgrade'],
    ['pending-rollback', 'rollback'],
    ['uninstalling', 'uninstall'],
  ])('%s is followed as %s, once', (status, verb) => {
    foreign.note('kind', [row('web', { status })])
    foreign.note('kind', [row('web', { status })])
    expect(followed).toHaveLength(1)
    expect(followed[0]?.options).toMatchObject({
      namespace: 'shop',
      releaseName: 'web',
      verb,
      revision: 2,
      going: null,
    })
    expect(foreign.list()).toEqual([
      {
        id: 'id-1',
        verb,
        releaseName: 'web',
        namespace: 'shop',
        context: 'kind',
        command: [],
        startedAt: begin,
        endedAt: null,
        status: { phase: 'applying' },
        objects: [],
        revision: 2,
        foreign: true,
      },
    ])
    expect(changes).toBe(1)
  })

  it('is left alone when it is ours, also when its operation is forgotten', () => {
    own.add('web')
    foreign.note('kind', [row('web')])
    own.clear()
    foreign.note('kind', [row('web')])
    expect(followed).toHaveLength(0)
  })

  it('is left alone when nothing is under way, when it is old, and when there is too much of it', () => {
    const old = new Date(Date.now() - 61 * 60_000).toISOString()
    foreign.note('kind', [row('a', { status: 'deployed' }), row('b', { updated: old }), row('c', { updated: '' })])
    expect(followed).toHaveLength(0)
    foreign.note(
      'kind',
      Array.from({ length: 12 }, (_, at) => row(`web-${at}`)),
    )
    expect(followed).toHaveLength(10)
  })

  it('shows what is seen of it', () => {
    foreign.note('kind', [row('web')])
    const options = followed[0]?.options
    const object = { kind: 'Deployment', name: 'web', namespace: 'shop', state: 'waiting' as const, reason: '' }
    options?.onObjects([object])
    options?.onCounted(0, 1)
    options?.onBlind?.(['You may not list pods.'])
    expect(foreign.list()[0]).toMatchObject({
      objects: [object],
      status: { phase: 'waiting', ready: 0, total: 1 },
      blind: ['You may not list pods.'],
    })
  })

  it.each([
    ['pending-upgrade', mark('deployed'), 'done'],
    ['pending-upgrade', mark('superseded'), 'done'],
    ['pending-upgrade', mark('failed'), 'failed'],
    ['pending-upgrade', null, 'failed'],
    ['uninstalling', null, 'done'],
    ['uninstalling', mark('uninstalled'), 'done'],
    ['uninstalling', mark('deployed'), 'failed'],
  ] as const)('%s that becomes %j is %s; it goes after a moment', async (status, after, phase) => {
    foreign.note('kind', [row('web', { status })])
    followed[0]?.options.onMark?.(mark(status))
    await vi.advanceTimersByTimeAsync(0)
    expect(foreign.list()[0]?.status.phase).toBe('applying')
    followed[0]?.options.onMark?.(after)
    await vi.advanceTimersByTimeAsync(0)
    expect(foreign.list()[0]?.status.phase).toBe(phase)
    expect(foreign.list()[0]?.endedAt).not.toBeNull()
    await vi.advanceTimersByTimeAsync(19_999)
    expect(foreign.list()).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(foreign.list()).toHaveLength(0)
  })

  it('is forgotten when nobody can be working on it any more', async () => {
    foreign.note('kind', [row('web')])
    await vi.advanceTimersByTimeAsync(60 * 60_000)
    expect(foreign.list()).toEqual([])
    expect(followed[0]?.isStopped).toBe(true)
  })

  it('is not followed any more when the app ends', () => {
    foreign.note('kind', [row('web'), row('api')])
    foreign.dispose()
    expect(followed.map(({ isStopped }) => isStopped)).toEqual([true, true])
    expect(foreign.list()).toEqual([])
  })
})

describe('what the window is told', () => {
  it('is our operations, and behind them those of others', () => {
    const told: unknown[] = []
    const emit = tellingForeign(
      (name, payload) => void told.push([name, payload]),
      () => foreign,
    )
    const ours = { id: 'ours' } as Operation
    emit('operations:changed', [ours])
    expect(told).toEqual([['operations:changed', [ours]]])
    const state = null
    emit('releases:patched', { context: 'kind', seq: 1, upserted: [row('web')], removed: [], gone: null, state })
    expect(followed).toHaveLength(1)
    emit('operations:changed', [ours])
    expect(told.at(-1)).toEqual(['operations:changed', [ours, ...foreign.list()]])
  })

  it('knows which releases our operations hold', () => {
    const place = { context: 'kind', namespace: 'shop', releaseName: 'web' }
    const running = { ...place, status: { phase: 'starting' } } as Operation
    const ended = { ...place, status: { phase: 'done' }, revision: 2 } as Operation
    expect(isMadeBy([running], 'kind', row('web', { revision: 9 }))).toBe(true)
    expect(isMadeBy([ended], 'kind', row('web'))).toBe(true)
    expect(isMadeBy([ended], 'kind', row('web', { revision: 3 }))).toBe(false)
    expect(isMadeBy([running], 'other', row('web'))).toBe(false)
    expect(isMadeBy([running], 'kind', row('api'))).toBe(false)
  })
})
