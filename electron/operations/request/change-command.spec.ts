import { describe, expect, it, vi } from 'vitest'
import type { ChangePreview } from './change'
import { withVersion, type NewestVersion } from './change-command'

const target = { context: 'shop', kubeconfigFiles: [], helmEnv: {} }
const place = { name: 'basket', namespace: 'shop' }
const chart = { chart: 'samples/basket', has_values: false }

describe('the version of a change', () => {
  const newestVersion = vi.fn<NewestVersion>(() => Promise.resolve('0.1.0-rc.10'))
  const named = (change: ChangePreview): Promise<ChangePreview> => withVersion(newestVersion, target, change)

  it.each<ChangePreview>([
    { verb: 'install', ...place, ...chart },
    { verb: 'upgrade', ...place, ...chart },
  ])('is the newest that is shown when the $verb names none', async (change) => {
    expect(await named(change)).toEqual({ ...change, version: '0.1.0-rc.10' })
    expect(newestVersion).toHaveBeenLastCalledWith(target, 'samples/basket')
  })

  it('stays what is named, and is none where a chart is kept or helm has to find it', async () => {
    newestVersion.mockClear()
    const given: ChangePreview = { verb: 'install', ...place, ...chart, version: '^1.0' }
    const kept: ChangePreview = { verb: 'upgrade', ...place, ...chart, keep_chart: true }
    const removed: ChangePreview = { verb: 'uninstall', ...place }
    for (const change of [given, kept, removed]) expect(await named(change)).toBe(change)
    expect(newestVersion).not.toHaveBeenCalled()
    newestVersion.mockResolvedValueOnce(undefined)
    const open: ChangePreview = { verb: 'install', ...place, ...chart }
    expect(await named(open)).toBe(open)
  })
})
