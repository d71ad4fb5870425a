import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { eachLimited } from '@shared/each-limited'
import { checkValues, firstError } from '@shared/values-check/check-values'
import { readValues } from '@shared/values-verdict/read-values'
import { realHelm } from '../../helm/testing/real-helm'
import { valuesToYaml } from '../../records/revision-values'
import type { Values } from '../../records/values'

/** Characters and texts that readers of YAML are known to fall over, among ordinary ones. */
const nasty = [
  ...[
    '\u0000',
    '\u0007',
    '\t',
    '\n',
    '\r',
    '\r\n',
    '\u001b',
    '\u007f',
    '\u0080',
    '\u0085',
    '\u009f',
    '\u00a0',
    '\u00ad',
  ],
  ...['\u2028', '\u2029', '\ufeff', '\ufffd', '\ufffe', '\uffff', '\ud800', '\udc00', '😀', '\u{10ffff}', 'é', 'ключ'],
  ...[' ', '  ', '"', "'", '\\', '/', '#', ' #', ':', ': ', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>', '%', '@'],
  ...['`', '-', '- ', '? ', '---', '...', '<<', '=', '~', 'null', 'yes', 'no', 'on', 'y', 'true', '0', '012', '0x1f'],
  ...['1e3', '1_000', '1:30', '.inf', '.nan', '2001-01-01', '{{ .x }}', 'a', 'b', 'word', '__proto__', '$x', '\\u2028'],
]
const text = fc.oneof(
  fc.constantFrom(...nasty),
  fc.array(fc.constantFrom(...nasty), { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 1000, 1e6, 1e20, 1e21, -1e21, 2 ** 53, 2 ** 63, -(2 ** 63), 2 ** 64, 2 ** 70, 5e-324, 0.1, 1e-7),
)
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(text, number, fc.boolean(), fc.constant(null)),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie('tree')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}))

/** As helm holds a record that has half a character in it. */
function asRecord(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\p{Surrogate}/gu, '\ufffd')
  if (Array.isArray(value)) return value.map(asRecord)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [String(asRecord(key)), asRecord(one)]))
}

