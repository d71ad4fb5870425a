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
  ])('%j: %s', (text, expected) => expect(canLayer(text)).toBe(expected))
})
