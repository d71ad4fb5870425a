import { describe, expect, it } from 'vitest'
import { textAround } from './around'

const lines = '  line: of a long text\n'.repeat(1_000)
const filler = `filler:\n${lines}`

/** With a “|” where the place is. */
function around(marked: string): string {
  const offset = marked.indexOf('|')
  const found = textAround(marked.replace('|', ''), offset)
  return `${found.text.slice(0, found.offset)}|${found.text.slice(found.offset)}`
}

describe('what of a long text counts at one place', () => {
  it('is the key above it, whole, and the others on one line', () => {
    const above = '# head\na: 1\nb: "x"\nc: {d: 1,\n  e: 2}\nlist:\n- x\n- y\n'
    expect(around(`${above}${filler}image:\n  # note\n  ta|\n  name: x\n\nend:\n  of: it\nlast: 1\n`)).toBe(
      'a: 1\nb: "x"\nc:\nlist:\nfiller:\nimage:\n  # note\n  ta|\n  name: x\n\nend:\nlast: 1\n',
    )
  })

  it('is only the way to it in a long key', () => {
    const inner = lines.replaceAll(/^/gm, '  ').trimEnd()
    const text = `top:\n  one:\n${inner}\n  two:\n    a: 1\n    |\n    b: 2\n  three:\n${inner}\nlast:\n  x: 1\n`
    expect(around(text)).toBe('top:\n  one:\n  two:\n    a: 1\n    |\n    b: 2\n  three:\nlast:\n')
  })

  it('keeps the number of an item in a list', () => {
    const items = '- name: a\n  x: {}\n'.repeat(3)
    const long = `  long:\n${lines.replaceAll(/^/gm, '  ').trimEnd()}\n`
    expect(around(`list:\n${items}- name: b\n  pa|\n- name: c\n${long}${filler}`)).toBe(
      `list:\n${'- name:\n'.repeat(3)}- name: b\n  pa|\n- name:\nfiller:\n`,
    )
  })

  it('is the list that stands as far out as its key', () => {
    expect(around(`${filler}list:\n- a: 1\n- b|\nx: 1\n`)).toBe('filler:\nlist:\n- a: 1\n- b|\nx: 1\n')
  })

  it('is the beginning, the end, and a key between others', () => {
    expect(around(`|\n${filler}`)).toBe('|\nfiller:\n')
    expect(around(`${filler}im|`)).toBe('filler:\nim|')
    expect(around(`${filler}a: 1\nim|\nb: 2\n`)).toBe('filler:\na: 1\nim|\nb: 2\n')
  })

  it.each(['a: |\n', `a: 1\n---\n${filler}b|`, `{\n${filler}|}`, `${lines}|`])(
    'is all of a short or unusual text',
    (text) => {
      expect(around(text)).toBe(text)
    },
  )
})