/** Texts that people write and paste, and what other readers of YAML make something else of. */
const snippets = [
  ...['', '---\n', 'null', '{}', '[]', '7', 'x', '- a', '# c', '--- # head\na: 1\n---\n# no\n', 'a: 1\n...\n', 'a:'],
  ...['a: 1\n---\nb: 2', 'a: 1\n---\nnull\n---\nc: 3', 'a: 1\n---\n- x', 'a: 1\n---\nb: [', 'a: &x 1\n---\nb: *x'],
  ...['--- {a: 1}', '---a: 1', 'a: 1\n---\t\nb: 2', 'a: 1\n ---\nb: 2', 'a: |\n  ---\n  x', '%YAML 1.1\n---\na: 1\n'],
  ...['%YAML 1.2\n---\na: 1\n', '%FOO\n---\na: 1', '%a: 1', 'a: 50%', 'a: 1\na: 2', 'a: {b: 1, b: 2}', '1: a\n"1": b'],
  ...['on: yes', '~: 1', ': 1', '? a\n: b', '? [a]\n: 1', '{{ x }}: 1', 'a: {{ x }}', '.nan: 1', 'a: .nan', 'a: -.INF'],
  ...[
    'a: 1e400',
    'a: 089',
    'a: 1:30',
    'a: 2001-13-45',
    'a: 9007199254740993',
    'a: 0xffffffffffffffffff',
    'a: =',
    'a: <<',
  ],
  ...[
    '<<: 1',
    '<<: {a: 1}',
    'c:\n  <<: null',
    'c:\n  <<: []',
    'x: &x {b: 1}\nc:\n  <<: *x\n  d: [*x]',
    'x: &x 1\nc: {<<: *x}',
  ],
  ...[
    'a: *x',
    'a: &x [*x]',
    'a: &x.y 1',
    'a: &amp;',
    'a: *.example.com',
    '&k a: 1\n*k : 2',
    'a: !custom 1',
    'a: !!str 1',
  ],
  ...[
    'a:\t1',
    'a:\n\tb: 1',
    'a: 1\n\t',
    'a: 1\n\t# c\nb: 2',
    '\t\na: 1',
    'a:\n  -\t1',
    'a:\n  b: 1\n  \t\n  c: 2',
    'a: x\ty',
  ],
  ...['a: b: c', 'a: b:', 'a:b', 'a: "x', "a: 'x", 'a: "x" y', "a: 'it''s'", 'a: [1', 'a: 1]', 'a: {b}', 'a: [1,,2]'],
  ...['{"a":1,"b":[{"c":null}]}', '{"a":"\\u2028"}', '{"a":"\\ud83d\\ude00"}', '{"a":"\\/"}', 'a: "\\q"', 'a: "\\\'"'],
  ...[
    'a: @x',
    'a: `x',
    'a: %x',
    'a: |2\n  x',
    'a: |\nx',
    'a: >-\n  x\n\n  y',
    'a: - 1',
    'a:\n- 1\n - 2',
    'a:\n  b: 1\n c: 2',
  ],
  ...[
    'a: {\n"b": 1\n}',
    'a: [\n\t1]',
    'a: [ # c\n1\n]\nb: 1',
    'a: "x\ny"',
    'a: "x\n---\ny"',
    'a: [\n---\n]',
    'a: [1',
    'a: "x\nb: "y"',
    'a: 1\n b: 2',
    'a: x\n  y: 1',
    'a: x\ny',
    '"a\nb": 1',
    'a: http://x:80/',
    'a: "\n\n  b"',
    '\ufeffa: 1',
    'a: 1\n\ufeffb: 2',
  ],
  ...[
    'a: 1\r\nb: 2\r\n',
    'a: 1\rb: 2',
    'a: x\u2028y',
    'a: x\u2028 y',
    'a: "x\u2028y"',
    'a: 1\u0085b: 2',
    '# c\u2028b: 1',
  ],
  ...[
    'a: x # c\u2029 d',
    'a: |\n  x\u2028y',
    'k\u2028: 1',
    'a: x\u00a0y',
    'a: \u007f',
    'a: "\u009f"',
    'a: \ufffe',
    'a: \u0000',
  ],
  ...[
    'a: 0777',
    'a: 0o17',
    'a: 1e3',
    'a: 1_000',
    'a: +5',
    'a: -0',
    'a: .5',
    'a: 5.',
    'a: 0b101',
    'a: 0x1F',
    'a: 12:30:45',
  ],
  ...[
    'a: 2001-12-14t21:59:43.10-05:00',
    'a: ~',
    'a: Null',
    'a: Off',
    'a: y',
    'a: "yes"',
    'a: !!int "5"',
    'a: !!float 1',
  ],
  ...[
    'a: !!bool yes',
    'a: !!null ""',
    'a: !!binary aGk=',
    'a: |+\n  x\n\nb: 1',
    'a: |-\n  x\n',
    'a: >\n  x\n  y\n\n  z\n',
  ],
  ...['a: >2\n    x\n', 'a: "x\\\n  y"', "a: 'x\n\n  y'", 'a: [1, [2, 3], {b: 4}]', 'a: {b: [c, d], e: {f: g}}'],
  ...['a:\n- b: 1\n  c: 2\n- d', 'x: &x [1, 2]\ny: *x', 'x: &x {a: 1}\ny: {<<: [*x, {a: 2, b: 3}]}'],
  ...['a: &a\n  b: 1\nc:\n  <<: *a\n  b: 2', 'c:\n  b: 2\n  <<: {b: 1}', 'a: {}\nb: []\nc: ""', 'a: "\\u00e9\\n\\t"'],
]

/** What helm takes and is read otherwise here, or not at all: nothing is said of such a text, and it is sent as it is. */
const knownToDiffer = new Set([
  // A key that is no number.
  '.nan: 1',
  // An escape that YAML doesn't know.
  'a: "\\\'"',
  // The library folds a line separator and the space behind it into one.
  'a: x\u2028 y',
])

