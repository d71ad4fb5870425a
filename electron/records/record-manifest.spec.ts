import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { failsWith } from '../kube/testing/client-lab'
import { manifestOf, withManifest } from './record-manifest'
import type { SavedRecord } from './stored-records'

function recordOf(json: string, isZipped = true): SavedRecord {
  const inner = isZipped ? gzipSync(json).toString('base64') : Buffer.from(json).toString('base64')
  const metadata = { name: 'sh.helm.release.v1.web.v3', namespace: 'shop', labels: { status: 'deployed' } }
  return { metadata, type: 'helm.sh/release.v1', data: { release: Buffer.from(inner).toString('base64') } }
}

function jsonOf({ data }: SavedRecord): string {
  const inner = Buffer.from(data?.['release'] ?? '', 'base64').toString()
  return gunzipSync(Buffer.from(inner, 'base64')).toString()
}

describe('a record with another manifest', () => {
  // What JSON.parse and JSON.stringify would change: big numbers, floats, escapes, order, and a manifest inside of a chart.
  const around = (manifest: string): string =>
    `{"name":"web","chart":{"values":{"manifest":"inner","big":12345678901234567,"e":1.0e+06,"lt":"\\u003c"}},"manifest":${manifest},"version":3}`

  it('is the same in every other byte', async () => {
    const record = recordOf(around('"old \\u003ctext\\u003e"'))
    const next = await withManifest(record, (old) => `${old} and "new"\n`)
    expect(next && jsonOf(next)).toBe(around('"old <text> and \\"new\\"\\n"'))
    expect(next).toEqual({ ...record, data: next?.data })
    expect(await manifestOf(record)).toBe('old <text>')
  })

  it('is none when nothing changes, or there is no manifest', async () => {
    expect(await withManifest(recordOf(around('"x"')), (old) => old)).toBeNull()
    expect(await withManifest(recordOf('{"name":"web"}'), () => 'new')).toBeNull()
    expect(await manifestOf(recordOf('{"name":"web"}'))).toBe('')
  })

  it('can come from an old helm, which did not zip', async () => {
    const next = await withManifest(recordOf(around('"x"'), false), () => 'y')
    expect(next && jsonOf(next)).toBe(around('"y"'))
  })

  it('is refused when it cannot be read', async () => {
    const damaged = { ...recordOf('{}'), data: { release: Buffer.from('H4sIAAAA').toString('base64') } }
    await expect(withManifest(damaged, () => 'y')).rejects.toThrow(failsWith('helm-bad-output'))
    expect(await manifestOf(damaged)).toBe('')
  })
})
