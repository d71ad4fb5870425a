import { describe, expect, it } from 'vitest'
import type { ValuesGuide } from '../model/values-guide'
import { createForm, mostFields } from './build-form'
import type { FormField, FormModel } from './form-model'

function guideOf(schema: unknown, defaults = '', more: Partial<ValuesGuide> = {}): ValuesGuide {
  return {
    schemas: [{ path: [], text: JSON.stringify(schema) }],
    defaults: [{ path: [], text: defaults }],
    mentioned: [],
    outside: [],
    gaps: [],
    ...more,
  }
}

function modelOf(guide: ValuesGuide, text = ''): FormModel {
  const answer = createForm(guide)?.(text)
  if (!answer?.model) throw new Error(`no model: ${answer?.reason}`)
  return answer.model
}

function fieldsOf(model: FormModel): readonly FormField[] {
  return model.groups.flatMap(({ fields }) => fields)
}

function fieldAt(model: FormModel, path: string): FormField | undefined {
  return fieldsOf(model).find((field) => field.path.join('.') === path)
}

/** The only field of a schema for `a`. */
function fieldOf(schema: unknown, text = '', defaults = ''): FormField | undefined {
  return fieldAt(modelOf(guideOf({ properties: { a: schema } }, defaults), text), 'a')
}

function unshownOf(model: FormModel): string[] {
  return model.groups.flatMap(({ unshown }) => unshown.map(({ path, isOwn }) => path.join('.') + (isOwn ? ' own' : '')))
}

const drafts = [
  'draft-04/schema#',
  'draft-06/schema#',
  'draft-07/schema#',
  'draft/2019-09/schema',
  'draft/2020-12/schema',
]

describe('kinds of fields', () => {
  it.each([
    [{ type: 'string' }, 'text', ['string']],
    [{ type: 'integer' }, 'integer', ['integer']],
    [{ type: 'number' }, 'number', ['number']],
    [{ type: 'boolean' }, 'boolean', ['boolean']],
    [{ type: ['string', 'null'] }, 'text', ['string']],
    [{ type: ['boolean', 'null'] }, 'boolean', ['boolean']],
    [{ type: ['integer', 'string'] }, 'text', ['string', 'integer']],
    [{ type: ['integer', 'number'] }, 'number', ['integer', 'number']],
    [{ type: 'string', format: 'password' }, 'password', ['string']],
    [{ type: 'string', writeOnly: true }, 'password', ['string']],
    [{ enum: ['x', 'y'] }, 'choice', ['string']],
    [{ type: ['string', 'null'], enum: ['x', null] }, 'choice', ['string']],
    [{ const: 3 }, 'choice', ['integer']],
    [{ type: 'array', items: { type: 'string' } }, 'list', ['string']],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'map', ['string']],
    [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, 'text', ['string', 'integer']],
    [{ oneOf: [{ type: 'null' }, { type: 'integer', minimum: 1 }] }, 'integer', ['integer']],
    [{ oneOf: [{ const: 'x' }, { const: 'y' }] }, 'choice', ['string']],
    [{ allOf: [{ type: ['string', 'integer'] }, { type: 'integer' }] }, 'integer', ['integer']],
    [{ type: ['number', 'string'], allOf: [{ type: 'integer' }] }, 'integer', ['integer']],
    [{ anyOf: [{ type: 'string' }, { type: 'object', properties: { b: {} } }] }, 'text', ['string']],
  ])('%j is a %s', (schema, kind, types) => {
    expect(fieldOf(schema)).toMatchObject({ kind, types })
  })

  it.each([
    ['password', 'password'],
    ['DATABASE_PASSWORD', 'password'],
    ['existingSecret', 'text'],
    ['name', 'text'],
  ])('takes the key %s for a %s', (key, kind) => {
    expect(fieldAt(modelOf(guideOf({ properties: { [key]: { type: 'string' } } })), key)?.kind).toBe(kind)
  })

  it('hides what is in a map of secrets, but for what only leads to one', () => {
    const model = modelOf(guideOf({}, 'secrets:\n  SESSION: change-me\n  existingSecret: x\n  enabled: true\n'))
    expect(fieldsOf(model).map(({ path, kind }) => [path[1], kind])).toEqual([
      ['SESSION', 'password'],
      ['existingSecret', 'text'],
      ['enabled', 'boolean'],
    ])
  })

  it('names choices as the schema does', () => {
    const schema = { oneOf: [{ const: 'a', title: 'The first' }, { const: 'b' }, { const: 3 }] }
    expect(fieldOf(schema)?.choices).toEqual([
      { value: 'a', label: 'The first' },
      { value: 'b', label: 'b' },
      { value: 3, label: '3' },
    ])
  })

  it.each([
    [{ minimum: 1, maximum: 50 }, '1 to 50.'],
    [{ exclusiveMinimum: 0 }, 'More than 0.'],
    [{ maximum: 9, multipleOf: 3 }, 'At most 9. A multiple of 3.'],
    [{ minLength: 2, maxLength: 63, pattern: '^[a-z]+$' }, '2 to 63 characters. Matches ^[a-z]+$.'],
    [{ allOf: [{ minimum: 1 }, { minimum: 3, maximum: 9 }, { maximum: 7 }] }, '3 to 7.'],
  ])('says what %j wants', (limits, rule) => {
    expect(fieldOf({ type: 'integer', ...limits })?.rule).toBe(rule)
  })

  it('knows limits that draft 4 makes exclusive by a flag', () => {
    const schema = {
      $schema: `http://json-schema.org/${drafts[0]}`,
      properties: { a: { type: 'integer', minimum: 1, exclusiveMinimum: true } },
    }
    expect(fieldAt(modelOf(guideOf(schema)), 'a')?.rule).toBe('More than 1.')
  })
})

