import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { StoredDraft } from '@shared/contract/draft-shape'
import type { DraftHead } from '@shared/model/draft'
import { makeOperation } from '@shared/testing/make-operation'
import { newDraft } from '@/lib/change/change-draft'
import { failing, installFakeBridge } from '@/testing/fake-bridge'
import { useOperationStore } from '@/state/operations/operationStore'
import { useDraftStore } from './draftStore'

const fresh = (values = '') =>
  newDraft({ verb: 'install', context: 'prod', name: 'web', namespace: 'shop', chart: 'shop/web', values })
const stored = (values: string, part: Partial<StoredDraft> = {}): StoredDraft => ({ ...fresh(values), ...part })

/** A main process that keeps drafts, and what it was asked. */
function keeper(kept: Readonly<Record<string, StoredDraft>> = {}) {
  const drafts = new Map(Object.entries(kept))
  const heads = new Map<string, DraftHead>()
  const headOf = (key: string, revision: number): DraftHead => {
    const of = { verb: 'install', context: 'prod', namespace: 'shop', name: 'web', chart: 'shop/web' } as const
    const head = { key, ...of, updatedAt: '2026-01-01T12:00:00.000Z', revision, window: 'w', resting: true }
    heads.set(key, head)
    return head
  }
  for (const key of drafts.keys()) headOf(key, 7)
  const bridge = installFakeBridge({
    'drafts:list': () => Promise.resolve({ drafts: [...heads.values()], setAside: 0 }),
    'drafts:read': ({ key }) => {
      const [head, draft] = [heads.get(key), drafts.get(key)]
      return head && draft ? Promise.resolve({ head, draft }) : failing('draft-missing')()
    },
    'drafts:keep': ({ key, draft, base }) => {
      drafts.set(key, { ...draft, layers: draft.layers ?? [] })
      return Promise.resolve({ head: headOf(key, base + 1), problem: '' })
    },
    'drafts:discard': ({ key }) => {
      for (const map of [drafts, heads]) map.delete(key)
      return Promise.resolve()
    },
  })
  const store = useDraftStore()
  const stop = store.start()
  onTestFinished(stop)
  const asked = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input)
  return { bridge, store, drafts, asked }
}

/** As long as nothing more is typed. */
const settle = async () => {
  await nextTick()
  await vi.advanceTimersByTimeAsync(600)
}

