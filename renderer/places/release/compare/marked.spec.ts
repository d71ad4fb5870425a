import { describe, expect, it } from 'vitest'
import { marked } from './useComparePage'

const none = { from: null, to: null }

describe('marks of the timeline', () => {
  it.each([
    ['the first one is From', none, false, 3, { from: 3, to: null }],
    ['a newer second one is To', { from: 3, to: null }, false, 5, { from: 3, to: 5 }],
    ['an older second one is From', { from: 3, to: null }, false, 1, { from: 1, to: 3 }],
    ['one that is marked is no more', { from: 1, to: 3 }, true, 3, { from: 1, to: null }],
    ['an older third one takes the place of From', { from: 2, to: 5 }, true, 4, { from: 4, to: 5 }],
    ['a newer third one takes the place of To', { from: 2, to: 5 }, true, 6, { from: 2, to: 6 }],
    ['To stays where it is of another release', { from: 2, to: null }, true, 6, { from: 6, to: null }],
    ['From stays where it is of another release', { from: null, to: 5 }, true, 2, { from: null, to: 2 }],
  ] as const)('%s', (_, marks, isComparing, revision, expected) => {
    expect(marked(marks, isComparing, revision)).toEqual(expected)
  })
})
