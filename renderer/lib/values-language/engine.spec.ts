import { describe, expect, it } from 'vitest'
import type { ValuesGuide } from '@shared/model/values-guide'
import { createLanguageEngine } from './engine'

const parent = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: {
    replicas: { type: 'integer', description: 'How *many* <b>pods</b>, see [docs](https://example.test).' },
    image: {
      type: 'object',
      required: ['tag'],
      properties: { tag: { type: ['string', 'null'] }, pullPolicy: { enum: ['Always', 'Never'] } },
    },
    hosts: {
      type: 'array',
      items: { type: 'object', properties: { name: { type: 'string' }, more: { type: 'object' } } },
    },
    enabled: { type: 'boolean' },
  },
}
const inner = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  properties: { auth: { $ref: '#/$defs/auth' } },
  $defs: { auth: { type: 'object', properties: { user: { enum: ['a{b}', 'yes', 'plain'] } } } },
}
const defaults = `# -- (int) How many
# of them
replicas: 1
service:
  # What it is reached by
  type: ClusterIP
  # nodePort: 3000
  port: 80 # the outer one
resources: {}
  # limits:
  #   cpu: 1
`

const guide: ValuesGuide = {
  schemas: [
    { path: [], text: JSON.stringify(parent) },
    { path: ['db'], text: JSON.stringify(inner) },
  ],
  defaults: [
    { path: [], text: defaults },
    { path: ['db'], text: '## @param auth.password [string] The password\nauth:\n  password: hush\n' },
  ],
  mentioned: [],
  outside: [],
  gaps: [],
}

function engineFor(more: Partial<ValuesGuide> = {}) {
  const engine = createLanguageEngine()
  engine.setSubject({ guide: { ...guide, ...more }, before: null, documents: 'merged' })
  return engine
}

/** @param marked a text with `|` where the cursor is */
async function completed(marked: string, engine = engineFor()) {
  return engine.complete(marked.replace('|', ''), marked.indexOf('|'))
}

async function labels(marked: string, engine = engineFor()): Promise<string[]> {
  return (await completed(marked, engine)).map(({ label }) => label)
}

describe('completing', () => {
  it.each([
    ['|', ['replicas', 'image', 'hosts', 'enabled', 'db', 'resources', 'service']],
    ['image:\n  |', ['tag', 'pullPolicy']],
    ['image:\n  tag: x\n  p|', ['pullPolicy']],
    ['image:\n  pullPolicy: |', ['Always', 'Never']],
    ['image: {tag: x, |}', ['pullPolicy']],
    ['enabled: |', ['true', 'false']],
    ['hosts:\n  - |', ['name', 'more']],
    ['hosts:\n- name: x\n  |', ['more']],
    ['hosts:\n  - n|', ['name', 'more']],
    ['db:\n  |', ['auth']],
    ['db:\n  auth:\n    |', ['user', 'password']],
    ['db: {|}', ['auth']],
    ['service:\n  |\nimage: {}', ['type', 'port', 'nodePort']],
    ['resources:\n  limits:\n    |', ['cpu']],
    ['service:\n  type: |', ['ClusterIP']],
    ['# |', []],
    ['image: # |', []],
    ['# yaml-language-server: $schema=file:///etc/passwd\nimage:\n  |', ['tag', 'pullPolicy']],
    ['$schema: http://127.0.0.1:9/x.json\nimage:\n  |', ['tag', 'pullPolicy']],
  ])('%j offers %j', async (text, expected) => {
    expect((await labels(text)).sort()).toEqual([...expected].sort())
  })

  it.each([
    ['im|', 'image', 'image:\n  ${}'],
    ['ho|', 'hosts', 'hosts:\n  - ${}'],
    ['image:\n  |', 'tag', 'tag: ${}'],
    ['rep|: 3', 'replicas', 'replicas'],
    ['hosts:\n  - |', 'more', 'more:\n    ${}'],
    ['db: {|}', 'auth', 'auth: ${}'],
    ['db:\n  auth:\n    user: |', 'plain', 'plain'],
    ['db:\n  auth:\n    user: |', '"yes"', '"yes"'],
    ['db:\n  auth:\n    user: |', 'a{b}', String.raw`a\{b\}`],
  ])('%j inserts %j as %j', async (text, label, insert) => {
    expect((await completed(text)).find((one) => one.label === label)?.insert).toBe(insert)
  })

  it('says of a key what type it has and what is written about it, as plain text', async () => {
    const of = async (text: string, label: string) => (await completed(text)).find((one) => one.label === label)
    expect(await of('|', 'replicas')).toMatchObject({
      detail: 'integer',
      docs: 'How many pods, see docs.\n\nDefault: 1',
      from: 0,
      to: 0,
    })
    expect(await of('image:\n  |', 'tag')).toMatchObject({ detail: 'string | null', docs: '' })
    expect(await of('service:\n  |', 'port')).toMatchObject({ detail: 'integer', docs: 'the outer one\n\nDefault: 80' })
    expect(await of('db:\n  auth:\n    |', 'password')).toMatchObject({ detail: 'string', docs: 'The password' })
  })

  it('goes on with keys that prototypes have', async () => {
    const schema = '{"properties":{"constructor":{"type":"integer"},"a":{"properties":{"b":{}}}}}'
    const engine = engineFor({ schemas: [{ path: [], text: schema }], defaults: [] })
    expect(await labels('constructor: 1\na:\n  |', engine)).toEqual(['b'])
    expect(engine.hover('constructor: 1', 2)?.title).toBe('constructor: integer')
    expect(engine.hover('toString: 1', 2)).toBeNull()
  })

  it.each([
    ['that refers to itself', { $ref: '#', properties: { a: { $ref: '#' } } }],
    [
      'that refers elsewhere',
      { properties: { a: { $ref: 'http://127.0.0.1:9/a.json' }, b: { $ref: 'file:///etc/passwd' } } },
    ],
    ['that is none', { properties: 1, type: 'nothing' }],
  ])('survives a schema %s', async (_name, hostile) => {
    const engine = engineFor({ schemas: [{ path: [], text: JSON.stringify(hostile) }] })
    await expect(completed('a:\n  |', engine).catch(() => [])).resolves.toBeInstanceOf(Array)
    expect(engine.hover('replicas: 1', 2)?.title).toBe('replicas: integer')
  })

  it('takes a schema of more than a megabyte', async () => {
    const properties = Object.fromEntries(
      Array.from({ length: 12_000 }, (_, at) => [
        `key${at}`,
        { type: 'integer', description: 'A key among a great many of its kind. '.repeat(2) },
      ]),
    )
    const engine = engineFor({ schemas: [{ path: ['many'], text: JSON.stringify({ properties }) }] })
    expect(await labels('many:\n  |', engine)).toHaveLength(12_000)
  })
})

