import { describe, expect, it } from 'vitest'
import type { ApiClient } from '../../api-client'
import type { ClusterTarget } from '../../target'
import { createFakeApi } from '../testing/fake-api'
import type { Followed } from './watch-set'
import { createWatchSets } from './watch-sets'
import { workloadsIn } from './workload'

const target = (context: string): ClusterTarget => ({ context, kubeconfigFiles: ['/k'], helmEnv: {} })
const user = { onChange: () => undefined, onState: () => undefined }

function open() {
  const api = createFakeApi()
  return createWatchSets(() => api.client as ApiClient)
}

describe('the sets of watches', () => {
  it('are one for each cluster and user', () => {
    const sets = open()
    expect(sets.of(target('a'))).toBe(sets.of(target('a')))
    expect(sets.of(target('a'))).not.toBe(sets.of(target('b')))
  })

  it('are forgotten, the oldest first, when nobody uses them, and never while somebody does', () => {
    const sets = open()
    const used = sets.of(target('used'))
    const followed: Followed = used.follow(workloadsIn('Deployment', 'shop'), user)
    const idle = sets.of(target('idle'))
    const before = sets.of(target('idle'))
    expect(before).toBe(idle)
    for (let at = 0; at < 100; at++) sets.of(target(`other ${at}`))
    expect(sets.of(target('used'))).toBe(used)
    expect(sets.of(target('idle'))).not.toBe(idle)
    followed.release()
    for (let at = 0; at < 100; at++) sets.of(target(`other ${at}`))
    expect(sets.of(target('used'))).not.toBe(used)
  })
})
