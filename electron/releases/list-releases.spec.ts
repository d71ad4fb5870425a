import { AppFailure, appError, type ErrorCode } from '@shared/errors'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { capabilitiesOf } from '../helm/capabilities'
import type { HelmCall, HelmRunner } from '../helm/run'
import { createReleaseLister } from './list-releases'

const target = { context: 'c', kubeconfigFiles: ['/k'], helmEnv: {} }
const failure = (code: ErrorCode): AppFailure => new AppFailure(appError(code, code))
const refusing = (code: ErrorCode) => ({ get: () => Promise.reject(failure(code)) })

/** A helm that ends after some time, or when it is cancelled. */
function slowHelm(ms: number): Pick<HelmRunner, 'run' | 'capabilities'> {
  const run = (_target: unknown, { signal }: HelmCall): ReturnType<HelmRunner['run']> =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(failure('cancelled')))
      setTimeout(() => resolve({ stdout: '[]', stderr: '', code: 0, durationMs: ms, command: [] }), ms)
    })
  return { run, capabilities: () => Promise.resolve(capabilitiesOf('4.3.1')) }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a list that takes long', () => {
  it('ends after 15 s with the reason when the cluster does not answer', async () => {
    const list = createReleaseLister({ helm: slowHelm(30_000), apiClientFor: () => refusing('cluster-unreachable') })
    const ended = expect(list(target, {})).rejects.toMatchObject({ error: { code: 'cluster-unreachable' } })
    await vi.advanceTimersByTimeAsync(15_000)
    await ended
  })

  it('goes on when the cluster answers', async () => {
    const list = createReleaseLister({
      helm: slowHelm(30_000),
      apiClientFor: () => ({ get: () => Promise.resolve({}) }),
    })
    const rows = list(target, {})
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await rows).toEqual([])
  })

  it('is given by helm in time although the app itself cannot ask', async () => {
    const list = createReleaseLister({ helm: slowHelm(5_000), apiClientFor: () => refusing('cluster-unreachable') })
    const rows = list(target, {})
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await rows).toEqual([])
  })
})
