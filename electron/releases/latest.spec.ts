import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HelmRelease } from '@shared/model/release'
import type { ClusterTarget } from '../kube/target'
import { createLatestReleases } from './latest'

const shop: ClusterTarget = { context: 'shop', kubeconfigFiles: ['/k'], helmEnv: {} }
const other: ClusterTarget = { ...shop, context: 'other' }

function release(name: string, namespace: string): HelmRelease {
  return { name, namespace, revision: 1, updated: '', status: 'deployed', chart: `${name}-1.0.0`, appVersion: '' }
}

function setUp() {
  const now = {
    target: shop as ClusterTarget | null,
    isVisible: false,
    rows: [release('api', 'a'), release('db', 'b')],
  }
  const asked = vi.fn((_target: ClusterTarget, { namespace }: { readonly namespace?: string | undefined }) =>
    Promise.resolve(now.rows.filter((row) => namespace === undefined || row.namespace === namespace)),
  )
  const onChange = vi.fn()
  const latest = createLatestReleases({
    list: asked,
    targetNow: () => now.target,
    isVisible: () => now.isVisible,
    onChange,
    graceMs: 5_000,
  })
  const names = () => latest.releases()?.map(({ name }) => name) ?? null
  return { now, asked, onChange, latest, names }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('what is remembered', () => {
  it('is the last list of the current target', async () => {
    const { latest, names, onChange, now } = setUp()
    expect(names()).toBeNull()
    expect(await latest.list(shop, {})).toHaveLength(2)
    expect(names()).toEqual(['api', 'db'])
    expect(onChange).toHaveBeenCalledTimes(1)
    now.rows = []
    await latest.list(shop, {})
    expect(names()).toEqual([])
  })

  it('is nothing of another target', async () => {
    const { latest, names, now, onChange } = setUp()
    await latest.list(other, {})
    expect(onChange).not.toHaveBeenCalled()
    expect(names()).toBeNull()
    await latest.list(shop, {})
    now.target = other
    expect(names()).toBeNull()
    now.target = null
    expect(names()).toBeNull()
  })

  it('keeps the other namespaces when one is listed', async () => {
    const { latest, names, now } = setUp()
    await latest.list(shop, {})
    now.rows = [release('new', 'a')]
    await latest.list(shop, { namespace: 'a' })
    expect(names()).toEqual(['db', 'new'])
  })

  it('survives a list that fails', async () => {
    const { latest, names, asked } = setUp()
    await latest.list(shop, {})
    asked.mockRejectedValueOnce(new Error('gone'))
    await expect(latest.list(shop, {})).rejects.toThrow('gone')
    expect(names()).toEqual(['api', 'db'])
  })
})

describe('a change out of sight', () => {
  it('makes the list read again, once for several changes', async () => {
    const { latest, asked, names } = setUp()
    latest.noteChange('shop')
    latest.noteChange('shop')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked).toHaveBeenCalledTimes(1)
    expect(names()).toEqual(['api', 'db'])
  })

  it('is left to the window when that has read the list, or is in sight', async () => {
    const { latest, asked, now } = setUp()
    latest.noteChange('shop')
    await latest.list(shop, {})
    await vi.advanceTimersByTimeAsync(5_000)
    now.isVisible = true
    latest.noteChange('shop')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked).toHaveBeenCalledTimes(1)
  })

  it('of another context is nothing to us', async () => {
    const { latest, asked } = setUp()
    latest.noteChange('other')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked).not.toHaveBeenCalled()
  })

  it('that comes while the list is being read is read after it', async () => {
    const { latest, asked, now } = setUp()
    let end: (rows: HelmRelease[]) => void = () => undefined
    asked.mockImplementationOnce(() => new Promise((resolve) => (end = resolve)))
    latest.noteChange('shop')
    await vi.advanceTimersByTimeAsync(5_000)
    latest.noteChange('shop')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveBeenCalledTimes(1)
    end(now.rows)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked).toHaveBeenCalledTimes(2)
  })

  it('asks for the namespace that was asked for last', async () => {
    const { latest, asked } = setUp()
    await latest.list(shop, { namespace: 'b' })
    latest.noteChange('shop')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked).toHaveBeenLastCalledWith(shop, { namespace: 'b' })
  })

  it('is not read any more after the end', async () => {
    const { latest, asked } = setUp()
    latest.noteChange('shop')
    latest.dispose()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked).not.toHaveBeenCalled()
  })
})
