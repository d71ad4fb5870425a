import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Repository } from '@shared/model/chart'
import { deferred, failing, installFakeBridge } from '@/testing/fake-bridge'
import { makeRepository } from '@/testing/make-chart'
import { useSourceStore } from './sourceStore'

beforeEach(() => setActivePinia(createPinia()))

describe('the sources', () => {
  it('says what is being done to which repository, and does it once', async () => {
    const slow = deferred<Repository[]>()
    const bridge = installFakeBridge({ 'charts:update_repositories': () => slow.promise })
    const sources = useSourceStore()
    const one = sources.update('shop')
    const again = sources.update('shop')
    expect(sources.working.get('shop')).toBe('updating')
    slow.resolve([makeRepository({ chartCount: 13 })])
    await Promise.all([one, again])
    expect(bridge.calls).toEqual([{ name: 'charts:update_repositories', input: { name: 'shop' } }])
    expect(sources.working.size).toBe(0)
    expect(sources.repositories?.[0]?.chartCount).toBe(13)
  })

  it('updates all of them where none is named', async () => {
    const bridge = installFakeBridge({ 'charts:update_repositories': () => Promise.resolve([]) })
    await useSourceStore().update('')
    expect(bridge.calls).toEqual([{ name: 'charts:update_repositories', input: {} }])
  })

  it('shows why one was not updated in its row', async () => {
    const problem = "Not updated. The source doesn't respond."
    installFakeBridge({
      'charts:list_repositories': () => Promise.resolve([makeRepository({ problem })]),
      'charts:update_repositories': failing('repository-unreachable'),
    })
    const sources = useSourceStore()
    await sources.update('shop')
    expect(sources.repositories?.[0]?.problem).toBe(problem)
    expect(sources.error).toBeNull()
  })

  it('tells why one was not updated whose row has gone', async () => {
    installFakeBridge({
      'charts:list_repositories': () => Promise.resolve([]),
      'charts:update_repositories': failing('repository-unknown'),
    })
    const sources = useSourceStore()
    await sources.update('shop')
    expect(sources.error).toMatchObject({ code: 'repository-unknown' })
  })

  it('gives back why one was not added, and keeps the list', async () => {
    installFakeBridge({
      'charts:list_repositories': () => Promise.resolve([makeRepository()]),
      'charts:add_repository': failing('repository-exists'),
    })
    const sources = useSourceStore()
    await sources.load()
    expect(await sources.add({ name: 'shop', url: 'https://other.example.com' })).toMatchObject({
      code: 'repository-exists',
    })
    expect(sources.repositories).toHaveLength(1)
    expect(sources.error).toBeNull()
  })
})
