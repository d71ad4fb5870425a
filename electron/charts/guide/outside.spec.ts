import { describe, expect, it } from 'vitest'
import { outsideAddresses } from './outside'

const found = (schema: unknown): readonly string[] | null => outsideAddresses(JSON.stringify(schema))

describe('the addresses that a schema refers to', () => {
  it.each<readonly [string, unknown, readonly string[]]>([
    ['in itself', { $ref: '#/$defs/a', $defs: { a: { $dynamicRef: '#x', $anchor: 'x' } } }, []],
    ['on the network', { items: [{ $ref: 'http://a.test/b.json#/c' }] }, ['http://a.test/b.json']],
    ['on this disk', { $ref: 'file:///etc/passwd' }, ['file:///etc/passwd']],
    ['dynamically', { $dynamicRef: 'https://a.test/b#c' }, ['https://a.test/b']],
    ['under odd spellings', { $ref: ' HTTPS:\\\\A.test/b' }, ['https://a.test/b']],
    ['without a scheme', { $ref: '//a.test/b' }, ['file://a.test/b']],
    ['beside it, which is the root of the disk', { $ref: 'other.json' }, ['file:///other.json']],
    ['by its file name, which is itself', { $ref: 'values.schema.json#/a' }, []],
    [
      'relative to its id',
      { $id: 'https://a.test/s/v.json', $ref: 'x.json' },
      ['file:///x.json', 'https://a.test/s/x.json'],
    ],
    ['by its id', { $id: 'https://a.test/v.json', $ref: 'https://a.test/v.json#/a' }, []],
    [
      'by what is no id in its draft',
      { $schema: 'http://json-schema.org/draft-04/schema#', $id: 'https://a.test/v', $ref: 'https://a.test/v' },
      ['https://a.test/v'],
    ],
    [
      'by its id in draft 4',
      { $schema: 'http://json-schema.org/draft-04/schema#', id: 'https://a.test/v', $ref: 'https://a.test/v' },
      [],
    ],
    [
      'relative to an id inside it',
      { a: { $id: 'http://b.test/', b: { $ref: 'c' } } },
      ['file:///c', 'http://b.test/c'],
    ],
    ['that helm has', { $schema: 'https://json-schema.org/draft/2020-12/schema' }, []],
    ['that helm has, by reference', { $ref: 'http://json-schema.org/draft-07/schema#' }, []],
    ['as a draft of its own', { $schema: 'http://a.test/draft' }, ['http://a.test/draft']],
    [
      'as a draft that only looks known',
      { $schema: 'http://json-schema.org.a.test/draft-07/schema' },
      ['http://json-schema.org.a.test/draft-07/schema'],
    ],
    [
      'as a property of that name',
      { properties: { $ref: { type: 'string' }, $schema: { const: 'http://a.test' } } },
      [],
    ],
    ['that nobody fetches', { $ref: 'urn:a:b', $schema: 'mailto:a@b.test' }, []],
    ['that may be one to helm alone', { $ref: 'http://xn--\u0001' }, ['http://xn-- ']],
    ['in a schema that is none', true, []],
  ])('%s', (_what, schema, addresses) => {
    expect(found(schema)).toEqual(addresses)
  })

  it('are unknown of what is no JSON', () => {
    expect(outsideAddresses('type: object')).toBeNull()
    expect(outsideAddresses('')).toBeNull()
  })

  it('are found however deep, and unknown of more than a hundred', () => {
    const deep = `${'{"not":'.repeat(50_000)}{"$ref":"http://a.test/x"}${'}'.repeat(50_000)}`
    expect(outsideAddresses(deep)).toEqual(['http://a.test/x'])
    const many = (length: number) => found(Array.from({ length }, (_, index) => ({ $ref: `http://a.test/${index}` })))
    expect(many(100)).toHaveLength(100)
    expect(many(101)).toBeNull()
    expect(outsideAddresses(`[${'0,'.repeat(2_000_000)}{"$ref":"http://a.test/x"}]`)).toBeNull()
    const ids = `${'{"$id":"http://a.test/","a":'.repeat(20_000)}{"$ref":"b"}${'}'.repeat(20_000)}`
    expect(outsideAddresses(ids)).toContain('http://a.test/b')
  })
})
