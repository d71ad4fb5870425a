import { describe, expect, it } from 'vitest'
import type { ComparedSide } from '@shared/model/comparison'
import { makeCompared, makeComparison } from '@/testing/make-comparison'
import { makeRevision } from '@/testing/make-revision'
import { apartWords, comparedNote, equalWords, partCounts, sameWords, statesWords } from './compare-words'

const own = { context: 'prod', namespace: 'shop', name: 'web' }
const side = (revision: number, name = 'web'): ComparedSide => ({ kind: 'revision', ...own, name, revision })
const chart: ComparedSide = { kind: 'chart', chart: 'shop/web', version: '1.4.0' }
const facts = (updated: string) => ({ chart: null, updated, status: '' })
const month = { from: facts('2026-03-01T10:00:00Z'), to: facts('2026-03-25T12:00:00Z') }
const history = [
  makeRevision(4),
  makeRevision(3, { description: 'Rollback to 1' }),
  makeRevision(2),
  makeRevision(1, { description: 'Install complete' }),
]

describe('how far two sides are apart', () => {
  it.each([
    [side(1), side(2), '24 days, 1 upgrade apart'],
    [side(2), side(3), '24 days, 1 rollback apart'],
    [side(4), side(1), '24 days, 3 revisions apart'],
    [side(4), side(9, 'api'), '24 days apart'],
  ])('is told from revision to revision: %#', (from, to, words) => {
    expect(apartWords([from, to], month, own, history)).toBe(words)
  })

  it('is not told of a chart, which was never made', () => {
    expect(apartWords([side(4), chart], { ...month, to: facts('') }, own, history)).toBe('')
  })
})

describe('what differs, in words', () => {
  it('counts the chart’s defaults where nobody gave other values, and names what is the same', () => {
    const counts = partCounts(makeComparison({ computedValues: { changes: [], count: 7 } }))
    expect(counts).toEqual({ values: 7, objects: 1, images: 0, chart: 0, hooks: 0, notes: 0 })
    expect(sameWords(counts)).toBe('Images, chart, hooks, notes: same')
    expect(sameWords({ values: 1, objects: 1, images: 1, chart: 1, hooks: 1, notes: 1 })).toBe('')
  })

  it('counts objects by what became of them', () => {
    const states = ['changed', 'changed', 'added', 'renamed', 'same', 'same'] as const
    expect(statesWords(states.map((state) => ({ state })))).toBe('2 changed, 1 added, 1 renamed; 2 the same')
    expect(comparedNote(makeCompared())).toBe('1 field')
    expect(comparedNote(makeCompared({ state: 'renamed', fields: [{ path: ['spec'], before: '1' }] }))).toBe(
      'renamed, 1 field',
    )
    expect(comparedNote(makeCompared({ state: 'added' }))).toBe('added')
  })

  it('says what was compared where nothing differs', () => {
    const objects = [makeCompared(), makeCompared()]
    expect(equalWords('revision 1', 'shop/web 1.4.0', { objects, hooks: [] })).toBe(
      'Revision 1 and shop/web 1.4.0 have the same values, images, chart, notes and 2 objects.',
    )
    expect(equalWords('revision 1', 'revision 2', { objects: [], hooks: [] })).toBe(
      'Revision 1 and revision 2 have the same values, images, chart and notes.',
    )
  })
})
