import { expect, it } from 'vitest'
import { useFirst } from './useFirst'

it('gives the first, and more of them on demand, until there are none', () => {
  const { shown, left, next, more } = useFirst(() => [1, 2, 3, 4, 5], 2)
  expect([shown.value, left.value, next.value]).toEqual([[1, 2], 3, 2])
  more()
  expect([shown.value, left.value, next.value]).toEqual([[1, 2, 3, 4], 1, 1])
  more()
  expect([shown.value, left.value, next.value]).toEqual([[1, 2, 3, 4, 5], 0, 0])
})
