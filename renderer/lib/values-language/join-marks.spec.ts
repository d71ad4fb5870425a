import { describe, expect, it } from 'vitest'
import type { ValuesMark } from '@shared/values-marks/mark'
import { joinMarks } from './join-marks'

const mark = (kind: ValuesMark['kind'], from: number, path: string[], more: Partial<ValuesMark> = {}): ValuesMark => ({
  ...{ kind, severity: 'warning', message: kind, from, to: from + 1, line: 1, path },
  ...more,
})
const fix = { label: 'Rename', changes: [] }

describe('joining marks', () => {
  it('says once what a schema refuses, with the fix of the unknown key', () => {
    const message = 'Not in the chart. Did you mean b?'
    const all = [mark('wrong', 4, ['a']), mark('unknown', 4, ['a'], { fix, message }), mark('type', 6, ['a'])]
    expect(joinMarks(all)).toEqual([mark('wrong', 4, ['a'], { fix, message: 'wrong Did you mean b?' })])
  })

  it('keeps what is said of other keys, and other things of the same one', () => {
    const all = [mark('same', 9, ['b']), mark('wrong', 4, ['a']), mark('read', 6, ['a']), mark('unknown', 1, ['c'])]
    expect(joinMarks(all).map(({ kind }) => kind)).toEqual(['unknown', 'wrong', 'read', 'same'])
  })

  it('says every fault of one place', () => {
    const two = [mark('wrong', 4, ['a']), mark('wrong', 4, ['a'], { message: 'other' })]
    expect(joinMarks(two)).toHaveLength(2)
  })
})
