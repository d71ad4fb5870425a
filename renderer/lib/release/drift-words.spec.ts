import { describe, expect, it } from 'vitest'
import type { Drift, DriftCounts, DriftField, DriftMark, DriftObject } from '@shared/model/drift'
import { driftRank, driftSentence, driftText, driftTitle } from './drift-words'

const none: DriftCounts = { fields: 0, expected: 0, missing: 0, unknown: 0 }

function mark(state: DriftMark['state']): DriftMark {
  return { context: 'prod', namespace: 'shop', name: 'web', revision: 4, checkedAt: '2026-01-01T00:00:00Z', state }
}

const checked = (part: Partial<DriftCounts> = {}): DriftMark => mark({ is: 'checked', counts: { ...none, ...part } })

describe('drift in a list', () => {
  it.each([
    [checked(), 'none'],
    [checked({ fields: 4 }), '4 fields'],
    [checked({ fields: 1, missing: 1, expected: 2 }), '1 field, 1 missing'],
    [checked({ missing: 1 }), '1 missing'],
    [checked({ expected: 2 }), '2 expected'],
    [checked({ unknown: 3 }), '3 not compared'],
    [mark({ is: 'busy' }), 'changing now'],
    [mark({ is: 'checking' }), 'checking…'],
    [mark({ is: 'failed', why: 'No.', isForbidden: true }), 'not allowed'],
    [mark({ is: 'failed', why: 'It is away.', isForbidden: false }), 'not checked'],
    [undefined, ''],
  ])('is a word: %#', (one, word) => {
    expect(driftText(one)).toBe(word)
  })

  it('says why it is not known to whoever looks closer', () => {
    expect(driftTitle(mark({ is: 'failed', why: 'It is away.', isForbidden: false }))).toBe('It is away.')
    expect(driftTitle(checked({ unknown: 1 }))).toMatch(/2026.*1 object not compared$/)
  })

  it('is sorted by how much there is', () => {
    const some = [undefined, checked(), checked({ fields: 1 }), checked({ expected: 1 }), checked({ missing: 12 })]
    const sorted = some.toSorted((one, other) => (driftRank(one) < driftRank(other) ? -1 : 1))
    expect(sorted.map(driftText)).toEqual(['12 missing', '1 field', '1 expected', 'none', ''])
  })
})

describe('drift as a sentence', () => {
  const field: DriftField = { path: ['a'], manager: '', time: '', expected: '' }
  const object = (id: string, fields: readonly DriftField[] = []): DriftObject => {
    const named = { id, apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: id, why: '' }
    return { ...named, state: fields.length > 0 ? 'changed' : 'same', fields, fieldCount: fields.length }
  }
  const said = (objects: Drift['objects'], counts: Partial<DriftCounts> = {}): string =>
    driftSentence({ objects, counts: { ...none, ...counts }, revision: 4 })
      .map(({ text }) => text)
      .join('')

  it.each([
    [[object('a'), object('b')], {}, 'No drift: all 2 objects are as revision 4 says.'],
    [[object('a')], {}, 'No drift: its only object is as revision 4 says.'],
    [[], {}, 'No drift: revision 4 has no objects.'],
    [
      [object('a', [field, field]), object('b', [field])],
      { fields: 3, missing: 1 },
      '3 fields of 2 objects differ from revision 4, 1 object is missing.',
    ],
    [[object('a', [field])], { fields: 1 }, '1 field of 1 object differs from revision 4.'],
    [[object('a')], { missing: 2 }, '2 objects are missing.'],
    [[object('a'), object('b')], { unknown: 1 }, 'No drift: the 1 object that can be read is as revision 4 says.'],
    [[object('a')], { unknown: 1 }, 'Not compared: none of its objects can be read.'],
  ])('%#', (objects, counts, sentence) => {
    expect(said(objects, counts)).toBe(sentence)
  })
})
