import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CollectionState } from './collection'
import type { Selection } from './selection'
import { createFakeApi, type FakeApi } from '../testing/fake-api'
import { deployment } from '../testing/objects'
import { createWatchSet, type Followed, type WatchSet } from './watch-set'
import { ownedByHelm, workloadsIn } from './workload'

const everywhere = '/apis/apps/v1/deployments'
const inShop = '/apis/apps/v1/namespaces/shop/deployments'
const labelled = (path: string): string => `${path} ${ownedByHelm}`

let api: FakeApi
let watches: WatchSet
beforeEach(() => {
  vi.useFakeTimers()
  api = createFakeApi()
  watches = createWatchSet({ client: api.client })
})
afterEach(() => vi.useRealTimers())

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

function object(name: string, version: number, namespace = 'shop', ready = 1): object {
  const { metadata, ...rest } = deployment(name, { namespace, ready })
  return { ...rest, metadata: { ...metadata, uid: `${namespace}-${name}`, resourceVersion: String(version) } }
}

/** Deployments that a release of the namespace consists of. */
function wanted(names: readonly string[], more: Partial<Selection> = {}): Selection {
  const all = workloadsIn('Deployment', 'shop')
  return { ...all, labelSelector: '', names: new Set(names), foundBy: ownedByHelm, ...more }
}

interface User {
  readonly followed: Followed
  readonly names: () => readonly string[]
  readonly states: CollectionState['kind'][]
  readonly changes: () => number
}

function follow(selection: Selection): User {
  const states: CollectionState['kind'][] = []
  let changes = 0
  const followed = watches.follow(selection, {
    onChange: () => changes++,
    onState: ({ kind }) => void states.push(kind),
  })
  return { followed, states, changes: () => changes, names: () => [...followed.items()].map(({ name }) => name).sort() }
}

async function followWide(): Promise<User> {
  api.objects.set(everywhere, [object('web', 1), object('db', 2), object('web', 3, 'other')])
  const wide = follow(workloadsIn('Deployment', ''))
  await settled()
  return wide
}

