import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findMember, sliceValue } from './json-prefix'

const object = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { minKeys: 1, noNullPrototype: true })

describe('a member found in a text', () => {
  it('is what JSON.parse finds, with any white space', () => {
    fc.assert(
      fc.property(object, fc.constantFrom(undefined, 1, '\t'), (made, indent) => {
        const text = JSON.stringify(made, null, indent)
        for (const [name, value] of Object.entries(made)) {
          // A name with an escape in it is compared as it stands in the text.
          const at = findMember(text, 0, JSON.stringify(name).slice(1, -1))
          const slice = at === null ? null : sliceValue(text, at)
          expect(JSON.parse(slice ?? 'null')).toEqual(JSON.parse(JSON.stringify(value)))
        }
      }),
    )
  })

  it('is the whole value or nothing when the text is cut anywhere', () => {
    fc.assert(
      fc.property(object, fc.nat(), (made, cut) => {
        const whole = JSON.stringify(made)
        const text = whole.slice(0, cut % whole.length)
        for (const name of Object.keys(made).map((key) => JSON.stringify(key).slice(1, -1))) {
          const at = findMember(text, 0, name)
          const slice = at === null ? null : sliceValue(text, at)
          const inWhole = findMember(whole, 0, name)
          if (slice !== null) expect(slice).toBe(sliceValue(whole, inWhole ?? 0))
        }
      }),
    )
  })

  it.each(['', '[]', '"a"', '{', '{"a', '{"a"', '{"a":', '{x', '{"b":1 "a":2}', '{"b":[}'])('is none in %j', (text) => {
    expect(findMember(text, 0, 'a')).toBeNull()
  })
})
