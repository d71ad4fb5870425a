import fc from 'fast-check'
import { dump } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { IndexProblem } from './index-model'
import { parseIndex, type ParsedIndex } from './index-parse'
import { scanIndex } from './index-scan'

/** As `helm repo index` writes it. */
const helmIndex = `apiVersion: v1
entries:
  nginx:
  - annotations:
      category: Infra
      licenses: |
        version: 9.9.9
        Apache
    apiVersion: v2
    appVersion: 1.27.0
    created: "2026-02-01T10:00:00.123Z"
    dependencies:
    - name: common
      version: 2.x.x
    description: A web server that
      goes on in the next line
    keywords:
    - http
    - web
    name: nginx
    urls:
    - https://charts.example.com/nginx-1.10.0.tgz
    version: 1.10.0
  - apiVersion: v2
    appVersion: '1.10'
    created: "2026-01-01T10:00:00Z"
    deprecated: true
    name: nginx
    urls:
    - nginx-1.9.0.tgz
    version: v1.9.0
  - name: nginx
    version: 2.0.0-rc.1
  - name: nginx
    version: not a version
  only-rc:
  - name: only-rc
    version: 0.1.0-alpha.2
  - name: only-rc
    version: 0.1.0-alpha.10
  empty: []
generated: "2026-02-01T10:00:01Z"
`

const read = (text: string): ParsedIndex => parseIndex(Buffer.from(text))

const expected = [
  {
    name: 'nginx',
    newest: { version: '1.10.0', appVersion: '1.27.0', created: '2026-02-01T10:00:00.123Z', deprecated: false },
    about: { description: 'A web server that goes on in the next line', keywords: ['http', 'web'] },
    versions: [
      { version: '2.0.0-rc.1', appVersion: '', created: '', deprecated: false },
      { version: '1.10.0', appVersion: '1.27.0', created: '2026-02-01T10:00:00.123Z', deprecated: false },
      { version: 'v1.9.0', appVersion: '1.10', created: '2026-01-01T10:00:00Z', deprecated: true },
    ],
  },
  {
    name: 'only-rc',
    newest: { version: '0.1.0-alpha.10', appVersion: '', created: '', deprecated: false },
    about: { description: '', keywords: [] },
    versions: [
      { version: '0.1.0-alpha.10', appVersion: '', created: '', deprecated: false },
      { version: '0.1.0-alpha.2', appVersion: '', created: '', deprecated: false },
    ],
  },
]

