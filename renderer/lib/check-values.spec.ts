import { describe, expect, it } from 'vitest'
import { checkValues, firstError } from './check-values'

const mask = '••••••••'
const check = (text: string) => checkValues(text, mask)
const first = (text: string) => {
  const [problem] = check(text)
  return problem === undefined ? null : { severity: problem.severity, line: problem.line, message: problem.message }
}

describe('checking values', () => {
  it.each([
    '',
    '\n\n',
    '# a comment alone\n',
    '---\n',
    'null',
    '{}',
    'a: 1\nb:\n  - x\n  - y: z\n',
    'a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n',
    'text: |\n  several\n  lines\n',
    'big: 1e400\nyes: no\noctal: 0777\n',
  ])('has nothing against %j', (text) => expect(check(text)).toEqual([]))

  it.each([
    ['a: 1\n\tb: 2\n', 2, /tab indents/],
    ['a:\n  b: 1\n c: 2\n', 3, /indented differently/],
    ['a: b: c\n', 1, /second “:”/],
    ['a: "open\n', 1, /missing here/],
    ['- a\n- b\n', 1, /begin with a key/],
    ['just text', 1, /begin with a key/],
    ['a: 1\n---\nb: 2\n', 2, /one document/],
    ['a: *nowhere\n', 1, /No anchor \(&nowhere\)/],
    ['? [a]\n: 1\n', 1, /no list or mapping/],
    ['a:\n  ~: 1\n', 2, /key is missing/],
    ['a: .nan\n', 1, /cannot keep this number/],
    ['a: 1\npassword: ••••••••\n', 2, /hidden secret/],
  ])('refuses %j at line %i', (text, line, message) => {
    const problem = first(text)
    expect(problem).toMatchObject({ severity: 'error', line })
    expect(problem?.message).toMatch(message)
    expect(firstError(check(text))).not.toBeNull()
  })

  it('warns of a key that is set twice, as helm takes the last one silently', () => {
    expect(first('a: 1\nb: 2\na: 3\n')).toEqual({
      severity: 'warning',
      line: 3,
      message: '“a” is set twice here: helm takes the last one.',
    })
    expect(firstError(check('a: 1\na: 2\n'))).toBeNull()
  })

  it('marks the very characters', () => {
    const text = 'ok: 1\nbad: .inf # infinite\n'
    const [problem] = check(text)
    expect(text.slice(problem?.from, problem?.to)).toBe('.inf')
    expect(problem).toMatchObject({ line: 2, column: 6 })
  })

  it('refuses what is larger than a Secret, in bytes', () => {
    expect(check(`a: ${'x'.repeat(1024 * 1024 - 3)}`)).toEqual([])
    expect(first(`a: ${'é'.repeat(1024 * 512)}`)?.message).toBe('Values have at most 1 MiB.')
  })

  it('refuses what is nested deeper than a parser can follow, quickly', () => {
    const begun = performance.now()
    expect(first('['.repeat(500_000))?.message).toMatch(/levels deep/)
    expect(performance.now() - begun).toBeLessThan(2000)
  })
})
