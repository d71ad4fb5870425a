import { describe, expect, it } from 'vitest'
import type { PlainObject } from '../records/manifest'
import { unstableFields } from './compare/unstable'
import { heldAgainst, type EndedObject } from './held-against'

const none = unstableFields([], [])
const map = (data: object, more: object = {}): PlainObject => {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', ...more }, data }
}
const ended = (of: Partial<EndedObject>): EndedObject => {
  return { object: map({}), planned: map({ x: '1' }), live: map({ x: '1' }), rendered: map({ x: '1' }), ...of }
}

describe('what ended in another way than it was planned', () => {
  it('is nothing where all is as planned, or only others have added to it', () => {
    expect(heldAgainst([ended({})], none)).toEqual([])
    expect(
      heldAgainst([ended({ live: map({ x: '1', y: 'by somebody else' }, { resourceVersion: '7' }) })], none),
    ).toEqual([])
    expect(heldAgainst([ended({ planned: null, live: null })], none)).toEqual([])
    expect(heldAgainst([ended({ planned: null, live: map({}, { deletionTimestamp: 'now' }) })], none)).toEqual([])
  })

  it.each([
    [{ live: map({ x: '2' }) }, 'data.x'],
    [{ live: null }, 'not there'],
    [{ planned: null }, 'still there'],
  ])('is told: %#', (of, words) => {
    expect(heldAgainst([ended(of)], none)).toEqual([`1 object ended differently than planned: ConfigMap a (${words}).`])
  })

  it('is counted', () => {
    const many = Array.from({ length: 7 }, () => ended({ live: null }))
    expect(heldAgainst(many, none)[0]).toMatch(/^7 objects ended differently than planned: .* and 2 more\.$/)
  })
})
