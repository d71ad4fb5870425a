import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { statusFailure } from '../kube/errors'
import { failsWith } from '../kube/testing/client-lab'
import type { Change } from '../operations/request/change'
import { damageIn, newestDamaged, refuseDamaged } from './record-damage'
import type { Reader, RevisionMark } from './revisions'

const signal = AbortSignal.timeout(60_000)
const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64')
/** As the API gives it: the driver's base64 in the API's. */
const stored = (bytes: Buffer | string): string => base64(base64(bytes))

const release = (version: number): object => ({
  name: 'shop',
  version,
  info: { status: 'deployed' },
  chart: { metadata: { name: 'web', version: '1.0.0' } },
  manifest: 'x'.repeat(40_000),
})
const good = (version: number): string => stored(gzipSync(JSON.stringify(release(version))))
const halfway = gzipSync(JSON.stringify({ ...release(2), manifest: base64(Buffer.alloc(9_000, 'abc')) }))

describe('damageIn', () => {
  it('finds nothing in what helm reads, with gzip or without', () => {
    expect(damageIn(good(2), 2)).toBe('')
    expect(damageIn(stored(JSON.stringify(release(2))), 2)).toBe('')
  })

  it.each([
    ['', 'it is empty'],
    [base64('%%%%'), "it can't be decoded"],
    [base64(`%${base64(gzipSync(JSON.stringify(release(2))))}`), "it can't be decoded"],
    [stored(gzipSync('{"half":')), 'it holds no release, or is cut off'],
    [stored(gzipSync('{"kind":"ConfigMap"}')), 'it holds no release, or is cut off'],
    [stored(gzipSync(JSON.stringify({ ...release(2), chart: null }))), 'it holds no release, or is cut off'],
    // Its front is whole: a row of the list tells its chart.
    [stored(halfway.subarray(0, -20)), "it can't be unpacked"],
    [good(1), 'it says that it is revision 1'],
  ])('tells what is wrong with %.20s', (encoded, why) => {
    expect(damageIn(encoded, 2)).toBe(why)
  })

  it('does not take what is too large for us for damaged', () => {
    expect(damageIn(stored(gzipSync(Buffer.alloc(65 * 1024 * 1024))), 2)).toBe('')
  })
})

/** A cluster with these records of "shop". */
function clusterOf(records: Readonly<Record<number, string>>): Reader {
  return {
    get: (path) => {
      const revision = Number(/\.v(\d+)$/.exec(path)?.[1])
      const found = records[revision]
      if (found === undefined) return Promise.reject(statusFailure({ context: 'c', server: 'https://s' }, 403, ''))
      const metadata = { name: `sh.helm.release.v1.shop.v${revision}`, namespace: 'web' }
      return Promise.resolve({ metadata, data: { release: found } })
    },
  }
}

function marksOf(...revisions: number[]): RevisionMark[] {
  return revisions.map((revision) => ({ revision, status: 'deployed', resourceVersion: '1', writtenAt: '' }))
}

const place = { name: 'shop', namespace: 'web' }
const changes: Change[] = [
  { verb: 'install', ...place, chart: 'charts/web' },
  { verb: 'upgrade', ...place, chart: 'charts/web' },
  { verb: 'rollback', ...place, revision: 1 },
  { verb: 'uninstall', ...place },
  { verb: 'test', ...place },
]

describe('refuseDamaged', () => {
  it.each(changes)('refuses $verb where helm cannot read the newest record, and offers the repair', async (change) => {
    const client = clusterOf({ 1: good(1), 2: base64('') })
    const refused = refuseDamaged(client, change, marksOf(1, 2), signal)
    await expect(refused).rejects.toThrow(failsWith('record-damaged'))
    await expect(refused).rejects.toMatchObject({
      error: { message: 'The record of revision 2 of "shop" is damaged: it is empty.', actions: ['repair'] },
    })
  })

  it.each(changes)('lets $verb through where it can, or where the record may not be read', async (change) => {
    await refuseDamaged(clusterOf({ 1: good(1), 2: good(2) }), change, marksOf(1, 2), signal)
    await refuseDamaged(clusterOf({}), change, marksOf(1, 2), signal)
    await refuseDamaged(clusterOf({}), change, [], signal)
  })

  it('refuses a rollback to a damaged revision, and nothing else because of that', async () => {
    const client = clusterOf({ 1: base64(''), 2: good(2) })
    for (const change of changes) {
      const refused = refuseDamaged(client, change, marksOf(1, 2), signal)
      if (change.verb !== 'rollback') await refused
      else {
        await expect(refused).rejects.toMatchObject({
          error: { message: 'The record of revision 1 of "shop" is damaged: it is empty.', actions: [] },
        })
      }
    }
  })
})

describe('newestDamaged', () => {
  it('goes down to the first record that helm can read', async () => {
    const client = clusterOf({ 1: base64(''), 2: good(2), 3: base64(''), 4: good(3) })
    const found = await newestDamaged(client, { namespace: 'web', name: 'shop' }, marksOf(1, 2, 3, 4), signal)
    expect(found).toEqual([
      { revision: 4, why: 'it says that it is revision 3' },
      { revision: 3, why: 'it is empty' },
    ])
  })
})