describe('references', () => {
  it.each(drafts)('are followed inside of a schema of %s', (draft) => {
    const schema = {
      $schema: `http://json-schema.org/${draft}`,
      properties: { a: { $ref: '#/definitions/port~1s', description: 'Mine' } },
      definitions: { 'port/s': { $ref: '#/definitions/port' }, port: { type: 'integer', title: 'Port', maximum: 9 } },
    }
    expect(fieldAt(modelOf(guideOf(schema)), 'a')).toMatchObject({
      kind: 'integer',
      title: 'Port',
      description: 'Mine',
      rule: 'At most 9.',
    })
  })

  it('have rules beside them since draft 2019-09 only', () => {
    const schema = (draft: string) => ({
      $schema: `https://json-schema.org/${draft}`,
      properties: { a: { $ref: '#/definitions/i', maximum: 5 } },
      definitions: { i: { type: 'integer' } },
    })
    expect(drafts.map((draft) => fieldAt(modelOf(guideOf(schema(draft))), 'a')?.rule)).toEqual([
      ...['', '', ''],
      ...['At most 5.', 'At most 5.'],
    ])
  })

  it('that lead in circles or elsewhere end in the text', () => {
    const schema = {
      properties: {
        tree: { $ref: '#/$defs/tree' },
        self: { $ref: '#/properties/self' },
        far: { $ref: 'http://127.0.0.1:9/a.json' },
      },
      $defs: { tree: { type: 'object', properties: { name: { type: 'string' }, child: { $ref: '#/$defs/tree' } } } },
    }
    const model = modelOf(guideOf(schema), 'tree:\n  child:\n    child:\n      name: x\n')
    expect(fieldsOf(model).map(({ path }) => path.join('.'))).toContain('tree.child.child.name')
    expect(unshownOf(model)).toEqual(expect.arrayContaining(['tree.child.child.child', 'self', 'far']))
  })
})

