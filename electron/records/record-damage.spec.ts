import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { damageOf, newestDamaged } from './record-damage'
import { base64, clusterOf, good, marksOf, release, stored } from './testing/made-records'

const signal = AbortSignal.timeout(60_000)
/** Of a record that is named after the revision. */
const damageIn = (encoded: string, revision: number): Promise<string> =>
  damageOf({ metadata: { name: `sh.helm.release.v1.shop.v${revision}`, namespace: 'web' }, data: { release: encoded } })
const halfway = gzipSync(JSON.stringify({ ...release(2), manifest: base64(Buffer.alloc(9_000, 'abc')) }))

describe('the damage of a record', () => {
  it('is none in what helm reads, with gzip or without', async () => {
    expect(await damageIn(good(2), 2)).toBe('')
    expect(await damageIn(stored(JSON.stringify(release(2))), 2)).toBe('')
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
  ])('is told of %.20s', async (encoded, why) => {
    expect(await damageIn(encoded, 2)).toBe(why)
  })

  it('is none where it is only too large for us', async () => {
    expect(await damageIn(stored(gzipSync(Buffer.alloc(65 * 1024 * 1024))), 2)).toBe('')
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