describe('hovering', () => {
  it.each([
    ['repl|icas: 1', 'replicas: integer', 'How many pods, see docs.\n\nDefault: 1', 'replicas'],
    ['db:\n  auth:\n    pass|word: x', 'db.auth.password: string', 'The password', 'password'],
    ['hosts:\n- na|me: x', 'hosts[0].name: string', '', 'name'],
    ['service: {typ|e: x}', 'service.type: string', 'What it is reached by\n\nDefault: ClusterIP', 'type'],
    ['image:\n  pullPolicy: Al|ways', 'image.pullPolicy: string', 'One of Always, Never.', 'Always'],
  ])('%j tells %j', (marked, title, docs, at) => {
    const text = marked.replace('|', '')
    const hover = engineFor().hover(text, marked.indexOf('|'))
    expect(hover).toMatchObject({ title, docs })
    expect(text.slice(hover?.from, hover?.to)).toBe(at)
  })

  it('tells nothing of a key that nobody knows', () => {
    expect(engineFor().hover('nothing: 1', 3)).toBeNull()
  })
})

describe('marking', () => {
  it("gives the schema's verdict, and a hint where only defaults say a type", () => {
    const { marks, helmDecides } = engineFor().marks('service:\n  port: http\nreplicas: many\nimage: {tag: x}\n')
    expect(helmDecides).toBe('')
    expect(marks.map(({ kind, severity, message, line }) => ({ kind, severity, message, line }))).toEqual([
      { kind: 'type', severity: 'info', message: 'service.port is a string; by default it is an integer.', line: 2 },
      { kind: 'wrong', severity: 'error', message: 'replicas must be an integer, but is a string.', line: 3 },
    ])
  })

  it('is silent about nulls, templates and what has no type by default', () => {
    const text = 'replicas: null\nservice:\n  port: "{{ .x }}"\nresources: {a: 1}\n'
    const { marks } = engineFor({ schemas: [] }).marks(text)
    expect(marks.filter(({ kind }) => kind === 'type')).toEqual([])
  })

  it('says whether it has looked at all of it', () => {
    expect(engineFor().marks('replicas: 2\n').isWhole).toBe(true)
    expect(engineFor().marks('replicas: [\n').isWhole).toBe(false)
  })

  it('knows nothing without a chart', async () => {
    const engine = createLanguageEngine()
    expect(await engine.complete('', 0)).toEqual([])
    expect(engine.hover('a: 1', 0)).toBeNull()
    expect(engine.marks('a: 1')).toEqual({ marks: [], helmDecides: '', isWhole: false })
  })

  it('sees the layers around a text: what is below may be undone, what is above counts', () => {
    const engine = createLanguageEngine()
    engine.setSubject({ guide, before: null, documents: 'merged' })
    const said = (text: string) => engine.marks(text).marks.map(({ kind, path }) => `${kind} ${path.join('.')}`)
    expect(said('replicas: 1\nimage: {tag: 5}\n')).toEqual(['same replicas', 'wrong image.tag'])
    engine.setLayers({ below: 'replicas: 4\n', above: 'image: {tag: "5"}\n' })
    expect(said('replicas: 1\nimage: {tag: 5}\n')).toEqual([])
    engine.setLayers({ below: 'replicas: 1\nimage: {tag: x}\n', above: 'image: {pullPolicy: Sometimes}\n' })
    expect(said('replicas: 1\nimage: {}\n')).toEqual(['same replicas', 'wrong image.pullPolicy'])
  })
})

describe('as a form', () => {
  it('has the fields of the chart and of charts inside it', () => {
    const answer = engineFor().form('replicas: many\ndb: {auth: {user: plain}}\n')
    expect(answer?.model?.groups.map(({ name, own }) => [name, own])).toEqual([
      ['', 1],
      ['service', 0],
      ['image', 0],
      ['db', 1],
    ])
    expect(answer?.model?.groups[0]?.fields[0]).toMatchObject({ value: 'many', problem: 'Must be a whole number.' })
  })

  it('has none without a schema, and says why a text has none', () => {
    expect(engineFor({ schemas: [] }).form('')).toBeNull()
    expect(engineFor().form('a: [')).toEqual({ model: null, reason: "The text can't be read as YAML." })
  })
})
