import { describe, expect, it } from 'vitest'
import { AppFailure } from '@shared/errors'
import { secretMask } from '@shared/mask'
import { checkValues } from './values'

function causeOf(text: string): string {
  try {
    checkValues(text)
  } catch (reason) {
    if (!(reason instanceof AppFailure)) throw reason
    expect(reason.error.code).toBe('values-invalid')
    return reason.error.cause
  }
  throw new Error('the values were accepted')
}

describe('values', () => {
  it.each([
    '',
    '\n\n',
    '# only a comment\n',
    '---\n',
    'null',
    '{}',
    '--- # head\na: 1\n---\n# nothing more\n',
    'a: 1\n...\n',
    'on: yes\noff: 0777\n1: a\n"a": 1\n"a": 2\n',
    'date: 2001-01-01\nbig: 1e400\ntime: 12:30:45\n',
    'base: &b {x: 1}\nother:\n  <<: *b\n',
    'text: |\n  {{ .Values.x }} [[[[\n  • a bullet\n',
    'tpl: "{{ .Release.Name }}"\n',
    'tag: !custom 1\n',
    'a: "\\u0001 escaped is fine"\nb: 😀\n',
  ])('accepts %j', (text) => {
    expect(() => checkValues(text)).not.toThrow()
  })

  it.each([
    ['a: [1', /^Line 1, column \d+: /],
    ['a: 1\nb:\n\t- 1', /^Line 3, column 1: Tabs are not allowed/],
    ['a: 1\nb: c: d', /^Line 2, column 4: Nested mappings/],
    ['a: "x', /^Line 1, column \d+: Missing closing "quote/],
    ['a: @x', /^Line 1, column 4: /],
    ['- a\n- b', /^Line 1, column 1: values are a mapping/],
    ['just text', /^Line 1, column 1: values are a mapping/],
    ['7', /^Line 1, column 1: values are a mapping/],
    ['a: 1\n---\nb: 2', /^Line 3, column 1: a second document begins/],
    ['a: 1\n? [b]\n: 2', /^Line 2, column 3: a key is a list or a mapping/],
    ['{{ x }}: 1', /a key is a list or a mapping/],
    ['a:\n  ~: 1', /^Line 2, column 3: a key is empty/],
    ['a:\n  b: .nan', /^Line 2, column 6: .nan is no number/],
    ['a: -.INF', /^Line 1, column 4: -.INF is no number/],
    ['a: *nowhere', /alias \(\*name\) stands for nothing/],
    ['a: 1\nb: "\u0001"', /^Line 2, column 5: a control character/],
    ['a: \u0000', /^Line 1, column 4: a control character/],
    [`a: 1\npassword: ${secretMask}`, /^Line 2, column 11: a masked secret/],
  ])('refuses %j', (text, cause) => {
    expect(causeOf(text)).toMatch(cause)
  })

  it.each([
    ['brackets', '['.repeat(500_000)],
    ['brackets that are closed', `a: ${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['braces', '{a: '.repeat(200_000)],
    ['dashes', '- '.repeat(400_000)],
    ['question marks', '? '.repeat(400_000)],
    ['indentation', Array.from({ length: 400 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
  ])('refuses a bomb of %s', (_name, text) => {
    expect(causeOf(text)).toMatch(/nested more than 100 levels/)
  })

  it('refuses an alias bomb', () => {
    const levels = Array.from(
      { length: 20 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(10)}1]`,
    )
    expect(causeOf(`l0: &l0 [1]\n${levels.join('\n')}\n`)).toMatch(/aliases stand for more/)
  })

  it('refuses more than 1 MiB, counted in bytes', () => {
    expect(causeOf(`a: ${'é'.repeat(600_000)}`)).toMatch(/longer than 1 MiB/)
  })

  it('never repeats a value', () => {
    for (const text of ['password: [hunter2', 'hunter2', 'password: "hunter2', '- hunter2: &x\n - a'])
      expect(causeOf(text)).not.toContain('hunter2')
  })
})
