import { describe, expect, it } from 'vitest'
import { isPlain, isWords } from './plain-words'

describe('plain words', () => {
  it.each(['IfNotPresent', 'PostgreSQL', 'HTTPServer', 'my-release-DB', 'Aa', 'ABC', 'AAAbb', 'straße', '日本-語'])(
    '%s is made of words',
    (text) => {
      expect([isWords(text), isPlain(text)]).toEqual([true, true])
    },
  )

  it.each(['aBcDeF', 'abcABCDE', 'a1b2c3', 'hunter2!'])('%s is not', (text) => {
    expect(isWords(text)).toBe(false)
  })

  it('are read in time, however many of them turn out to be none in the end', () => {
    const begun = performance.now()
    for (const word of ['AAAAA', 'AAAbb', 'Abb', 'aaA', 'AA', 'a', '日日']) {
      for (const sign of ['-', '_', '.', '/', ':', ' ', '']) {
        expect(isPlain(`${`${word}${sign}`.repeat(80).slice(0, 250)}§`)).toBe(false)
        expect(isWords(`${`${word}${sign}`.repeat(20).slice(0, 62)}§`)).toBe(false)
      }
    }
    expect(performance.now() - begun).toBeLessThan(2_000)
  })
})
