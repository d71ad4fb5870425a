import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeApi, type FakeApi } from '../testing/fake-api'
import { createWatchBudget } from '../watch/watch-budget'
import { createWatchSet } from '../watch/watch-set'
import type { LiveClient } from './kind-request'
import type { WantedObject } from './object-ref'
import { followObjects, type ObjectSet } from './object-set'

let api: FakeApi
let asked: string[]
let client: LiveClient
let sets: ObjectSet[]
beforeEach(() => {
  vi.useFakeTimers()
  api = createFakeApi()
  asked = []
  sets = []
  client = {
    ...api.client,
    get: (path) => {
      asked.push(path)
      return Promise.resolve({ resources: [] })
    },
  }
})
afterEach(() => {
  for (const set of sets) set.stop()
  vi.useRealTimers()
})

function follow(wanted: readonly WantedObject[], budget = createWatchBudget(1_000)): ObjectSet {
  const watches = createWatchSet({ client })
  const deps = { client, watches, budget, namespace: 'shop', waitsForAddresses: false, onChange: () => undefined }
  const set = followObjects(deps, wanted)
  sets.push(set)
  return set
}

function wantedOf(apiVersion: string, kind: string, name = 'a', namespace = ''): WantedObject {
  return { object: { apiVersion, kind, name, namespace, podLabels: {} }, goal: 'started', isLabelled: false }
}

const strange = (count: number): WantedObject[] =>
  Array.from({ length: count }, (_, at) => wantedOf(`group${at}.test/v1`, `Kind${at}`))
const secretsIn = (count: number): WantedObject[] =>
  Array.from({ length: count }, (_, at) => wantedOf('v1', 'ConfigMap', 'a', `namespace-${at}`))
const watched = (): number => api.asked.filter((one) => one.startsWith('watch')).length
const settled = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

describe('objects that are followed', () => {
  it('cost no more watches than there is room for, and the rest is told', async () => {
    const wanted = secretsIn(3_000)
    const set = follow(wanted, createWatchBudget(30))
    await settled()
    expect(watched()).toBe(30)
    expect(set.hasSpoken()).toBe(true)
    expect(set.blind()).toEqual([
      "There are too many kinds of objects to follow live: 2970 of them aren't followed, and their state is unknown.",
    ])
    expect(wanted.map((one) => set.see(one).is)).toEqual([
      ...Array.from({ length: 30 }, () => 'absent'),
      ...Array.from({ length: 2_970 }, () => 'unknown'),
    ])
  })

  it('of thousands of unknown kinds are looked for in bounded number, and less and less often', async () => {
    const wanted = strange(3_000)
    const set = follow(wanted, createWatchBudget(30))
    await settled()
    expect(asked).toHaveLength(30)
    expect(set.hasSpoken()).toBe(true)
    expect(set.blind()[0]).toContain("2970 of them aren't followed")
    await settled(60_000)
    // 1, 2, 4, 5, 5 … s, each a quarter more or less: not 60 times each.
    expect(asked.length).toBeLessThan(30 * 18)
  })

  it('are first those that run something', async () => {
    const wanted = [...secretsIn(100), wantedOf('apps/v1', 'Deployment', 'web')]
    const set = follow(wanted, createWatchBudget(5))
    await settled()
    expect(api.asked.some((one) => one.includes('/deployments'))).toBe(true)
    expect(api.asked.some((one) => one.includes('/pods'))).toBe(true)
    expect(set.see(wantedOf('apps/v1', 'Deployment', 'web')).is).toBe('absent')
  })

  it('share one budget, and give it back when they are followed no more', async () => {
    const whole = createWatchBudget(40)
    const first = follow(secretsIn(100), createWatchBudget(30, whole))
    const second = follow(secretsIn(100), createWatchBudget(30, whole))
    await settled()
    expect(watched()).toBe(40)
    first.stop()
    first.stop()
    second.stop()
    const third = follow(secretsIn(100), createWatchBudget(30, whole))
    await settled()
    expect(third.blind()[0]).toContain("70 of them aren't followed")
    expect(watched()).toBe(70)
  })

  it('of one kind that is left out are told in the singular', async () => {
    const set = follow(secretsIn(2), createWatchBudget(1))
    await settled()
    expect(set.blind()[0]).toContain("one of them isn't followed")
  })
})
