import { describe, expect, it } from 'vitest'
import { secretMask } from '../mask'
import { checkValues, firstError } from './check-values'
import type { ValuesDocuments } from './lines'

const both = ['first', 'merged'] as const
const errorIn = (text: string, documents: ValuesDocuments = 'merged') => firstError(checkValues(text, documents))

describe('checking values', () => {
  it.each([
    '',
    '\n\n',
    '# a comment alone\n',
    '---\n',
    'null',
    '{}',
    '--- # head\na: 1\n---\n# nothing more\n',
    'a: 1\n...\n',
    'a: 1\nb:\n  - x\n  - y: z\n',
    'a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: [*x, *x]\n',
    'text: |\n  {{ .Values.x }} [[[[\n  \t\n  • a bullet\n',
    'tpl: "{{ .Release.Name }}"\n',
    'tag: !custom 1\n',
    'on: yes\noff: 0777\n1: a\nbig: 1e400\ntime: 12:30:45\ndate: 2001-01-01\n',
    'a: "\\u0001 escaped is fine"\nb: 😀\n',
    '.nan: as a key\nbig: 9007199254740992\n',
    '"<<": quoted\n',
    'a: "it\\\'s"\n',
    'a: {"b":1,"c":[\n    1\n  ]}\n',
    'a: {\n"b": [ # one\n1,\n\t2]\n}\nc: "x\ny"\n',
  ])('has nothing against %j', (text) => {
    for (const documents of both) expect(checkValues(text, documents)).toEqual([])
  })

  it.each([
    ['a: 1\n\tb: 2\n', 2, /indented with a tab/],
    ['a: 1\n\t\nb: 2\n', 2, /indented with a tab/],
    ['a:\n  -\t1\n', 2, /indented with a tab/],
    ['a:\n  b: 1\n c: 2\n', 3, /indented differently/],
    ['a: b: c\n', 1, /second “:”/],
    ['a: "open\n', 1, /missing here/],
    ['a: "open\nb: "x"\n', 1, /missing here|on one line/],
    ['a: [\n1\n---\n]\n', 2, /indented|missing here/],
    ['a: @x\n', 1, /can't start/],
    ['- a\n- b\n', 1, /start with a key/],
    ['just text', 1, /start with a key/],
    ['a: 1\n---\n- b\n', 3, /start with a key/],
    ['a: *nowhere\n', 1, /No anchor \(&nowhere\)/],
    ['a: &x [*x]\n', 1, /contains itself/],
    ['a: &amp;\n', 1, /Put the text in quotes/],
    ['a: *.example.com\n', 1, /Put the text in quotes/],
    ['a:\n  <<: 1\n', 2, /must be a mapping/],
    ['? [a]\n: 1\n', 1, /accept a list or mapping/],
    ['{{ x }}: 1\n', 1, /accept a list or mapping/],
    ['a:\n  ~: 1\n', 2, /key is missing/],
    ['a:\n  b: -.INF\n', 2, /can't keep this number/],
    [`a: 1\npassword: ${secretMask}\n`, 2, /masked secret/],
    ['pw: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\nsops:\n  mac: ENC[AES256_GCM,data:x]\n', 2, /encrypted by SOPS/],
    ['a: 1\nb: "\u0001"\n', 2, /control character.*“\\u0001”/],
    ['a: x\u009fy\n', 1, /control character.*“\\u009f”/],
    ['a: x\ud800y\n', 1, /half of a character/],
    ['a: "\\ud83d\\ude00"\n', 1, /half of a character/],
    ['a: "http:\\/\\/x"\n', 1, /Write “\/” alone/],
    ['a: "\\q"\n', 1, /no such escape/],
    ['%a: 1\n', 1, /“%”/],
    ['a: x\u2028y\n', 1, /key must fit|indented|missing|doesn't belong/],
    ['# a comment\n---\na: [1\n', 3, /missing here|indented differently/],
  ])('refuses %j at line %i', (text, line, message) => {
    const problem = errorIn(text)
    expect(problem?.message).toMatch(message)
    expect(problem?.line).toBe(line)
  })

  it('says of a second document what the helm in use does with it', () => {
    const two = 'a: 1\n---\nb: 2\n'
    expect(checkValues(two, 'merged')).toEqual([])
    expect(errorIn(two, 'first')?.line).toBe(2)
    expect(errorIn(two, 'first')?.message).toContain('helm 3 reads only')
    expect(errorIn('a: 1\n---\nb: [\n', 'first')?.message).toContain('helm 3 reads only')
    expect(errorIn('--- {a: 1}\n', 'first')).toBeNull()
    expect(errorIn('--- {a: 1}\n', 'merged')?.message).toContain('after “---”')
    expect(errorIn('%YAML 1.1\n---\na: 1\n', 'first')).toBeNull()
    expect(errorIn('%YAML 1.1\n---\na: 1\n', 'merged')?.message).toContain('“%”')
  })

  it.each([
    ['a: 1\nb: 2\na: 3\n', 3, '“a” is set twice here: helm takes the last one.'],
    ['id: 9007199254740993\n', 1, 'helm rounds whole numbers of this size. Put it in quotes to keep every digit.'],
    ['# old\u2028a: 1\n', 1, 'A hidden line break. To keep it, write it as “\\u2028” in double quotes.'],
    ['a: "x\u0085y"\n', 1, 'A hidden line break. To keep it, write it as “\\u0085” in double quotes.'],
  ])('warns of %j, which helm reads in its own way', (text, line, message) => {
    expect(checkValues(text, 'merged')).toMatchObject([{ severity: 'warning', line, message }])
    expect(errorIn(text)).toBeNull()
  })

  it('marks the very characters', () => {
    const text = 'ok: 1\nbad: .inf # infinite\n'
    const [problem] = checkValues(text, 'merged')
    expect(text.slice(problem?.from, problem?.to)).toBe('.inf')
    expect(problem).toMatchObject({ line: 2, column: 6 })
  })

  it.each([
    ['brackets', '['.repeat(500_000)],
    ['brackets that are closed', `a: ${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['braces', '{a: '.repeat(200_000)],
    ['dashes', '- '.repeat(400_000)],
    ['question marks', '? '.repeat(400_000)],
    ['indentation', Array.from({ length: 400 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
  ])('refuses a bomb of %s', (_name, text) => {
    expect(errorIn(text)?.message).toMatch(/nested at most 100 levels/)
  })

  it('refuses an alias bomb', () => {
    const levels = Array.from(
      { length: 20 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(10)}1]`,
    )
    expect(errorIn(`l0: &l0 [1]\n${levels.join('\n')}\n`)?.message).toMatch(/aliases expand to more/)
  })

  it('takes no time for many aliases that grows with their square', () => {
    const begun = performance.now()
    expect(checkValues(`x: &a 1\ny:\n${'- *a\n'.repeat(8_000)}`, 'merged')).toEqual([])
    expect(errorIn(`x: &a 1\ny:\n${'- *a\n'.repeat(8_000)}- *b\n`)?.message).toMatch(/No anchor/)
    expect(performance.now() - begun).toBeLessThan(10_000)
  })

  it('refuses more than 1 MiB, counted in bytes', () => {
    expect(checkValues(`a: ${'x'.repeat(1024 * 1024 - 3)}`, 'merged')).toEqual([])
    expect(errorIn(`a: ${'é'.repeat(1024 * 512)}`)?.message).toMatch(/at most 1 MiB/)
  })
})
