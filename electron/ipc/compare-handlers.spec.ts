import { describe, expect, it, vi } from 'vitest'
import { AppFailure, appError } from '@shared/errors'
import type { ComparedTexts, Comparison } from '@shared/model/comparison'
import type { AskedCluster } from '../kube/target'
import { compareHandlers } from './compare-handlers'

const id = 'b0f0a7a0-3c7e-4f7e-9a51-5a1d5c6f7e8d'
const revision = { kind: 'revision', release_name: 'web', namespace: 'shop', revision: 2 } as const

function setUp(hasContext = true) {
  const comparisons = {
    make: vi.fn(() => Promise.resolve({ id } as Comparison)),
    cancel: vi.fn(),
    texts: vi.fn((): Promise<ComparedTexts> => Promise.resolve({ before: 'a', after: null })),
    exportText: vi.fn(() => Promise.resolve('text')),
    nameOf: () => 'web',
  }
  const saveComparison = vi.fn(() => Promise.resolve('/tmp/web-comparison.patch'))
  const targetOf = (context: string) => ({ context, kubeconfigFiles: [], helmEnv: {} })
  const handlers = compareHandlers({
    comparisons,
    saveComparison,
    bind: ({ context = 'current', cluster }: AskedCluster) =>
      cluster === 'other'
        ? Promise.reject(new AppFailure(appError('cluster-changed', 'It is another cluster.')))
        : Promise.resolve(targetOf(context)),
    target: () =>
      hasContext
        ? Promise.resolve(targetOf('current'))
        : Promise.reject(new AppFailure(appError('no-kubeconfig', 'None.'))),
  })
  return { comparisons, saveComparison, handlers }
}

describe('compare:make', () => {
  it('reads each revision from the cluster that it was seen in', async () => {
    const { comparisons, handlers } = setUp()
    await handlers['compare:make']({
      compare_id: id,
      from: revision,
      to: { ...revision, context: 'staging', revision: 7 },
    })
    const side = { kind: 'revision', namespace: 'shop', name: 'web' }
    expect(comparisons.make).toHaveBeenCalledWith(
      id,
      { ...side, revision: 2, target: expect.objectContaining({ context: 'current' }) as unknown },
      { ...side, revision: 7, target: expect.objectContaining({ context: 'staging' }) as unknown },
    )
  })

  it('refuses a cluster that has become another', async () => {
    const { comparisons, handlers } = setUp()
    const to = { ...revision, cluster: 'other' }
    await expect(handlers['compare:make']({ compare_id: id, from: revision, to })).rejects.toThrow()
    expect(comparisons.make).not.toHaveBeenCalled()
  })

  it('compares charts without a cluster, too', async () => {
    const { comparisons, handlers } = setUp(false)
    const chart = { kind: 'chart', chart: 'samples/web' } as const
    await handlers['compare:make']({ compare_id: id, from: chart, to: { ...chart, version: '2.0.0' } })
    const side = { kind: 'chart', chart: 'samples/web', target: null }
    expect(comparisons.make).toHaveBeenCalledWith(id, { ...side, version: undefined }, { ...side, version: '2.0.0' })
  })
})

it('gives texts, and saves what it exports under the name of the release', async () => {
  const { comparisons, saveComparison, handlers } = setUp()
  expect(await handlers['compare:get_text']({ compare_id: id, text: 'manifest', object: 'a' })).toEqual({
    before: 'a',
    after: null,
  })
  expect(comparisons.texts).toHaveBeenCalledWith(id, 'manifest', 'a')
  expect(await handlers['compare:export']({ compare_id: id, format: 'json' })).toBe('text')
  expect(await handlers['compare:save']({ compare_id: id, format: 'patch' })).toBe('/tmp/web-comparison.patch')
  expect(saveComparison).toHaveBeenCalledWith('web', 'patch', 'text')
  await handlers['compare:cancel']({ compare_id: id })
  expect(comparisons.cancel).toHaveBeenCalledWith(id)
})
