import { describe, expect, it } from 'vitest'
import { objectsIn } from './manifest-objects'

const names = (text: string): unknown[] => objectsIn(text).map(({ metadata }) => metadata['name'])

describe('the objects of one document', () => {
  it('are there with all that they hold', () => {
    const text = '--- # first\nkind: Thing\nmetadata: {name: a}\nspec: {on: yes, day: 2020-01-01}\n...\n'
    expect(objectsIn(text)).toEqual([
      { kind: 'Thing', metadata: { name: 'a' }, spec: { on: 'yes', day: '2020-01-01' } },
    ])
  })

  it('are read where a key stands twice, or is merged', () => {
    expect(names('kind: A\nkind: B\nmetadata: {name: a}\nmetadata: {name: b}')).toEqual(['b'])
    expect(names('kind: A\nshared: &it {name: a}\nmetadata: {<<: *it, labels: {}}')).toEqual(['a'])
  })

  it('come out of lists, and of lists in lists', () => {
    const one = (name: string) => ({ kind: 'Pod', metadata: { name } })
    const list = { kind: 'List', items: [one('a'), { kind: 'PodList', items: [one('b')] }, one('c')] }
    expect(names(JSON.stringify(list))).toEqual(['a', 'b', 'c'])
  })

  it('are none where a short text would name more than can be counted', () => {
    const levels = Array.from({ length: 60 }, (_, level) =>
      level === 0 ? 'l0: &l0 {items: []}' : `l${level}: &l${level} {items: [*l${level - 1}, *l${level - 1}]}`,
    )
    expect(names(`${levels.join('\n')}\nkind: List\nitems: [*l59]`)).toEqual([])
  })

  it.each(['', 'text', '- 1', 'kind: [', 'kind: A', 'kind: 1\nmetadata: {}', 'kind: A\nmetadata: [a]'])(
    'are none in %j',
    (text) => {
      expect(objectsIn(text)).toEqual([])
    },
  )
})
