import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { canLayer, layerValues } from './layer-values'

describe('layerValues', () => {
  it('keeps a single file to the letter', () => {
    const text = '# mine\nimage:   {tag: "1"}   # odd spaces\n'
    expect(layerValues([text])).toBe(text)
  })

  it('merges maps, replaces lists and scalars, in order', () => {
    const text = layerValues(['a: {b: 1, c: [1, 2]}\nd: x\n', 'a: {c: [3]}\n', 'd: y\ne: {f: 1}\n'])
    expect(parse(text)).toEqual({ a: { b: 1, c: [3] }, d: 'y', e: { f: 1 } })
  })

  it('lets null stand, which takes a default away', () => {
    expect(parse(layerValues(['a: {b: 1}\n', 'a: null\n']))).toEqual({ a: null })
  })

  it('keeps comments of both and words of YAML 1.1', () => {
    const text = layerValues(['# one\non: yes\nsize: 010 # octal\n', 'b: 1 # two\n'])
    expect(text).toContain('# one')
    expect(text).toContain('# two')
    expect(text).toContain('yes')
    expect(text).toContain('010')
  })

  it('layers the documents of one file too, as helm 4 does', () => {
    expect(parse(layerValues(['a: {b: 1}\n', 'a: {c: 2}\n---\na: {b: 3}\n']))).toEqual({ a: { b: 3, c: 2 } })
  })

  it('writes out what aliases stand for: their anchors may be replaced, and mean nothing in another file', () => {
    const base = 'a: &x {k: 1}\nb: *x\nc:\n  <<: *x\n  own: 1\n'
    const text = layerValues([base, 'a: 2\nd: &x {k: 5}\nc: {<<: *x}\n'])
    expect(text).not.toMatch(/[&*]x/)
    expect(parse(text)).toEqual({ a: 2, b: { k: 1 }, c: { own: 1, k: 5 }, d: { k: 5 } })
  })

  it('passes over empty files', () => {
    expect(layerValues(['', 'a: 1\n', '  \n'])).toBe('a: 1\n')
    expect(layerValues([])).toBe('')
  })
})

describe('canLayer', () => {
  it.each([
    ['', true],
    ['# only a comment\n', true],
    ['a: 1\n', true],
    ['a: [1\n', false],
    ['- a\n', false],
    ['text', false],
    ['a: &x [*x]\n', false],
    ['a: [\n1\n]\n', false],
    ['a: 1\n---\nb: 1\n', true],
  ])('%j: %s', (text, expected) => expect(canLayer(text)).toBe(expected))
})
