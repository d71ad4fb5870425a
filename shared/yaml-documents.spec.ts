import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitDocuments } from './yaml-documents'

describe('the documents of a YAML text', () => {
  it.each([
    ['', ['']],
    ['a: 1\n', ['a: 1\n']],
    ['---\na: 1\n---\nb: 2\n', ['---\na: 1\n', '---\nb: 2\n']],
    ['a: 1\n--- # second\nb: 2\n---', ['a: 1\n', '--- # second\nb: 2\n', '---']],
    ['---\n---\n', ['---\n', '---\n']],
    ['a: |\n  ---\n  b\n----\n', ['a: |\n  ---\n  b\n----\n']],
  ])('are parted where a line begins one: %j', (text, parts) => {
    expect(splitDocuments(text)).toEqual(parts)
  })

  it('are the text again when they are joined', () => {
    const line = fc.constantFrom('---', '--- # note', 'a: 1', '  ---', '', '----')
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        expect(splitDocuments(lines.join(end)).join('')).toBe(lines.join(end))
      }),
    )
  })
})
