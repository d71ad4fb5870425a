import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ChartSearchResult } from '@shared/model/chart'
import { deferred, failing, installFakeBridge } from '@/testing/fake-bridge'
import { makeChart } from '@/testing/make-chart'
import { useChartStore } from './chartStore'

const found = (name: string): ChartSearchResult => ({ charts: [makeChart({ name })], total: 1, repositories: 1 })

beforeEach(() => setActivePinia(createPinia()))

describe('the chart search', () => {
  it('drops an answer that comes after a newer one was asked for', async () => {
    const slow = deferred<ChartSearchResult>()
    installFakeBridge({
      'charts:search': ({ query }) => (query === 're' ? slow.promise : Promise.resolve(found(query))),
    })
    const charts = useChartStore()
    const early = charts.search('re')
    await charts.search('redis')
    slow.resolve(found('re'))
    await early
    expect(charts.result?.charts[0]?.name).toBe('redis')
    expect(charts.answered).toBe('redis')
    expect(charts.loading).toBe(false)
  })

  it('keeps what it had while it fails, and forgets the failure once it works', async () => {
    const bridge = installFakeBridge({ 'charts:search': ({ query }) => Promise.resolve(found(query)) })
    const charts = useChartStore()
    await charts.search('web')
    bridge.answers['charts:search'] = failing('helm-missing')
    await charts.search('webs')
    expect(charts.error?.code).toBe('helm-missing')
    expect(charts.result?.charts[0]?.name).toBe('web')
    bridge.answers['charts:search'] = ({ query }) => Promise.resolve(found(query))
    await charts.search('web')
    expect(charts.error).toBeNull()
  })
})
