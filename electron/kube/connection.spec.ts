import { describe, expect, it } from 'vitest'
import type { ApiClient } from './api-client'
import { checkConnection } from './connection'
import { statusFailure } from './errors'
import { statusObject } from './testing/api-server'

const place = { context: 'c', server: 'https://c.test' }
const refusal = (status: number, user = 'ann'): Error =>
  statusFailure(place, status, JSON.stringify(statusObject(status, `User "${user}" cannot get path`)))

/** Answers by path; an Error is thrown. */
function clientWith(answers: Record<string, unknown>): Pick<ApiClient, 'get'> {
  return {
    get: (path) => (answers[path] instanceof Error ? Promise.reject(answers[path]) : Promise.resolve(answers[path])),
  }
}

describe('a connection', () => {
  const version = { gitVersion: 'v1.36.3' }

  it('has the version of a cluster that accepts the credentials', async () => {
    const state = await checkConnection(
      clientWith({ '/version': version, '/api': { kind: 'APIVersions', versions: ['v1'] } }),
      'c',
    )
    expect(state).toMatchObject({ state: 'connected', context: 'c', version: 'v1.36.3' })
  })

  it('stands for a known user who may do nothing at all', async () => {
    const state = await checkConnection(clientWith({ '/version': refusal(403), '/api': refusal(403) }), 'c')
    expect(state).toMatchObject({ state: 'connected', version: '' })
  })

  it.each([
    ['a bad token', refusal(401), 'cluster-unauthorised'],
    ['no credentials at all', refusal(403, 'system:anonymous'), 'cluster-unauthorised'],
    ['trouble in the cluster', refusal(500), 'cluster-unreachable'],
  ])('fails for %s although the version is open to everybody', async (_what, answer, code) => {
    const state = await checkConnection(clientWith({ '/version': version, '/api': answer }), 'c')
    expect(state).toMatchObject({ state: 'failed', context: 'c', error: { code } })
  })

  it.each([
    ['a version of another form', { '/version': { gitVersion: 7 }, '/api': { kind: 'APIVersions' } }],
    ['brackets', { '/version': [[[]]], '/api': [[[]]] }],
    ['something else at the API', { '/version': version, '/api': {} }],
    ['nothing', { '/version': null, '/api': null }],
  ])('is none when what answers gives %s: in a sentence, never in the words of a schema', async (_what, answers) => {
    const state = await checkConnection(clientWith(answers), 'c')
    expect(state).toMatchObject({ state: 'failed', error: { code: 'cluster-failed' } })
    expect(state.state === 'failed' && state.error.cause).toMatch(/^Wheelhouse asked for .*got something else\. /)
  })
})
