import { describe, expect, it } from 'vitest'
import { makeDrift, makeDriftField, makeDriftObject } from '@/testing/make-drift'
import { filterDrift } from './filter-drift'

const sidecar = makeDriftField({ path: ['spec', 'containers', '[proxy]'], expected: 'It is injected.' })
const image = makeDriftField({ path: ['spec', 'image'], stored: 'web:1', live: 'web:2', manager: 'kubectl-set' })
const drift = makeDrift([
  makeDriftObject('web', [makeDriftField(), image, sidecar], { fieldCount: 5 }),
  makeDriftObject('scaled', [makeDriftField({ expected: 'An autoscaler sets it.' })]),
  makeDriftObject('gone', [], { state: 'missing' }),
  makeDriftObject('hidden', [], { state: 'unknown', why: 'You may not read it.' }),
  makeDriftObject('same'),
])

function found(search: string, onlyUnexpected = false): string[] {
  const { objects, counts } = filterDrift(drift, { search, onlyUnexpected })
  const { fields, expected, missing, unknown } = counts
  const names = objects.map(({ name, fields: ofIt, fieldCount }) => `${name} ${ofIt.length}/${fieldCount}`)
  return [...names, `${fields} ${expected} ${missing} ${unknown}`]
}

describe('what of a drift is listed', () => {
  it('is all of it without a filter', () => {
    expect(filterDrift(drift, { search: ' ', onlyUnexpected: false })).toEqual({
      objects: drift.objects,
      counts: drift.counts,
    })
  })

  it('is without what is expected or the same', () => {
    expect(found('', true)).toEqual(['web 2/4', 'gone 0/0', 'hidden 0/0', '4 0 1 1'])
  })

  it.each([
    ['IMAGE', ['web 1/1', '1 0 0 0']],
    ['web:2', ['web 1/1', '1 0 0 0']],
    ['kubectl-set deployment', ['web 1/1', '1 0 0 0']],
    ['scaled', ['scaled 1/1', '0 1 0 0']],
    ['gone', ['gone 0/0', '0 0 1 0']],
    ['may not', ['hidden 0/0', '0 0 0 1']],
    ['same', ['same 0/0', '0 0 0 0']],
    ['nothing', ['0 0 0 0']],
  ])('is what a search finds: %s', (search, expected) => {
    expect(found(search)).toEqual(expected)
  })

  it('is both', () => {
    expect(found('replicas', true)).toEqual(['web 1/1', '1 0 0 0'])
  })
})
