import { describe, expect, it } from 'vitest'
import { readValues } from './values-verdict/read-values'

const read = (text: string): unknown => readValues(text, 'merged')?.values

describe('YAML as helm reads it', () => {
  it('merges what “<<” names where it stands', () => {
    expect(read('x: &x {b: 1, c: 1}\nz:\n  <<: *x\n  c: 2\n')).toEqual({ x: { b: 1, c: 1 }, z: { b: 1, c: 2 } })
    expect(read('z: {<<: [{a: 1}, {a: 2, b: 3}]}')).toEqual({ z: { a: 1, b: 3 } })
    expect(read('z: {"<<": 1}')).toEqual({ z: { '<<': 1 } })
  })

  it('leaves a number that is too large for its base a text', () => {
    expect(read('a: 0xffffffffffffffff\nb: 0xffffffffffffffffff')).toEqual({ a: 2 ** 64, b: '0xffffffffffffffffff' })
  })
})