describe('what is there and by default', () => {
  const schema = {
    required: ['name', 'copies'],
    properties: {
      copies: { type: 'integer' },
      name: { type: 'string' },
      image: { type: 'object', properties: { tag: { type: 'string' } } },
      labels: { type: 'object' },
      hosts: { type: 'array', items: { type: 'string' } },
      affinity: { type: 'object' },
      tolerations: { type: 'array', items: { type: 'object' } },
    },
  }
  const defaults = `# How many copies run.
copies: 2
image:
  # Empty: the chart's own.
  tag: ''
  repository: shop/web # where it comes from
labels: {}
hosts: [a]
`

  it('is told of each field, in the order of the defaults', () => {
    const model = modelOf(guideOf(schema, defaults), 'copies: 2\nimage: {repository: mine}\nlabels: {x: "1"}\n')
    expect(model.groups.map(({ name, own }) => [name, own])).toEqual([
      ['', 2],
      ['image', 1],
    ])
    expect(fieldsOf(model).map(({ path }) => path.join('.'))).toEqual([
      ...['copies', 'labels', 'hosts', 'name', 'image.tag', 'image.repository'],
    ])
    expect(fieldAt(model, 'copies')).toMatchObject({
      title: 'Copies',
      description: 'How many copies run.',
      standard: 2,
      value: 2,
      isSame: true,
      isRequired: false,
    })
    expect(fieldAt(model, 'name')).toMatchObject({ value: undefined, standard: undefined, isRequired: true })
    expect(fieldAt(model, 'image.repository')).toMatchObject({
      description: 'where it comes from',
      value: 'mine',
      isSame: false,
    })
    expect(fieldAt(model, 'labels')).toMatchObject({ kind: 'map', value: { x: '1' } })
    expect(fieldAt(model, 'hosts')).toMatchObject({ kind: 'list', standard: ['a'], value: undefined })
    expect(unshownOf(model)).toEqual(['affinity', 'tolerations'])
  })

  it('is named where no field can show it', () => {
    const text =
      'copis: 3\nimage: {tag: {a: 1}}\nlabels: {a: {b: 1}, c: x}\nhosts: [{a: 1}]\nname: "a\\nb"\naffinity: {x: 1}\n'
    const model = modelOf(guideOf(schema, defaults), text)
    expect(
      unshownOf(model)
        .filter((one) => one.endsWith('own'))
        .sort(),
    ).toEqual(['copis', 'image.tag', 'labels.a', 'hosts', 'name', 'affinity.x'].map((path) => `${path} own`).sort())
    expect(fieldAt(model, 'labels')?.value).toEqual({ c: 'x' })
  })

  it.each([
    ['copies: two', 'copies', 'Must be a whole number.'],
    ['copies: 1.5', 'copies', 'Must be a whole number.'],
    ['copies: null', 'copies', ''],
    ['name: 5', 'name', 'Must be text; helm reads a number here.'],
    ['name: yes', 'name', 'Must be text; helm reads true or false here.'],
    ['image: {repository: 5}', 'image.repository', ''],
  ])('%s: %s: %s', (text, path, problem) => {
    expect(fieldAt(modelOf(guideOf(schema, defaults), text), path)?.problem).toBe(problem)
  })

  it('takes a form of several by what is there', () => {
    const either = { oneOf: [{ type: 'boolean' }, { type: 'object', properties: { b: { type: 'string' } } }] }
    const forms = { properties: { a: either } }
    expect(fieldAt(modelOf(guideOf(forms)), 'a')?.kind).toBe('boolean')
    expect(fieldAt(modelOf(guideOf(forms), 'a: {b: x}'), 'a.b')).toMatchObject({ kind: 'text', value: 'x' })
    expect(fieldAt(modelOf(guideOf(forms, 'a: {b: x}')), 'a.b')).toMatchObject({ standard: 'x' })
  })

  it('finds keys by patterns, conditions and what other keys may hold', () => {
    const model = modelOf(
      guideOf({
        properties: {
          on: { type: 'boolean' },
          ports: { additionalProperties: { type: 'object', properties: { port: { type: 'integer' } } } },
        },
        patternProperties: { '^x-': { type: 'integer' } },
        then: { properties: { later: { type: 'string' } } },
        else: false,
      }),
      'x-a: 1\nports:\n  web:\n    port: 80\n',
    )
    expect(fieldAt(model, 'x-a')?.kind).toBe('integer')
    expect(fieldAt(model, 'later')?.kind).toBe('text')
    expect(fieldAt(model, 'ports.web.port')?.value).toBe(80)
  })
})

