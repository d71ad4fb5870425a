import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HelmRelease } from '@shared/model/release'
import type { FollowOptions } from '../follow/follow'
import { createForeignOperations, type ForeignOperations } from './foreign'
import type { RevisionMark } from '../../records/revision-mark'

const begin = '2026-01-01T00:00:00.000Z'

function row(name: string, more: Partial<HelmRelease> = {}): HelmRelease {
  const rest = { chart: 'web-1', appVersion: '', revision: 2, updated: begin, status: 'pending-upgrade' }
  return { name, namespace: 'shop', ...rest, ...more }
}

function mark(status: string, revision = 2): RevisionMark {
  return { revision, status, resourceVersion: `${revision} ${status}`, writtenAt: begin }
}

/** Tells the newest follower of the records: its revision's, and the release's newest. */
async function see(own: RevisionMark | null, newest: RevisionMark | null = own): Promise<void> {
  followed.at(-1)?.options.onMark?.(own, newest)
  await vi.advanceTimersByTimeAsync(0)
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
      name: 'web',
      verb,
      revision: 2,
      going: null,
    })
    expect(foreign.list()).toEqual([
      {
        id: 'id-1',
        verb,
        name: 'web',
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

  it('that is left alone is remembered within bounds: the latest thousand', () => {
    const rows = Array.from({ length: 1_001 }, (_, at) => row(`web-${at}`))
    for (const { name } of rows) own.add(name)
    foreign.note('kind', rows)
    own.clear()
    foreign.note('kind', rows.slice(1))
    expect(followed).toHaveLength(0)
    foreign.note('kind', rows)
    expect(followed.map(({ options }) => options.name)).toEqual(['web-0'])
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

  it('shares one budget of watches with all the others', () => {
    const budgets = Array.from({ length: 6 }, (_, at) => {
      foreign.note('prod', [row(`web-${at}`)])
      return followed.at(-1)?.options.budget
    })
    const taken = budgets.map((budget) => {
      let count = 0
      while (budget?.take() === true) count++
      return count
    })
    expect(taken).toEqual([30, 30, 30, 10, 0, 0])
    budgets[0]?.giveBack(30)
    expect(budgets[5]?.take()).toBe(true)
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
    await see(mark(status))
    expect(foreign.list()[0]?.status.phase).toBe('applying')
    await see(after)
    expect(foreign.list()[0]?.status.phase).toBe(phase)
    expect(foreign.list()[0]?.endedAt).not.toBeNull()
    await vi.advanceTimersByTimeAsync(19_999)
    expect(foreign.list()).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(foreign.list()).toHaveLength(0)
  })

  it.each([
    // A repair has made another revision; the one that was left stands as it was.
    ['upgrade', mark('pending-upgrade'), mark('deployed', 3), 'Revision 3 came after it and is deployed.'],
    [
      'upgrade',
      mark('pending-upgrade'),
      mark('pending-rollback', 3),
      'Revision 3 came after it and is pending-rollback.',
    ],
    // A repair has removed its record: the revision before counts again.
    ['upgrade', null, mark('deployed', 1), 'Its record was removed; revision 1 is deployed.'],
    ['upgrade', mark('uninstalling'), mark('uninstalling'), 'Revision 2 is uninstalling now.'],
    ['upgrade', null, null, 'web was uninstalled in the meantime.'],
    ['uninstall', mark('uninstalling'), mark('deployed', 3), 'Revision 3 came after it and is deployed.'],
  ] as const)('an %s is over when %j, and the newest is %j', async (verb, own, newest, cause) => {
    foreign.note('kind', [row('web', { status: verb === 'upgrade' ? 'pending-upgrade' : 'uninstalling' })])
    await see(own, newest)
    expect(foreign.list()[0]?.status).toMatchObject({
      phase: 'failed',
      error: { message: `An ${verb} of web that was started elsewhere didn't finish.`, cause },
    })
    await vi.advanceTimersByTimeAsync(20_000)
    expect(foreign.list()).toEqual([])
    expect(followed[0]?.isStopped).toBe(true)
  })

  it('shows when its helm was heard of last', async () => {
    foreign.note('kind', [row('web')])
    await see({ ...mark('pending-upgrade'), writtenAt: '2026-01-01T00:03:00Z' })
    expect(foreign.list()[0]).toMatchObject({ status: { phase: 'applying' }, lastSign: '2026-01-01T00:03:00Z' })
  })

  it('is not shown any more when it is dismissed, until there is another', () => {
    foreign.note('kind', [row('web')])
    const id = foreign.list()[0]?.id ?? ''
    expect(foreign.dismiss('another')).toBe(false)
    expect(foreign.dismiss(id)).toBe(true)
    expect(followed[0]?.isStopped).toBe(true)
    foreign.note('kind', [row('web')])
    expect(foreign.list()).toEqual([])
    foreign.note('kind', [row('web', { revision: 3 })])
    expect(foreign.list()).toMatchObject([{ revision: 3 }])
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
