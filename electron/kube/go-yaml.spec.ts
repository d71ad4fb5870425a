import { describe, expect, it } from 'vitest'
import { readGoYaml } from './go-yaml'

async function valueOf(text: string): Promise<unknown> {
  const read = await readGoYaml(text)
  return read.kind === 'ok' ? read.value : read
}

async function reasonOf(text: string): Promise<string> {
  const read = await readGoYaml(text)
  return read.kind === 'bad' ? `${read.line ?? '-'}: ${read.reason}` : JSON.stringify(read.value)
}

describe('YAML as kubectl and helm read it', () => {
  it.each([
    ['yes', true],
    ['on', true],
    ['y', true],
    ['Off', false],
    ['n', false],
    ['oN', 'oN'],
    ['~', null],
    ['null', null],
    ['5', 5],
    ['0x1f', 31],
    ['0o17', 15],
    ['017', 15],
    ['1_000', 1000],
    ['08', 8],
    ['.5', 0.5],
    ['1e5', 100_000],
    ['1e400', '1e400'],
    ['12:30', '12:30'],
    ['2024-01-01', '2024-01-01'],
    ['1.2.3', '1.2.3'],
    ['"on"', 'on'],
    ['!!str on', 'on'],
    ['!!int "5"', 5],
    ['!mine on', 'on'],
  ])('takes %s for %j', async (text, value) => {
    expect(await valueOf(`a: ${text}\n`)).toEqual({ a: value })
  })

  it('takes the first document, whatever follows it', async () => {
    for (const rest of ['---\n', '...\n', '---\nb: [\n', '---\na: 2\n']) {
      expect(await valueOf(`a: 1\n${rest}`), rest).toEqual({ a: 1 })
    }
    expect(await valueOf('---\na: 1\n')).toEqual({ a: 1 })
    expect(await valueOf('')).toBeNull()
    expect(await valueOf('# a comment\n')).toBeNull()
  })

  it('lets the last of equal keys count, and a merge where it stands', async () => {
    expect(await valueOf('a: 1\na: 2\n')).toEqual({ a: 2 })
    expect(await valueOf('d: &d {a: 1}\ne: {<<: *d, a: 2}\nf: {a: 2, <<: *d}\ng: {"<<": 3}\n')).toMatchObject({
      e: { a: 2 },
      f: { a: 1 },
      g: { '<<': 3 },
    })
    expect(await valueOf('d: {<<: [{a: 1}, {a: 2, b: 2}]}\n')).toEqual({ d: { a: 1, b: 2 } })
  })

  it('takes line breaks of every system, and keys of every kind', async () => {
    expect(await valueOf('a: 1\r\nb: 2\r\n')).toEqual({ a: 1, b: 2 })
    expect(await valueOf('on: 1\n5: 2\n__proto__: 3\n')).toEqual(
      Object.fromEntries([
        ['true', 1],
        ['5', 2],
        ['__proto__', 3],
      ]),
    )
  })

  it.each([
    ['a: [1\n', '1: A closing “]” is missing.'],
    ['a: {b: c\n', '1: A closing “}” is missing.'],
    ['a: "b\n', '1: A closing double quote is missing.'],
    ['a:\n\t- b\n', '2: This line is indented with a tab. YAML accepts only spaces.'],
    ['a: b: c\n', '1: A second “:” on this line. Put the text in quotes, or the nested key on its own line.'],
    ['a: 1\nb\n', '2: A “:” is missing after this key.'],
    ['a b\nc: 2\n', '1: A key must fit on one line. Is a “:” or the space after it missing?'],
    ['a: 1\nb: *none\n', '2: An alias (*name) has no anchor (&name) before it.'],
    ['a: &a [*a]\n', '1: An alias (*name) contains itself.'],
    ['a: 1\n~: b\n', '2: A key is missing before the “:”.'],
    ['? [a]\n: b\n', '1: A key must be plain text, not a list or a mapping.'],
    ['a: .inf\n', '1: A number is not finite. Put it in quotes to mean the text.'],
    ['a: !!int b\n', "1: A tag (!name) doesn't match what follows it."],
    ['<<: 5\n', '1: A merge (<<) needs a mapping.'],
    ['%YAML 1.2\n---\na: 1\n', '1: It says that it is YAML 1.2; kubectl and helm read YAML 1.1.'],
    ['a: 1\nb: \u0007\n', '2: It contains a control character.'],
    ['{"a": "\\/"}', /^1: A backslash in double quotes/],
    [`a: ${'['.repeat(50_000)}`, /nested too deeply/],
    ['- '.repeat(50_000), /nested too deeply/],
    [`{a: ${'{a: '.repeat(2_000)}`, /nested too deeply/],
  ])('refuses %j with words about the text', async (text, words) => {
    expect(await reasonOf(text)).toEqual(typeof words === 'string' ? words : expect.stringMatching(words))
  })

  it('reads a chain of anchors in time, and each alias as what stood before it', async () => {
    const links = Array.from({ length: 200 }, (_, at) => `a${at + 1}: &a${at + 1} {<<: *a${at}, k${at}: 1}`)
    const begun = performance.now()
    const read = await readGoYaml(`a0: &a0 {x: 1}\n${links.join('\n')}\nx: &x 1\nw: *x\nz: [&x 2, *x]\n`)
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(read).toMatchObject({ kind: 'ok', value: { a200: { x: 1, k199: 1 }, x: 1, w: 1, z: [2, 2] } })
  })

  it('tells where something stands', async () => {
    const read = await readGoYaml('a:\n- b: on\n')
    if (read.kind === 'bad') throw new Error(read.reason)
    expect(read.lineAt(['a', 0, 'b'])).toBe(2)
    expect(read.lineAt(['a', 0, 'missing'])).toBe(2)
    expect(read.lineAt(['nowhere'])).toBeUndefined()
    expect(read.sourceAt(['a', 0, 'b'])).toBe('on')
  })
})