describe('charts inside', () => {
  const inner = {
    properties: {
      copies: { type: 'integer', maximum: 3 },
      global: { properties: { registry: { type: 'string' } } },
    },
  }
  const guide = guideOf({}, '', {
    schemas: [
      { path: [], text: JSON.stringify({ properties: { own: { type: 'string' } } }) },
      { path: ['db'], text: JSON.stringify(inner) },
      { path: ['db', 'deep'], text: JSON.stringify({ properties: { x: { enum: ['p', 'q'] } } }) },
    ],
    defaults: [
      { path: [], text: 'db:\n  copies: 2\n' },
      { path: ['db'], text: '# Of the chart inside\ncopies: 1\nglobal: {registry: here}\n' },
    ],
  })

  it('are known by their keys, and what they read of global at the top', () => {
    const model = modelOf(guide, 'global: {registry: mine}\n')
    expect(fieldAt(model, 'db.copies')).toMatchObject({
      standard: 2,
      description: 'Of the chart inside',
      rule: 'At most 3.',
    })
    expect(fieldAt(model, 'db.deep.x')?.kind).toBe('choice')
    expect(fieldAt(model, 'global.registry')).toMatchObject({ kind: 'text', value: 'mine' })
    expect(fieldAt(model, 'db.global.registry')).toBeUndefined()
    expect(model.groups.map(({ name }) => name)).toEqual(['', 'global', 'db'])
  })

  it('have their own global shown where it is written', () => {
    expect(fieldAt(modelOf(guide, 'db: {global: {registry: x}}'), 'db.global.registry')?.value).toBe('x')
  })
})

describe('what has no form', () => {
  it('is a chart without a schema that can be read', () => {
    expect(createForm(guideOf({}, '', { schemas: [] }))).toBeNull()
    expect(createForm(guideOf({}, '', { schemas: [{ path: [], text: '{' }] }))).toBeNull()
    expect(createForm(guideOf(true))).toBeNull()
  })

  it.each([
    ['a: [', /YAML/],
    ['a: 1\n---\nb: 2\n', /documents/],
    ['- a\n', /mapping/],
  ])('is the text %j', (text, reason) => {
    const answer = createForm(guideOf({}))?.(text)
    expect(answer?.model).toBeNull()
    expect(answer?.reason).toMatch(reason)
  })
})

describe('hostile schemas', () => {
  it('with ten thousand keys are cut', () => {
    const keys = Array.from(
      { length: 10_000 },
      (_, at) => [`key${at}`, { type: 'string', pattern: '^(a+)+$' }] as const,
    )
    const model = modelOf(guideOf({ properties: Object.fromEntries(keys) }), 'key9: x\n')
    expect(model.isCut).toBe(true)
    expect(fieldsOf(model)).toHaveLength(mostFields)
  })

  it('that double with each reference end', () => {
    const names = Array.from({ length: 40 }, (_, at) => at)
    const bomb = (word: string) =>
      Object.fromEntries(
        names.map((at) => [`d${at}`, { [word]: [{ $ref: `#/$defs/d${at + 1}` }, { $ref: `#/$defs/d${at + 1}` }] }]),
      )
    for (const word of ['allOf', 'anyOf', 'oneOf']) {
      const $defs = { ...bomb(word), d40: { type: 'object', properties: { x: { $ref: '#/$defs/d0' } } } }
      expect(unshownOf(modelOf(guideOf({ properties: { a: { $ref: '#/$defs/d0' } }, $defs })))).not.toEqual([])
    }
  })

  it('with patterns that take forever, keys of prototypes, and nonsense are survived', () => {
    const schema = {
      patternProperties: { '^(a+)+$': { type: 'string' }, '(': { type: 'string' } },
      properties: {
        constructor: { type: 'string' },
        ['__proto__']: 1,
        b: { properties: 5, items: 'x', enum: 3, required: 1 },
      },
      allOf: 'nothing',
      anyOf: [null, 3],
    }
    const text = `${'a'.repeat(40)}!: x\nconstructor: it\n`
    const model = modelOf(guideOf(JSON.parse(JSON.stringify(schema)) as unknown), text)
    expect(fieldAt(model, 'constructor')?.value).toBe('it')
    expect(fieldAt(model, 'b')?.kind).toBe('text')
  })

  it('that are nested deeply end in the text', () => {
    const deep = Array.from({ length: 300 }).reduce<unknown>(
      (inner) => ({ type: 'object', properties: { a: inner } }),
      {},
    )
    expect(unshownOf(modelOf(guideOf(deep)))).toHaveLength(1)
  })
})