/** helm 3 gives a block at the end of a text no line break that isn't there; helm 4 does. */
const knownToDiffer3 = new Set(['a: |\n  ---\n  x', 'a: |2\n  x'])

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe.each([3, 4] as const)('values for helm %i', (major) => {
  const helm = realHelm(inject('helms')[major], inject('kubeconfig'))
  const chart = join(helm.dir, 'echo')
  let files = 0
  /** What helm takes a values text for; rejects where it refuses it. */
  const readByHelm = async (yaml: string): Promise<unknown> => {
    const file = join(helm.dir, `values-${files++}.yaml`)
    writeFileSync(file, yaml)
    const shown = await helm.byHand('template', 'r', chart, '-f', file)
    const [, encoded = ''] = /^values: (\S+)$/m.exec(shown) ?? []
    return JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'))
  }
  beforeAll(() => {
    mkdirSync(join(chart, 'templates'), { recursive: true })
    writeFileSync(join(chart, 'Chart.yaml'), JSON.stringify({ apiVersion: 'v2', name: 'echo', version: '1.0.0' }))
    writeFileSync(
      join(chart, 'templates', 'all.yaml'),
      'kind: Echo\napiVersion: a/v1\nmetadata: {name: a}\nvalues: {{ .Values | toJson | b64enc }}\n',
    )
  })
  afterAll(() => helm.dispose())

  it('are read back as the same, whatever is in them', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31)
    // In a list: of a mapping helm drops what is null.
    const names = Object.fromEntries(nasty.map((name) => [name, name]))
    const values: Values = { ...names, trees: fc.sample(tree, { numRuns: 1_500, seed }) }
    const yaml = valuesToYaml(values)
    expect(firstError(checkValues(yaml, major === 3 ? 'first' : 'merged')), `seed ${seed}`).toBeNull()
    const { trees, ...others } = (await readByHelm(yaml)) as { trees: unknown[] }
    expect(others).toEqual(asRecord(names))
    for (const [index, given] of (values['trees'] as unknown[]).entries())
      expect(trees[index], `seed ${seed}, tree ${index}`).toEqual(asRecord(given))
  }, 120_000)

  it('are checked and read as helm reads them, and written so that it reads the same again', async () => {
    const reads = major === 3 ? 'first' : 'merged'
    const wrong: string[] = []
    await eachLimited(snippets, 2, async (snippet) => {
      if (knownToDiffer.has(snippet) || (major === 3 && knownToDiffer3.has(snippet))) return
      const byHelm = await readByHelm(snippet).catch(() => null)
      const problem = firstError(checkValues(snippet, reads))
      // helm 3 reads what it then drops; nobody means that.
      if (major === 3 && problem?.message.includes('helm 3 reads only') === true) return
      if ((byHelm !== null) !== (problem === null)) {
        wrong.push(
          `${JSON.stringify(snippet)}: ${byHelm === null ? 'accepted' : `refused: ${String(problem?.message)}`}`,
        )
      }
      if (byHelm === null || problem !== null) return
      const read = readValues(snippet, reads)?.values
      const again = read === undefined ? null : await readByHelm(valuesToYaml(read))
      if (
        !isDeepStrictEqual(asJson(asRecord(read)), asJson(byHelm)) ||
        !isDeepStrictEqual(asJson(again), asJson(byHelm))
      ) {
        wrong.push(`${JSON.stringify(snippet)}: ${JSON.stringify({ byHelm, read, again })}`)
      }
    })
    expect(wrong).toEqual([])
    expect([...knownToDiffer, ...knownToDiffer3].every((one) => snippets.includes(one))).toBe(true)
    expect(snippets.length).toBeGreaterThanOrEqual(150)
  }, 240_000)

  it('of several documents are all used, or refused: never dropped without a word', async () => {
    const two = 'a: {b: 1}\nc: 1\n---\na: {d: 2}\nc: 2\n'
    expect(await readByHelm(two)).toEqual(major === 3 ? { a: { b: 1 }, c: 1 } : { a: { b: 1, d: 2 }, c: 2 })
    const problem = firstError(checkValues(two, major === 3 ? 'first' : 'merged'))
    expect(problem?.message ?? '').toBe(
      major === 3
        ? 'A second document begins here, and helm 3 reads only the first. Leave out the line with “---”.'
        : '',
    )
  })
})
