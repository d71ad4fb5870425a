import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { secretMask } from '@shared/mask'
import { statusFailure } from '../../kube/errors'
import { targetOf } from '../../helm/testing/real-helm'
import type { Reader } from '../../records/read-record'
import { stored } from '../../records/testing/made-records'
import { createBlameReader, type BlameReader } from './blame'

const target = targetOf('/nowhere', 'prod')
const at = (revision: number): Parameters<BlameReader['blame']>[1] => ({ namespace: 'shop', name: 'web', revision })

const payload = (version: number, config: object, more: object = {}): string =>
  stored(
    gzipSync(
      JSON.stringify({
        name: 'web',
        version,
        info: {
          status: 'superseded',
          description: 'Upgrade complete',
          last_deployed: `2026-01-01T00:00:00.${version}Z`,
        },
        chart: { metadata: { name: 'web', version: `1.0.${version}` }, values: { replicas: 1 } },
        config,
        manifest: '',
        ...more,
      }),
    ),
  )

/** A cluster with these records, by revision; null is one that is listed and gone when it is read. */
function blameOf(records: Readonly<Record<number, string | null>>): BlameReader {
  const reader: Reader = {
    get: (path) => {
      const revision = Number(/\.v(\d+)$/.exec(path)?.[1])
      if (path.includes('labelSelector')) {
        const items = Object.keys(records).map((one) => ({
          metadata: { name: `sh.helm.release.v1.web.v${one}`, resourceVersion: '1' },
        }))
        return Promise.resolve({ metadata: {}, items })
      }
      const release = records[revision]
      if (release === undefined || release === null) {
        return Promise.reject(statusFailure({ context: 'c', server: 'https://s' }, 404, ''))
      }
      return Promise.resolve({ data: { release } })
    },
  }
  return createBlameReader(() => reader)
}

describe('blame', () => {
  it('names the revisions that were read, and looks no further than the one asked for', async () => {
    const records = { 1: payload(1, { a: 1 }), 2: payload(2, { a: 2 }), 3: payload(3, { a: 3 }) }
    expect(await blameOf(records).blame(target, at(2))).toEqual({
      revisions: [
        { revision: 2, updated: '2026-01-01T00:00:00.2Z', description: 'Upgrade complete', chartVersion: '1.0.2' },
        { revision: 1, updated: '2026-01-01T00:00:00.1Z', description: 'Upgrade complete', chartVersion: '1.0.1' },
      ],
      keys: [{ path: ['a'], revision: 2 }],
      unread: [],
    })
  })

  it('goes on where records are damaged or gone, and names them', async () => {
    const records = { 1: payload(1, { a: 1 }), 2: stored('no release'), 3: null, 4: payload(4, { a: 1, b: 1 }) }
    const { keys, unread } = await blameOf(records).blame(target, at(4))
    expect(unread).toEqual([3, 2])
    expect(keys).toEqual([
      { path: ['a'], revision: 1 },
      { path: ['b'], revision: 4 },
    ])
    await expect(blameOf(records).blame(target, at(2))).rejects.toMatchObject({ error: { code: 'revision-not-found' } })
  })

  it('reads the newest fifty, and says that there are more', async () => {
    const all = Array.from({ length: 60 }, (_, index) => index + 1)
    const records = Object.fromEntries(all.map((revision) => [revision, payload(revision, { a: 1 })]))
    const { keys, revisions, truncated } = await blameOf(records).blame(target, at(60))
    expect(revisions).toHaveLength(50)
    expect(keys).toEqual([{ path: ['a'], revision: 11 }])
    expect(truncated).toBe(true)
  })

  it('shows no secret, in a description or a key', async () => {
    const info = { status: 'failed', description: 'Upgrade "web" failed: denied: s3cret-of-mine' }
    const config = { auth: { password: 's3cret-of-mine' }, 's3cret-of-mine': 1 }
    const answer = await blameOf({ 1: payload(1, config, { info }) }).blame(target, at(1))
    expect(JSON.stringify(answer)).not.toContain('s3cret-of-mine')
    expect(answer.keys.map(({ path }) => path.join('.'))).toEqual(['auth', 'auth.password', secretMask])
  })
})

describe('the history of a key', () => {
  const records = {
    1: payload(1, { image: { tag: '1' }, other: 'plain', env: [{ name: 'DB_PASSWORD', value: 's3cret-of-mine' }] }),
    2: payload(2, { image: { tag: '1' }, other: 's3cret-of-mine' }),
    3: payload(3, {}),
    4: payload(4, { image: { tag: 1 }, auth: { password: 'letmein-now' } }),
  }
  const history = async (path: readonly (string | number)[], revision = 4) =>
    (await blameOf(records).history(target, at(revision), path)).map((one) => [one.revision, one.value])

  it('has the revisions that changed it alone, newest first', async () => {
    expect(await history(['image', 'tag'])).toEqual([
      [4, '1'],
      [3, null],
      [1, "'1'"],
    ])
    expect(await history(['image', 'tag'], 2)).toEqual([[1, "'1'"]])
    expect(await history(['image'])).toEqual([
      [4, 'tag: 1'],
      [3, null],
      [1, "tag: '1'"],
    ])
    expect(await history(['nothing', 0])).toEqual([])
  })

  it('masks what its key, its neighbors or another revision give away', async () => {
    expect(await history(['auth', 'password'])).toEqual([[4, secretMask]])
    expect(await history(['env', 0])).toEqual([
      [2, null],
      [1, `name: DB_PASSWORD\nvalue: ${secretMask}`],
    ])
    expect(await history(['other'])).toEqual([
      [3, null],
      [2, secretMask],
      [1, 'plain'],
    ])
  })
})

describe('origins', () => {
  it('are told of one revision', async () => {
    expect(await blameOf({ 1: payload(1, { a: 1 }) }).origins(target, at(1))).toEqual({
      origins: [
        { path: ['a'], origin: 'mine' },
        { path: ['replicas'], origin: 'chart' },
      ],
      gaps: [],
    })
  })

  it.each([
    ['damaged', stored('no release')],
    ['gone', null],
  ])('of one that is %s are refused', async (_what, record) => {
    const asked = blameOf({ 1: record }).origins(target, at(1))
    await expect(asked).rejects.toMatchObject({ error: { code: 'revision-not-found' } })
  })
})
