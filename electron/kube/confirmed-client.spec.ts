import { describe, expect, it } from 'vitest'
import { AppFailure, appError } from '@shared/errors'
import type { ApiClient } from './api-client'
import { confirmedClient } from './confirmed-client'
import type { ClusterTarget } from './target'

const pin = { identity: 'me-there', key: 'k', context: {}, cluster: null, user: null }
const target: ClusterTarget = { context: 'prod', kubeconfigFiles: ['/config'], helmEnv: {}, pin }

/** Clients that say which of them was asked, and for which identity. @param refusal of the one that follows the files */
function clients(refusal?: 'cluster-changed' | 'context-missing' | 'forbidden') {
  return (of: ClusterTarget): ApiClient => {
    const read: ApiClient['read'] = async (path, { identity = '' } = {}) => {
      if (of.pin === undefined && refusal !== undefined) throw new AppFailure(appError(refusal, 'No.'))
      const value = `${of.pin === undefined ? 'followed' : 'pinned'} ${path} ${identity}`.trim()
      return Promise.resolve({ value, date: null })
    }
    return { read } as Partial<ApiClient> as ApiClient
  }
}

describe('a client of a confirmed cluster', () => {
  it('shares the connections of the one that follows the files, which vouches for the identity', async () => {
    expect(await confirmedClient(clients(), target).read('/version')).toMatchObject({
      value: 'followed /version me-there',
    })
  })

  it.each(['cluster-changed', 'context-missing'] as const)('goes by the pin alone after %s', async (code) => {
    expect(await confirmedClient(clients(code), target).read('/version')).toMatchObject({ value: 'pinned /version' })
  })

  it('takes every other refusal for what it is', async () => {
    await expect(confirmedClient(clients('forbidden'), target).read('/x')).rejects.toMatchObject({
      error: { code: 'forbidden' },
    })
  })

  it('of a target that is not pinned is the one that follows the files', async () => {
    const { context, kubeconfigFiles, helmEnv } = target
    expect(await confirmedClient(clients(), { context, kubeconfigFiles, helmEnv }).read('/x')).toMatchObject({
      value: 'followed /x',
    })
  })
})
