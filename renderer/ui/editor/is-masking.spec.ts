import { describe, expect, it } from 'vitest'
import { secretMask as mask } from '@shared/mask'
import { isMasking } from './is-masking'

const masked = `# head\na: ${mask}\nb: 1\nc: '${mask}'\nd: 2\n`

describe('whether texts differ by masks alone', () => {
  it.each([
    ['all shown', masked.replace(mask, 'one').replace(`'${mask}'`, '"two: 2"')],
    ['one shown', masked.replace(mask, '|-\n  several\n  lines')],
  ])('both ways: %s', (_, shown) => {
    expect([isMasking(masked, shown), isMasking(shown, masked)]).toEqual([true, true])
  })

  it.each([
    ['another text', 'x: 1\n'],
    ['nothing', ''],
    ['shown, and changed', masked.replace(mask, 'one').replace('b: 1', 'b: 2')],
    ['shown, and more', `${masked.replace(mask, 'one')}e: 3\n`],
    ['as many masks', masked.replace('b: 1', 'b: 2')],
    ['the same', masked],
  ])('not for %s', (_, other) => {
    expect([isMasking(masked, other), isMasking(other, masked)]).toEqual([false, false])
  })
})
