import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { failsWith } from '../kube/testing/client-lab'
import { manifestOf, withManifest } from './record-payload'
import type { SavedRecord } from './stored-records'
import { withoutUnknown } from '../operations/repair/unknown-objects'

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

  it('is the same in every other byte', () => {
    const record = recordOf(around('"old \\u003ctext\\u003e"'))
    const next = withManifest(record, (old) => `${old} and "new"\n`)
    expect(next && jsonOf(next)).toBe(around('"old <text> and \\"new\\"\\n"'))
    expect(next).toEqual({ ...record, data: next?.data })
    expect(manifestOf(record)).toBe('old <text>')
  })

  it('is none when nothing changes, or there is no manifest', () => {
    expect(withManifest(recordOf(around('"x"')), (old) => old)).toBeNull()
    expect(withManifest(recordOf('{"name":"web"}'), () => 'new')).toBeNull()
    expect(manifestOf(recordOf('{"name":"web"}'))).toBe('')
  })

  it('can come from an old helm, which did not zip', () => {
    const next = withManifest(recordOf(around('"x"'), false), () => 'y')
    expect(next && jsonOf(next)).toBe(around('"y"'))
  })

  it('is refused when it cannot be read', () => {
    const damaged = { ...recordOf('{}'), data: { release: Buffer.from('H4sIAAAA').toString('base64') } }
    expect(() => withManifest(damaged, () => 'y')).toThrow(failsWith('helm-bad-output'))
    expect(manifestOf(damaged)).toBe('')
  })
})

describe('a manifest without what the API does not know', () => {
  const map =
    '---\n# Source: a/map.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\ndata:\n  t: |\n    ---\n'
  const wheel = '---\n# Source: a/wheel.yaml\napiVersion: x.test/v1\nkind: Wheel\nmetadata:\n  name: one\n'
  const list =
    '--- # both\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: s}}\n- {apiVersion: x.test/v1, kind: Wheel, metadata: {name: two}}\n'
  const odd = '---\n: [\n'
  const isKnown = ({ kind }: { kind: string }): boolean => kind !== 'Wheel'

  it('keeps every other document as it is', () => {
    expect(withoutUnknown(map + wheel + list + odd + wheel, isKnown)).toBe(map + list + odd)
    expect(withoutUnknown(wheel, isKnown)).toBe('')
    expect(withoutUnknown(map, isKnown)).toBe(map)
  })
})