beforeEach(() => {
  setActivePinia(createPinia())
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())

describe('what is typed', () => {
  it('is kept once nothing more is typed, each time from what was kept before', async () => {
    const { store, drafts, asked } = keeper()
    store.begin('key', fresh())
    await settle()
    expect(asked('drafts:keep')).toEqual([])
    const draft = store.find('key')
    if (draft !== null) draft.values = 'a'
    await nextTick()
    if (draft !== null) draft.values = 'a: 1'
    await settle()
    expect(asked('drafts:keep')).toMatchObject([{ key: 'key', base: 0, draft: { values: 'a: 1' } }])
    expect(store.savings.get('key')).toEqual({ savedAt: '2026-01-01T12:00:00.000Z', isSaving: false, problem: '' })
    if (draft !== null) draft.values = 'a: 2'
    await settle()
    expect(asked('drafts:keep')).toMatchObject([{ base: 0 }, { base: 1 }])
    expect(drafts.get('key')?.values).toBe('a: 2')
    expect(store.heads).toHaveLength(1)
  })

  it('is kept at once when the window loses the focus', async () => {
    const { store, asked } = keeper()
    store.begin('key', fresh())
    store.keep('other', fresh('b: 1'))
    window.dispatchEvent(new Event('blur'))
    expect(asked('drafts:keep')).toMatchObject([{ key: 'other' }])
    await settle()
    expect(asked('drafts:keep')).toHaveLength(1)
  })

  it('is nothing where the page filled in a version, a cluster or an operation by itself', async () => {
    const { store, asked } = keeper()
    store.begin('key', fresh())
    Object.assign(store.find('key') ?? {}, { version: '1.0.0', cluster: 'ab12' })
    await settle()
    expect(asked('drafts:keep')).toEqual([])
  })

  it('is kept no more once it is as it was begun, was dropped, or was used', async () => {
    const { store, drafts } = keeper()
    const operations = useOperationStore()
    store.begin('undone', fresh())
    for (const key of ['dropped', 'used']) store.keep(key, fresh('a: 1'))
    Object.assign(store.find('undone') ?? {}, { values: 'a: 1' })
    Object.assign(store.find('used') ?? {}, { operationId: 'one' })
    await settle()
    expect([...drafts.keys()].toSorted()).toEqual(['dropped', 'undone', 'used'])
    Object.assign(store.find('undone') ?? {}, { values: '' })
    store.drop('dropped')
    operations.operations = [makeOperation({ id: 'one', status: { phase: 'done' } })]
    await settle()
    expect([...drafts.keys()]).toEqual([])
    // Its page still shows how it went.
    expect(store.find('used')).not.toBeNull()
    operations.operations = []
    await settle()
    expect([...drafts.keys()]).toEqual([])
  })

  it('stays on the page where it cannot be kept, and that is told', async () => {
    const { bridge, store } = keeper()
    bridge.answers['drafts:keep'] = failing('draft-changed', "This draft isn't saved.")
    store.keep('key', fresh('a: 1'))
    await settle()
    expect(store.savings.get('key')).toMatchObject({ isSaving: false, problem: "This draft isn't saved." })
    expect(store.find('key')?.values).toBe('a: 1')
  })
})

describe('what was typed before the last start', () => {
  it('is there when its page is opened', async () => {
    const { store } = keeper({ key: stored('a: 1', { options: { wait: false, gone: 1, timeout_seconds: 'x' } }) })
    expect(store.resume('key')).toBeNull()
    await store.load('key')
    expect(store.resume('key')).toEqual({ ...fresh('a: 1'), options: { ...fresh().options, wait: false } })
    expect(store.load('key')).toBeNull()
    expect(store.load('other')).toBeNull()
  })

  it('goes on from the one that was kept', async () => {
    const { store, asked } = keeper({ key: stored('a: 1') })
    await store.load('key')
    await settle()
    expect(asked('drafts:keep')).toEqual([])
    Object.assign(store.find('key') ?? {}, { values: 'a: 2' })
    await settle()
    expect(asked('drafts:keep')).toMatchObject([{ base: 7, draft: { values: 'a: 2' } }])
  })

  it.each([
    ['done', null],
    ['failed', 'a: 1'],
  ] as const)('and was sent, where that ended as %s', async (phase, values) => {
    const { bridge, store, drafts } = keeper({ key: stored('a: 1', { operationId: 'one' }) })
    const operation = makeOperation({ id: 'one', status: { phase } as never })
    bridge.answers['activity:get_entry'] = () => Promise.resolve({ operation, output: '' })
    await store.load('key')
    expect(store.resume('key')?.values ?? null).toBe(values)
    expect(drafts.has('key')).toBe(values !== null)
  })

  it('can be discarded, and had again', async () => {
    const { store, drafts } = keeper({ key: stored('a: 1') })
    await store.load('other')
    const draft = await store.discard('key')
    await settle()
    expect(drafts.has('key')).toBe(false)
    expect(store.heads).toEqual([])
    if (draft !== null) store.keep('key', draft)
    await settle()
    expect(drafts.get('key')?.values).toBe('a: 1')
  })

  it('and has gone is no draft', async () => {
    const { bridge, store } = keeper({ key: stored('a: 1') })
    bridge.answers['drafts:read'] = failing('draft-missing')
    await settle()
    bridge.answers['drafts:list'] = () => Promise.resolve({ drafts: [], setAside: 0 })
    await store.load('key')
    expect(store.resume('key')).toBeNull()
    expect(store.heads).toEqual([])
  })

  it('and is out of reach now stays where it is, until somebody discards it', async () => {
    const { bridge, store, drafts, asked } = keeper({ key: stored('a: 1') })
    bridge.answers['drafts:read'] = failing('draft-missing')
    await store.load('key')
    store.begin('key', fresh())
    await settle()
    expect(asked('drafts:discard')).toEqual([])
    expect([...drafts.keys()]).toEqual(['key'])
    expect(store.heads.map(({ key }) => key)).toEqual(['key'])
    await store.discard('key')
    expect([...drafts.keys()]).toEqual([])
  })
})
