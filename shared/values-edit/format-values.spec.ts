import { describe, expect, it } from 'vitest'
import { formatValues } from './format-values'

describe('formatting values', () => {
  it.each([
    [
      'four spaces become two',
      'a:\n    # of b\n    b:\n        c: 1   \n    d: 2\n',
      'a:\n  # of b\n  b:\n    c: 1\n  d: 2\n',
    ],
    [
      'lists stay level with their key',
      'a:\n- b: 1\n  c: 2\nd:\n    - e\n    -   f\n',
      'a:\n- b: 1\n  c: 2\nd:\n  - e\n  -   f\n',
    ],
    [
      'texts keep their lines',
      'a:\n    b: |\n        x\n          y\n    c: "z\n      w"\n',
      'a:\n  b: |\n    x\n      y\n  c: "z\n    w"\n',
    ],
    ['brackets too', 'a:\n    b: [\n        1,\n        2\n    ]\n', 'a:\n  b: [\n      1,\n      2\n  ]\n'],
    ['line breaks stay', 'a:\r\n   b: 1\r\n', 'a:\r\n  b: 1\r\n'],
    ['what is not YAML stays', 'a: [\n', 'a: [\n'],
  ])('%s', (_, text, expected) => {
    expect(formatValues(text)).toBe(expected)
    expect(formatValues(expected)).toBe(expected)
  })
})
