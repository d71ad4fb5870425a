import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { failsWith } from '../kube/testing/client-lab'
import { objectsOf, withoutKinds } from './record-manifest'
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

const map =
  '---\n# Source: a/map.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\ndata:\n  t: |\n    ---\n    <\n'
const wheel = '---\n# Source: a/wheel.yaml\napiVersion: x.test/v1\nkind: Wheel\nmetadata:\n  name: one\n'
const list =
  '--- # both\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: s}}\n- {apiVersion: x.test/v1, kind: Wheel, metadata: {name: two}}\n'
const odd = '---\n: [\n'
const wheels = new Set(['x.test/v1 Wheel'])

describe('a record without objects of some kinds', () => {
  // What JSON.parse and JSON.stringify would change: big numbers, floats, escapes, order, and a manifest inside of a chart.
  const around = (manifest: string): string =>
    `{"name":"web","chart":{"values":{"manifest":"inner","big":12345678901234567,"e":1.0e+06,"lt":"\\u003c"}},"manifest":${manifest},"version":3}`
  const of = (manifest: string, isZipped = true): SavedRecord => recordOf(around(JSON.stringify(manifest)), isZipped)

  it('is the same in every other byte', async () => {
    const record = of(map + wheel + list + odd + wheel)
    const next = await withoutKinds(record, wheels)
    expect(next && jsonOf(next)).toBe(around(JSON.stringify(map + list + odd)))
    expect(next).toEqual({ ...record, data: next?.data })
    expect((await objectsOf(record)).map(({ name }) => name)).toEqual(['m', 'one', 's', 'two', 'one'])
  })

  it('may have none left', async () => {
    const next = await withoutKinds(of(wheel), wheels)
    expect(next && jsonOf(next)).toBe(around('""'))
  })

  it('is none when there are none of them, or no manifest', async () => {
    expect(await withoutKinds(of(map), wheels)).toBeNull()
    expect(await withoutKinds(recordOf('{"name":"web"}'), wheels)).toBeNull()
    expect(await objectsOf(recordOf('{"name":"web"}'))).toEqual([])
  })

  it('can come from an old helm, which did not zip', async () => {
    const next = await withoutKinds(of(map + wheel, false), wheels)
    expect(next && jsonOf(next)).toBe(around(JSON.stringify(map)))
  })

  it('is refused when it cannot be read', async () => {
    const damaged = { ...recordOf('{}'), data: { release: Buffer.from('H4sIAAAA').toString('base64') } }
    await expect(withoutKinds(damaged, wheels)).rejects.toThrow(failsWith('helm-bad-output'))
    expect(await objectsOf(damaged)).toEqual([])
  })
})
