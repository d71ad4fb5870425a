import { gzipSync } from 'node:zlib'
import { AppFailure, appError } from '@shared/errors'
import type { HelmRelease } from '@shared/model/release'
import { describe, expect, it } from 'vitest'
import type { SecretReader } from './release-secrets'
import { createSummaries } from './summaries'

const target = { context: 'c', kubeconfigFiles: ['/k'], helmEnv: {} }

const row = (name: string, more: Partial<HelmRelease> = {}): HelmRelease => ({
  name,
  namespace: 'shop',
  revision: 2,
  updated: '2026-11-22T07:20:55.909Z',
  status: 'deployed',
  chart: 'my-app-1.2.3',
  appVersion: '9',
  ...more,
})

function secret(name: string, metadata = { name: 'my-app', version: '1.2.3' }): unknown {
  const json = JSON.stringify({ name, info: { last_deployed: '' }, chart: { metadata } })
  const release = Buffer.from(gzipSync(json).toString('base64')).toString('base64')
  return { metadata: { name: `sh.helm.release.v1.${name}.v2`, namespace: 'shop' }, data: { release } }
}

/** Answers from a table of paths; anything else is refused as a cluster would. */
function api(answers: Record<string, unknown>): SecretReader & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    get: (path) => {
      asked.push(path)
      const answer = answers[path]
      return answer === undefined
        ? Promise.reject(new AppFailure(appError('forbidden', 'no')))
        : Promise.resolve(answer)
    },
  }
}

const one = (name: string): string => `/api/v1/namespaces/shop/secrets/sh.helm.release.v1.${name}.v2`
const chart = { chartName: 'my-app', chartVersion: '1.2.3' }

describe('createSummaries', () => {
  it('adds what it can read, leaves the rest alone, and reads nothing twice', async () => {
    const add = createSummaries()
    const client = api({ [one('a')]: secret('a'), [one('odd')]: { kind: 'Status' } })
    const rows = [row('a'), row('b'), row('odd')]
    expect(await add(client, target, rows)).toEqual([{ ...row('a'), ...chart }, row('b'), row('odd')])
    expect(client.asked).toHaveLength(3)
    await add(client, target, [row('a')])
    expect(client.asked).toHaveLength(3)
  })

  it('reads again for another time, another revision and another cluster', async () => {
    const add = createSummaries()
    const client = api({ [one('a')]: secret('a') })
    await add(client, target, [row('a')])
    await add(client, target, [row('a', { updated: '2026-11-23T00:00:00.000Z' })])
    await add(client, target, [row('a', { revision: 3 })])
    await add(client, { ...target, context: 'other' }, [row('a')])
    expect(client.asked).toHaveLength(4)
  })

  it('takes no chart that is not the one helm printed', async () => {
    const client = api({ [one('a')]: secret('a', { name: 'my', version: 'app-9.9.9' }) })
    expect(await createSummaries()(client, target, [row('a')])).toEqual([row('a')])
  })

  it('reads many in pages, and alone what the pages do not hold', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `r${index}`)
    const first = '/api/v1/namespaces/shop/secrets?labelSelector=owner%3Dhelm%2Cstatus%21%3Dsuperseded&limit=25'
    const client = api({
      [first]: { metadata: { continue: 'more' }, items: names.slice(0, 25).map((name) => secret(name)) },
      [`${first}&continue=more`]: { metadata: {}, items: names.slice(25, 29).map((name) => secret(name)) },
      [one('r29')]: secret('r29'),
    })
    const rows = names.map((name) => row(name))
    expect(await createSummaries()(client, target, rows, 'shop')).toEqual(rows.map((plain) => ({ ...plain, ...chart })))
    expect(client.asked).toEqual([first, `${first}&continue=more`, one('r29')])
  })

  it('keeps the list when nothing may be read or the answer is no list', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => row(`r${index}`))
    expect(await createSummaries()(api({}), target, rows)).toEqual(rows)
    const page = '/api/v1/secrets?labelSelector=owner%3Dhelm%2Cstatus%21%3Dsuperseded&limit=25'
    expect(await createSummaries()(api({ [page]: 'hello' }), target, rows)).toEqual(rows)
    expect(await createSummaries()(api({ [page]: { metadata: {}, items: null } }), target, rows)).toEqual(rows)
  })
})
