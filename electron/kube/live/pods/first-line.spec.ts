import { expect, it } from 'vitest'
import { firstLine } from './first-line'

it('is all of a short line', () => {
  expect(firstLine('Back-off restarting\nand more')).toBe('Back-off restarting')
  expect(firstLine('')).toBe('')
})

it('ends before the word that a cut would go through', () => {
  expect(firstLine(`${'a '.repeat(145)}password Pl4ntedSecretOfManyCharacters`)).toBe(`${'a '.repeat(145)}password…`)
  expect(firstLine('x'.repeat(400))).toBe('…')
})