describe('a set of watches', () => {
  it('has one watch for two who follow the same, and ends it with the last of them', async () => {
    api.objects.set(inShop, [object('web', 1)])
    const selection = workloadsIn('Deployment', 'shop')
    const [one, other] = [follow(selection), follow(selection)]
    await settled()
    expect(api.asked).toEqual([labelled(`list ${inShop}`), labelled(`watch ${inShop}`)])
    expect([one.names(), other.names()]).toEqual([['web'], ['web']])
    expect([one.states, other.states]).toEqual([['live'], ['live']])
    one.followed.release()
    await settled()
    expect(api.streams[0]?.isOpen()).toBe(true)
    api.streams[0]?.say('ADDED', object('db', 11))
    await settled()
    expect([one.names(), other.names()]).toEqual([[], ['db', 'web']])
    expect([one.changes(), other.changes()]).toEqual([1, 2])
    other.followed.release()
    await settled()
    expect(api.streams[0]?.isOpen()).toBe(false)
    follow(selection)
    await settled()
    expect(api.asked).toHaveLength(4)
  })

  it('serves what is wanted in a namespace from a watch of the whole cluster, at once', async () => {
    await followWide()
    const { followed, names, states, changes } = follow(wanted(['web', 'new']))
    expect([names(), states, followed.isRead()]).toEqual([['web'], ['live'], true])
    expect(followed.get('web')).toMatchObject({ namespace: 'shop', readiness: { started: { state: 'ready' } } })
    expect([followed.get('db'), followed.get('new')]).toEqual([undefined, undefined])
    await settled()
    expect(api.asked).toHaveLength(2)

    const [stream] = api.streams
    stream?.say('MODIFIED', object('db', 11))
    stream?.say('MODIFIED', object('web', 12, 'other'))
    await settled()
    expect(changes()).toBe(0)
    stream?.say('ADDED', object('new', 13))
    stream?.say('MODIFIED', object('web', 14, 'shop', 0))
    await settled()
    expect([names(), changes()]).toEqual([['new', 'web'], 2])
    expect(followed.get('web')?.readiness?.started.state).toBe('waiting')
    stream?.say('DELETED', object('web', 15))
    await settled()
    expect([names(), changes()]).toEqual([['new'], 3])
  })

  it('keeps the wider watch for whoever is left', async () => {
    const wide = await followWide()
    const narrow = follow(wanted(['web']))
    wide.followed.release()
    await settled()
    expect([api.streams[0]?.isOpen(), narrow.names()]).toEqual([true, ['web']])
    narrow.followed.release()
    await settled()
    expect(api.streams[0]?.isOpen()).toBe(false)
  })

  it.each([
    ['has no label of helm', { foundBy: undefined as never }],
    ['has other labels', { labelSelector: 'app=web' }],
    ['is another kind', { ...workloadsIn('StatefulSet', 'shop'), labelSelector: '' }],
  ])('watches by itself what %s', async (_how, more) => {
    await followWide()
    follow(wanted(['web', 'db'], more))
    await settled()
    expect(api.streams).toHaveLength(2)
  })

  it('does not wait for a wider watch that has not been heard of', async () => {
    follow(workloadsIn('Deployment', ''))
    follow(wanted(['web']))
    await settled()
    expect(api.asked).toContain(`watch ${inShop} metadata.name=web`)
  })

  it('takes metadata from whole objects, and never whole objects from metadata', async () => {
    const heads = { names: null, isHeadEnough: true }
    follow(wanted([], heads))
    await settled()
    const whole = follow(wanted([], { names: null }))
    await settled()
    expect(api.streams).toHaveLength(2)
    whole.followed.release()
    await followWide()
    const before = api.streams.length
    follow(wanted(['web', 'db'], { isHeadEnough: true, namespace: 'other' }))
    await settled()
    expect(api.streams).toHaveLength(before)
  })

  it('asks the cluster for a single name, and for the others when they are wanted too', async () => {
    const first = follow(wanted(['web']))
    follow(wanted(['db']))
    const same = follow(wanted(['web']))
    await settled()
    expect(api.streams.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('fieldSelector'))).toEqual([
      'metadata.name=web',
      'metadata.name=db',
    ])
    expect([first.states, same.states]).toEqual([['live'], ['live']])
  })

  it('lists once more only what somebody is about', async () => {
    const { names } = await followWide()
    const { followed } = follow(wanted(['web']))
    api.objects.set(inShop, [])
    await followed.refresh(new AbortController().signal)
    expect(api.asked.at(-1)).toBe(`${labelled(`list ${inShop}`)} metadata.name=web`)
    expect([...followed.items()]).toEqual([])
    expect(names()).toEqual(['db', 'web'])
  })

  it('keeps the newer of two objects with one name', async () => {
    await followWide()
    const { followed } = follow(wanted(['web']))
    const next = {
      ...object('web', 20),
      metadata: { name: 'web', namespace: 'shop', uid: 'next', resourceVersion: '20' },
    }
    api.streams[0]?.say('ADDED', next)
    api.streams[0]?.say('DELETED', object('web', 19))
    await settled()
    expect(followed.get('web')?.uid).toBe('next')
  })
})

describe('rights', () => {
  it('that are missing in the whole cluster leave each namespace its own watch', async () => {
    api.refused.add(everywhere)
    const wide = follow(workloadsIn('Deployment', ''))
    await settled()
    expect(wide.states).toEqual(['denied'])
    api.objects.set(inShop, [object('web', 1)])
    const narrow = follow(wanted(['web']))
    await settled()
    expect([narrow.names(), narrow.states]).toEqual([['web'], ['live']])
  })

  it('that are taken away in the whole cluster lead whoever shared its watch to one of their own', async () => {
    const wide = await followWide()
    const narrow = follow(wanted(['web']))
    api.objects.set(inShop, [object('web', 30)])
    api.refused.add(everywhere)
    api.streams[0]?.end()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(wide.states.at(-1)).toBe('denied')
    expect([narrow.names(), narrow.states.at(-1)]).toEqual([['web'], 'live'])
    expect(api.asked.at(-1)).toBe(`watch ${inShop} metadata.name=web`)
    expect(narrow.followed.get('web')).toMatchObject({ uid: 'shop-web' })
  })

  it('that are missing are asked for again when somebody else comes', async () => {
    api.refused.add(inShop)
    const selection = workloadsIn('Deployment', 'shop')
    const first = follow(selection)
    await settled()
    expect(first.states).toEqual(['denied'])
    api.refused.clear()
    const second = follow(selection)
    expect(second.states).toEqual(['denied'])
    await settled()
    expect([first.states.at(-1), second.states.at(-1)]).toEqual(['live', 'live'])
  })
})
