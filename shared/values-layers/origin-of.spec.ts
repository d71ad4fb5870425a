import { describe, expect, it } from 'vitest'
import { originOf, type ValuesLayer } from './origin-of'

const layer = (id: string, text: string, on = true): ValuesLayer => ({ id, text, on })

describe('where values come from', () => {
  it('is told for each of them, with the layers that lose', () => {
    const origins = originOf([
      layer('base', 'image: {tag: 1, name: x}\nlist: [1]\nmap: {a: 1, b: 2}\ntext: t\n'),
      layer('mine', 'image: {tag: 2}\nlist: [2]\nmap: 5\ntext: {a: {b: 1}}\n'),
      layer('off', 'image: {name: y}', false),
      layer('broken', 'a: ['),
      layer('set', 'image: {tag: 3, name: {}}\nmap: null\n'),
    ])
    expect(Object.fromEntries(origins)).toEqual({
      '["image","tag"]': { layer: 'set', overrides: ['base', 'mine'] },
      '["image","name"]': { layer: 'set', overrides: ['base'] },
      '["list"]': { layer: 'mine', overrides: ['base'] },
      '["map"]': { layer: 'set', overrides: ['base', 'mine'] },
      '["text","a","b"]': { layer: 'mine', overrides: ['base'] },
    })
  })

  it('is not changed by an empty map, which takes nothing out', () => {
    expect(Object.fromEntries(originOf([layer('one', 'a: {b: 1}'), layer('two', 'a: {}\nc: {}')]))).toEqual({
      '["a","b"]': { layer: 'one', overrides: [] },
      '["c"]': { layer: 'two', overrides: [] },
    })
  })
})
