import { mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eachLimited } from '@shared/each-limited'
import type { ChartText } from '@shared/model/values-guide'
import { createJudge } from '@shared/values-verdict/verdict'
import { helm } from '../../e2e/cluster/spec-helm'

/** What values files are made of: another seed makes others. */
const seed = Number(process.env['WHEELHOUSE_SEED'] ?? 16)
/** Of each schema, for each helm. */
const generated = Number(process.env['WHEELHOUSE_VALUES'] ?? 3)

interface World {
  readonly schema: object
  readonly defaults?: string
  /** A chart inside, as `db`. */
  readonly inner?: { readonly schema: object; readonly defaults?: string }
  /** The keys that generated values have, and of what. */
  readonly keys: readonly string[]
  /** Written by hand: what generated ones hardly hit. */
  readonly texts: readonly string[]
}

const worlds: Readonly<Record<string, World>> = {
  'draft 4': {
    schema: {
      $schema: 'http://json-schema.org/draft-04/schema#',
      id: 'http://example.test/values.json',
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      properties: {
        name: { type: 'string', minLength: 1 },
        count: { type: 'integer', minimum: 0, exclusiveMinimum: true },
        list: {
          type: 'array',
          items: { $ref: 'http://example.test/values.json#/definitions/item' },
          uniqueItems: true,
        },
        // Both are words of later drafts.
        free: { const: 1, if: { type: 'string' }, then: false },
      },
      definitions: { item: { type: ['string', 'integer'], maxLength: 3 } },
    },
    defaults: 'name: x\ncount: null\n',
    keys: ['name', 'count', 'list', 'free', 'other'],
    texts: ['name: null', 'count: 0', 'list: [a, a]', 'name: yes', 'count: 0o17'],
  },
  'draft 6': {
    schema: {
      $schema: 'http://json-schema.org/draft-06/schema#',
      properties: {
        kind: { const: 'a' },
        list: { contains: { type: 'integer' }, minItems: 1 },
        map: { propertyNames: { pattern: '^[a-z]+$' }, minProperties: 1 },
        number: { exclusiveMaximum: 2, multipleOf: 0.5 },
      },
    },
    keys: ['kind', 'list', 'map', 'number'],
    texts: ['map: {A: 1}', 'number: 1.5', 'number: 1e400', 'number: 08:30', 'list: [a, 1]', 'map: {}'],
  },
  'draft 7': {
    schema: {
      $schema: 'http://json-schema.org/draft-07/schema#',
      definitions: { port: { type: 'integer', maximum: 65535 } },
      properties: {
        on: { type: 'boolean' },
        enabled: { type: 'boolean' },
        port: { $ref: '#/definitions/port', type: 'string' },
        address: { type: 'string', format: 'ipv4' },
        free: { unevaluatedProperties: false },
      },
      if: { properties: { enabled: { const: true } }, required: ['enabled'] },
      then: { required: ['port'] },
      else: { properties: { port: false } },
    },
    keys: ['enabled', 'port', 'address', 'free'],
    texts: ['enabled: on', 'enabled: true\nport: 80', 'address: 1.2.3.4', 'address: a', 'on: yes', 'port: 80'],
  },
  '2019-09': {
    schema: {
      $schema: 'https://json-schema.org/draft/2019-09/schema',
      $defs: { name: { $anchor: 'name', enum: ['a', 'abc', 1, null] } },
      properties: {
        one: { $ref: '#name', minLength: 2 },
        two: { $ref: '#/$defs/name' },
        list: { contains: { const: 'a' }, minContains: 2, maxContains: 2 },
        map: { allOf: [{ properties: { a: {} } }], unevaluatedProperties: false },
        mail: { format: 'email' },
      },
      dependentRequired: { one: ['two'] },
    },
    keys: ['one', 'two', 'list', 'map', 'mail'],
    texts: ['one: abc', 'one: abc\ntwo: null', 'list: [a, a]', 'map: {a: 1}', 'map: {b: 1}', 'mail: no'],
  },
  '2020-12': {
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: {
        list: { prefixItems: [{ type: 'string' }], items: { type: 'integer' }, maxItems: 3 },
        form: { oneOf: [{ type: 'string' }, { type: 'object', required: ['name'] }, { type: 'number', minimum: 1 }] },
        tree: { $ref: '#/$defs/tree' },
        mail: { type: 'string', format: 'email' },
      },
      patternProperties: { '^x-': { type: 'string' } },
      $defs: { tree: { type: 'object', additionalProperties: { $ref: '#/$defs/tree' } } },
    },
    keys: ['list', 'form', 'tree', 'mail', 'x-a'],
    texts: ['list: [a, 1, b]', 'form: {name: x}', 'tree: {a: {b: {}}}', 'tree: {a: {b: 1}}', 'mail: no', 'x-a: 1'],
  },
  'no draft': {
    schema: {
      type: 'object',
      properties: {
        any: { anyOf: [{ type: 'null' }, { type: 'array', items: { type: 'string' } }] },
        no: { not: { type: 'string' } },
        all: { allOf: [{ type: 'object' }, { maxProperties: 1 }] },
      },
      dependentSchemas: { any: { required: ['all'] } },
    },
    defaults: 'all: {a: 1}\nno: null\n',
    keys: ['any', 'no', 'all', '__proto__', 'constructor'],
    texts: ['any: null', 'all: {b: 1}', 'all: {a: null, b: 2}', 'all: null\nany: []', 'no: null', '"no": x'],
  },
  'a chart inside': {
    schema: {
      $schema: 'http://json-schema.org/draft-07/schema#',
      properties: { global: { type: 'object' }, db: { type: 'object', properties: { mode: { enum: ['x', 'y'] } } } },
      additionalProperties: false,
    },
    defaults: 'db:\n  size: null\nglobal:\n  zone: a\n',
    inner: {
      schema: {
        type: 'object',
        required: ['user', 'global'],
        additionalProperties: false,
        properties: {
          user: { type: 'string' },
          mode: { type: 'string' },
          size: { type: 'integer' },
          deep: { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] },
          global: { type: 'object', properties: { zone: { type: 'string' }, map: { type: 'object' } } },
        },
      },
      defaults: 'user: me\nsize: 1\ndeep:\n  a: 1\n',
    },
    keys: ['db', 'global', 'other'],
    texts: [
      ...[
        'db: {user: null}',
        'db: {mode: z}',
        'db: {mode: x, extra: 1}',
        'global: {zone: 1}',
        'db: {global: {zone: 2}}',
      ],
      ...[
        'db: {deep: {a: null}}',
        'db: {deep: null}',
        'db: {deep: {a: x}}',
        'global: null',
        'db: null',
        'db: {size: 2}',
      ],
    ],
  },
  'nulls in defaults': {
    schema: {
      properties: {
        top: { type: 'string' },
        deep: { properties: { l: { type: 'string' }, m: { properties: { o: { type: 'string' } } } } },
        db: { properties: { own: { type: 'string' } } },
      },
    },
    defaults: 'top: null\ndeep: {l: null, m: {o: null}}\ndb: {size: null, own: null}\n',
    inner: {
      schema: { required: ['size'], properties: { size: { type: ['integer', 'null'] }, none: { type: 'string' } } },
      defaults: 'size: 1\nnone: null\n',
    },
    keys: ['deep', 'db'],
    texts: [
      'db: {}',
      'deep: {}',
      'db: []',
      'db: {size: 2}',
      'db: {size: null}',
      'deep: {l: x, m: {o: x}}\ntop: x',
      'deep: {l: x}\ndb: {none: x, own: x}',
    ],
  },
  'what only helm knows': {
    schema: {
      $schema: 'http://json-schema.org/draft-07/schema#',
      properties: { a: { pattern: '^(?!x)' }, b: { $ref: 'file:///nowhere/b.json' } },
    },
    keys: ['a', 'b'],
    texts: ['a: x'],
  },
}

