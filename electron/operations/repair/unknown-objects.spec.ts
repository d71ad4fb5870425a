import { describe, expect, it } from 'vitest'
import { withoutUnknown } from './unknown-objects'

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
