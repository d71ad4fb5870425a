import { describe, expect, it } from 'vitest'
import { createChartSources } from './chart-sources'

function fileOf(value: unknown) {
  const written: unknown[] = []
  return { written, read: () => value, write: (next: unknown) => void written.push(JSON.parse(JSON.stringify(next))) }
}

const place = { context: 'prod', namespace: 'shop', name: 'web' }

describe('chart sources', () => {
  it('remembers by context, namespace and release, across runs', () => {
    const file = fileOf(undefined)
    const sources = createChartSources(file)
    sources.remember(place, 'shop/web')
    sources.remember({ ...place, context: 'test' }, 'oci://registry.test/web')
    const later = createChartSources(fileOf(file.written.at(-1)))
    expect(later.get(place)).toBe('shop/web')
    expect(later.get({ ...place, context: 'test' })).toBe('oci://registry.test/web')
    expect(later.get({ ...place, namespace: 'other' })).toBe('')
  })

  it('takes over no sign-in that an earlier version has kept in an address', () => {
    const key = JSON.stringify(['prod', 'shop', 'web'])
    const file = fileOf([[key, 'oci://robot:pl4nted@registry.test/web']])
    const sources = createChartSources(file)
    expect(sources.get(place)).toBe('')
    sources.remember({ ...place, name: 'other' }, 'shop/other')
    expect(JSON.stringify(file.written)).not.toContain('pl4nted')
  })

  it('forgets', () => {
    const file = fileOf(undefined)
    const sources = createChartSources(file)
    sources.remember(place, 'shop/web')
    sources.forget(place)
    expect(sources.get(place)).toBe('')
    expect(file.written.at(-1)).toEqual([])
  })

  it('keeps the 1,000 used last', () => {
    const file = fileOf(undefined)
    const sources = createChartSources(file)
    for (let number = 0; number < 600; number++) sources.remember({ ...place, name: `r${number}` }, 'a/b')
    expect(file.written.at(-1)).toHaveLength(600)
    sources.remember({ ...place, name: 'r0' }, 'a/c')
    for (let number = 600; number < 1_010; number++) sources.remember({ ...place, name: `r${number}` }, 'a/b')
    expect(file.written.at(-1)).toHaveLength(1_000)
    expect(sources.get({ ...place, name: 'r0' })).toBe('a/c')
    expect(sources.get({ ...place, name: 'r1' })).toBe('')
    expect(sources.get({ ...place, name: 'r1009' })).toBe('a/b')
  })

  it.each([[7], ['text'], [{ a: 1 }], [[['key']]], [[['key', 5]]], [[['key', 'x'.repeat(2_000)]]]])(
    'takes a broken file (%j) for an empty one',
    (content) => {
      expect(createChartSources(fileOf(content)).get(place)).toBe('')
    },
  )

  it('goes on when the file cannot be written', () => {
    const sources = createChartSources({
      read: () => undefined,
      write: () => {
        throw new Error('disk full')
      },
    })
    sources.remember(place, 'shop/web')
    expect(sources.get(place)).toBe('shop/web')
  })
})
