import { describe, expect, it } from 'vitest'
import { groupFields, oneLine, pathText, shortPair, shortPath } from './field-text'

const image = ['spec', 'template', 'spec', 'containers', '[web]', 'image']

describe('a field in words', () => {
  it('has the path that people write, and a short one that begins where it tells most', () => {
    expect(pathText(image)).toBe('spec.template.spec.containers[web].image')
    expect(shortPath(image)).toBe('[web].image')
    expect(shortPath(['spec', 'replicas'])).toBe('replicas')
    expect(shortPath(['data', 'LOG_LEVEL'])).toBe('data.LOG_LEVEL')
    expect(shortPath([...image.slice(0, 5), 'resources', 'limits', 'memory'])).toBe('…limits.memory')
    expect(shortPath(['metadata', 'annotations', 'a/b'])).toBe('…annotations.a/b')
    expect(shortPath(['spec'])).toBe('spec')
  })

  it('shows a value of several lines in one, and cuts a long one', () => {
    expect(oneLine('a: 1\n  b: 2\n')).toBe('a: 1 ⏎ b: 2')
    expect(oneLine('x'.repeat(300))).toHaveLength(201)
  })

  it('leaves out what two long values begin with alike, up to where a part of them ends', () => {
    expect(shortPair('registry.example.com/web:1.24.0', 'registry.example.com/web:1.25.1')).toEqual([
      '…:1.24.0',
      '…:1.25.1',
    ])
    expect(shortPair('256Mi', '512Mi')).toEqual(['256Mi', '512Mi'])
    expect(shortPair('abcdefghijklmnopqrst', 'abcdefghijklmnopqrsu')).toEqual([
      'abcdefghijklmnopqrst',
      'abcdefghijklmnopqrsu',
    ])
  })

  it('stands under the item or the object that it belongs to', () => {
    const fields = [
      ['spec', 'replicas'],
      image,
      [...image.slice(0, 5), 'env', '[A]', 'value'],
      ['spec', 'strategy', 'type'],
    ]
    const groups = groupFields(fields.map((path) => ({ path })))
    expect(groups.map(({ parent, fields: found }) => [pathText(parent), found.length])).toEqual([
      ['', 1],
      ['spec.template.spec.containers[web]', 1],
      ['spec.template.spec.containers[web].env[A]', 1],
      ['spec.strategy', 1],
    ])
  })
})
