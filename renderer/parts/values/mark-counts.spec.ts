import { expect, it } from 'vitest'
import type { MarkKind, ValuesMark } from '@shared/values-marks/mark'
import { markCounts } from './mark-counts'

const mark = (kind: MarkKind, from: number): ValuesMark => ({
  ...{ kind, severity: 'info', message: '', to: from + 1, line: 1, path: [] },
  from,
})

it('counts marks by what they are to a person, the gravest first', () => {
  const marks = [mark('same', 1), mark('renamed', 3), mark('wrong', 5), mark('dropped', 7), mark('same', 9)]
  expect(markCounts(marks).map(({ words, at }) => [words, at])).toEqual([
    ['1 wrong value', [5]],
    ['2 changed in the new version', [3, 7]],
    ['2 same as the default', [1, 9]],
  ])
  expect(markCounts([])).toEqual([])
})
