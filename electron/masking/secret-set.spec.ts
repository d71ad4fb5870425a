import { describe, expect, it } from 'vitest'
import { secretMask as mask } from '@shared/mask'
import { maskCuts, maskOccurrences, maskProse } from './mask-text'
import { createSecretSet, tooMany } from './secret-set'

const masked = (text: string, ...secrets: string[]): string => maskOccurrences(text, secrets).text
const base64 = (text: string): string => Buffer.from(text).toString('base64')

const odd = 'p"a\\s<s>&+/% w\u00f6rd#1'
const key = 'first line of it\nsecond line of it\nthird and last\n'

describe('a secret is found', () => {
  it.each([
    ['as it is', odd],
    ['in JSON', JSON.stringify(odd).slice(1, -1)],
    ['in JSON within JSON', JSON.stringify(JSON.stringify(odd)).slice(3, -3)],
    [
      'in the JSON of Go',
      JSON.stringify(odd).slice(1, -1).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026'),
    ],
    ['in base64', base64(odd)],
    ['in base64 without padding', base64(odd).replaceAll('=', '')],
    ['in base64 for addresses', Buffer.from(odd).toString('base64url')],
    ['in an address', encodeURIComponent(odd)],
    ['in an address in lower case', encodeURIComponent(odd).replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())],
    ['in a query', encodeURIComponent(odd).replaceAll('%20', '+')],
    ['in hexadecimal', Buffer.from(odd).toString('hex')],
    ['in HTML', 'p&#34;a\\s&lt;s&gt;&amp;+/% w\u00f6rd#1'],
  ])('%s', (_how, form) => {
    expect(masked(`a ${form} z`, odd)).toBe(`a ${mask} z`)
  })

  it.each(['', 'u', 'us', 'user'])('within a login in base64, wherever it begins there: %j', (user) => {
    const header = `Basic ${base64(`${user}:hunter22`)}`
    expect(masked(`said "${header}"`, 'hunter22')).toBe(`said "Basic ${mask}"`)
  })

  it('of several lines: on one, with its ends of lines written out, line by line', () => {
    for (const form of [
      key.trim().replaceAll('\n', ' '),
      key.trim().replaceAll('\n', ''),
      key.trim().replaceAll('\n', '\\n'),
      base64(key),
    ]) {
      expect(masked(`a ${form} z`, key)).toBe(`a ${mask} z`)
    }
    expect(masked('  third and last\n  first line of it\n', key)).toBe(`  ${mask}\n  ${mask}\n`)
  })

  it('as a template prints a whole number', () => {
    expect(masked('at 1.2345678e+07, 12345678', '12345678')).toBe(`at ${mask}, ${mask}`)
  })

  it('by its beginning, where a long one was cut', () => {
    const long = 'x7Q'.repeat(400)
    expect(masked(`said ${long.slice(0, 300)}`, long)).toBe(`said ${mask}`)
  })

  it.each([
    ['pw1x', 'user pw1x, "pw1x" and --pw=pw1x', `user ${mask}, "${mask}" and --pw=${mask}`],
    ['pw1x', `at ${base64('pw1x')}.`, `at ${mask}.`],
    ['q', 'a "q" for quick', `a "${mask}" for quick`],
  ])('when it is short (%s)', (secret, text, expected) => {
    expect(masked(text, secret)).toBe(expected)
  })

  it('whole where two overlap', () => {
    expect(masked('x abcdef1234ghijkl z', 'abcdef1234', '1234ghijkl')).toBe(`x ${mask} z`)
  })
})

describe('what is no secret stays', () => {
  it.each([
    ['a short one within a word', 'pw1x', 'spw1x pw1xy pw1x-2 /pw1x'],
    ['a word within a name', 'postgres', 'docker.io/acme/postgres:16 my-postgres postgres.svc postgres-0'],
    ['one letter', 'q', 'quick q'],
    ['a switch', 'true', 'enabled: true'],
    ['the name of a key', 'password', 'password: x'],
    ['nothing', '', 'some text'],
    ['the beginning of another', 'abcdef1234', 'abcdef123'],
  ])('%s', (_what, secret, text) => {
    expect(masked(text, secret)).toBe(text)
  })
})

describe('many secrets', () => {
  const all = Array.from({ length: 2_500 }, (_, index) => `s3cret-${index}-${(index * 7_919).toString(36)}z`)

  it('are all found', () => {
    const { text, count } = maskOccurrences(all.join(' '), all)
    expect(count).toBe(2_500)
    expect(text.replaceAll(mask, '').trim()).toBe('')
  })

  it('take no longer for a text made against them', () => {
    const start = performance.now()
    const alike = Array.from({ length: 500 }, (_, index) => `${'a'.repeat(60)}${index}`)
    maskOccurrences('a'.repeat(1_000_000), [...alike, `${'a'.repeat(400_000)}b`])
    maskOccurrences(base64('hunter22').repeat(50_000), ['hunter22'])
    const sameBeginning = Array.from({ length: 1_000 }, (_, index) => `${'a'.repeat(50)}#${index}`)
    maskOccurrences('a'.repeat(200_000), sameBeginning)
    const sameButSpaces = Array.from({ length: 500 }, (_, index) => `hunter22${' '.repeat(index)}`)
    maskOccurrences('hunter22 '.repeat(20_000), sameButSpaces)
    expect(performance.now() - start).toBeLessThan(20_000)
  })

  it('beyond what can be looked for keep the text back', () => {
    const tooMuch = Array.from({ length: 20_001 }, (_, index) => `s3cret-${index}`)
    const set = createSecretSet(tooMuch)
    expect(set.mask('s3cret-1 and more')).toEqual({ text: tooMany, count: 1 })
    expect(maskProse('s3cret-1 and more', set)).toEqual({ text: tooMany, count: 1 })
    expect(set.mask('')).toEqual({ text: '', count: 0 })
  })
})

describe('a sentence that was cut', () => {
  it('shows neither the beginning nor the end of a secret', () => {
    expect(maskCuts('bad: hunter2…er22 was it', ['hunter22'])).toBe(`bad: ${mask}…${mask} was it`)
    expect(maskCuts('nothing… of it', ['hunter22'])).toBe('nothing… of it')
  })
})