const leaf = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  1,
  2,
  -1,
  2.5,
  70_000,
  '',
  'a',
  'abc',
  'abcd',
  '1.2.3.4',
  'x',
  'no',
)
const some = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b', 'name', 'user', 'mode', 'size', 'deep', 'zone'), leaf, { maxKeys: 3 }),
)

function textsOf({ keys, texts }: World): string[] {
  const entries = fc.uniqueArray(fc.tuple(fc.constantFrom(...keys), some), { selector: ([key]) => key, maxLength: 4 })
  const made = fc.sample(entries, { seed, numRuns: generated })
  return ['', ...texts, ...made.map((pairs) => JSON.stringify(Object.fromEntries(pairs)))]
}

function writeChart(
  dir: string,
  name: string,
  { schema, defaults = '' }: Pick<World, 'schema' | 'defaults'>,
  rest = '',
): void {
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, 'Chart.yaml'), `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n${rest}`)
  writeFileSync(join(dir, 'values.yaml'), defaults)
  writeFileSync(join(dir, 'values.schema.json'), JSON.stringify(schema))
}

function judgeOf({ schema, defaults = '', inner }: World, major: 3 | 4) {
  const place = (path: string[], text: string): ChartText => ({ path, text })
  const schemas = [place([], JSON.stringify(schema)), ...(inner ? [place(['db'], JSON.stringify(inner.schema))] : [])]
  const texts = [place([], defaults), ...(inner ? [place(['db'], inner.defaults ?? '')] : [])]
  return createJudge(
    { schemas, defaults: texts, mentioned: [], outside: [], gaps: [] },
    major === 3 ? 'first' : 'merged',
  )
}

describe.each([3, 4] as const)('by helm %i', (major) => {
  let dir = ''
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'wheelhouse-agreement-'))
  })
  afterAll(() => rm(dir, { recursive: true, force: true }))

  it.each(Object.entries(worlds))('values are refused exactly when the schema is said to: %s', async (name, world) => {
    const chart = join(dir, name.replaceAll(' ', '-'))
    const inside = 'dependencies:\n  - name: inner\n    version: 0.1.0\n    alias: db\n'
    writeChart(chart, 'outer', world, world.inner === undefined ? '' : inside)
    if (world.inner !== undefined) writeChart(join(chart, 'charts/inner'), 'inner', world.inner)
    const judge = judgeOf(world, major)
    const differ: unknown[] = []
    await eachLimited(textsOf(world), 4, async (text) => {
      const { marks, helmDecides } = judge(text)
      const { code, stderr } = await helm(major, ['template', 'x', chart, '--values', '-'], { home: dir, input: text })
      const isRefused = code !== 0
      if (helmDecides === '' && isRefused !== marks.length > 0) {
        differ.push({ text, helm: stderr.slice(0, 600), ours: marks.map(({ message }) => message) })
      }
    })
    expect(differ, `seed ${seed}`).toEqual([])
  })
})

it('decides by itself on all but what only helm knows', () => {
  const undecided = Object.entries(worlds).filter(([, world]) =>
    textsOf(world).some((text) => judgeOf(world, 4)(text).helmDecides !== ''),
  )
  expect(undecided.map(([name]) => name)).toEqual(['what only helm knows'])
})