describe('an index', () => {
  it.each([
    ['as helm writes it', helmIndex],
    ['with Windows line ends', helmIndex.replaceAll('\n', '\r\n')],
    [
      'with a document marker, comments and empty lines',
      `---\n# mine\n${helmIndex.replace('entries:', '\n# all\nentries:')}`,
    ],
    ['with another key', `${helmIndex}serverInfo: {}\n`],
    [
      'with its entries at the end',
      helmIndex
        .replace(/generated.*\n/, '')
        .replace('apiVersion: v1\n', 'apiVersion: v1\ngenerated: "2026-02-01T10:00:01Z"\n'),
    ],
  ])('is scanned %s', (_how, text) => {
    expect(scanIndex(Buffer.from(text))).not.toBeNull()
    expect(read(text)).toEqual({ charts: expected, isCutOff: false })
  })

  it.each([
    ['indented otherwise', helmIndex.replaceAll(/^( {2}(?=-)| {4})/gm, '  $1')],
    ['with an anchor', helmIndex.replace('version: 1.10.0', 'version: &v 1.10.0')],
    ['with a folded version', helmIndex.replace('version: 1.10.0', 'version: >-\n      1.10.0')],
    ['in flow style', helmIndex.replace('  empty: []', '  empty: [{name: empty}]')],
    ['with a version over two lines', helmIndex.replace('version: 1.10.0', 'version:\n      1.10.0')],
    ['with a tagged version', helmIndex.replace('version: 1.10.0', 'version: !!str 1.10.0')],
  ])('is parsed when it is %s', (_how, text) => {
    expect(scanIndex(Buffer.from(text))).toBeNull()
    expect(read(text)).toEqual({ charts: expected, isCutOff: false })
  })

  it('is read from JSON, where helm knows no unknown fields', () => {
    const nginx = { name: 'nginx', version: '1.10.0', appVersion: '1.1', deprecated: true, keywords: ['a', '2'] }
    const entries = { nginx: [null, { ...nginx, description: null, other: 1 }], none: null, broken: [null, {}] }
    expect(read(JSON.stringify({ apiVersion: 'v1', other: 1, entries }))).toEqual({
      charts: [
        {
          name: 'nginx',
          newest: { version: '1.10.0', appVersion: '1.1', created: '', deprecated: true },
          about: { description: '', keywords: ['a', '2'] },
          versions: [{ version: '1.10.0', appVersion: '1.1', created: '', deprecated: true }],
        },
      ],
      isCutOff: false,
    })
  })

  it('may be without charts', () => {
    const generated = 'generated: "2026-02-01T10:00:01Z"\n'
    for (const entries of ['entries: {}', 'entries:']) {
      expect(read(`apiVersion: v1\n${entries}\n${generated}`)).toEqual({ charts: [], isCutOff: false })
    }
  })

  it('is known to be cut off wherever it is cut', () => {
    const whole = Buffer.from(helmIndex)
    const firstRow = helmIndex.indexOf('version: 1.10.0')
    for (let end = firstRow; end < helmIndex.indexOf('generated:') - 1; end += 1) {
      // An end between two versions is an index of its own, as far as anybody can tell.
      if (helmIndex[end - 1] === '\n' && /(^|\n) {4}version: [^\n]*\n(  empty: \[\]\n)?$/.test(helmIndex.slice(0, end)))
        continue
      let isCutOff = true
      try {
        isCutOff = parseIndex(whole.subarray(0, end)).isCutOff
      } catch (problem) {
        expect(problem).toBeInstanceOf(IndexProblem)
      }
      expect([end, isCutOff]).toEqual([end, true])
    }
  })

  it.each([
    ['', 'It is empty'],
    ['\n \n', 'It is empty'],
    ['<!doctype html>\n<html>', 'web page'],
    ['{"apiVersion": "v1", "entries": {', 'YAML'],
    ['apiVersion: v1\nentries:\n  a: [', 'YAML'],
    ['apiVersion: v1\nentries:\n  a: "\n  b: x\n', 'YAML (line'],
    ['[[', 'YAML (line 1)'],
    ['hello', 'without fields'],
    ['- a\n- b\n', 'without fields'],
    ['{"entries": {}}', 'no apiVersion'],
    ['entries:\n  a:\n  - version: 1.0.0\n', 'no apiVersion'],
    [`apiVersion: v1\nentries: ${'['.repeat(50_000)}`, 'YAML'],
  ])('that is %j is none', (text, words) => {
    expect(() => read(text)).toThrow(IndexProblem)
    expect(() => read(text)).toThrow(words)
  })

  it('holds no bomb that goes off', () => {
    const levels = Array.from({ length: 40 }, (_, level) => `l${level + 1}: &l${level + 1} [*l${level}, *l${level}]`)
    const start = performance.now()
    const bomb = `apiVersion: v1\nserverInfo:\n  l0: &l0 [x]\n  ${levels.join('\n  ')}\nentries:\n  a: *l40\n`
    expect(() => read(bomb)).toThrow(IndexProblem)
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  // Go's reader takes a number for one only where it begins like one.
  it.each(['_0', '_1_000', '__0', '_0x1'])('may have the text %s in an entry that is looked at', (text) => {
    const index = `apiVersion: v1\nentries:\n  a:\n  - description: ${text}\n    keywords: []\n    name: a\n    version: 1.0.0\n`
    expect(read(index).charts.map(({ name }) => name)).toEqual(['a'])
  })

  it('reads the same by scanner and by parser', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/)
    const text = fc.oneof(
      fc.string({ maxLength: 40 }).filter((text) => text !== '~' && text !== 'null'),
      fc.constantFrom('a: b', '# no', "it's", '"', 'x #y', 'nil', '- a', 'two\nlines'),
    )
    const version = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30)).map((parts) => parts.join('.'))
    const row = fc.record({
      appVersion: text,
      created: fc.constant('2026-01-01T00:00:00Z'),
      description: text,
      keywords: fc.array(word),
      name: word,
      version,
    })
    const entries = fc.dictionary(word, fc.array(row, { minLength: 1, maxLength: 4 }), { minKeys: 1, maxKeys: 5 })
    fc.assert(
      fc.property(entries, (charts) => {
        const index = { apiVersion: 'v1', entries: charts, generated: '2026-01-01T00:00:00Z' }
        const yaml = dump(index, { seqNoIndent: true, lineWidth: -1 })
        const plain = (parsed: ParsedIndex): unknown => JSON.parse(JSON.stringify(parsed))
        expect(plain(read(yaml))).toEqual(plain(read(JSON.stringify(index))))
      }),
      { numRuns: 200 },
    )
  }, 30_000)
})
