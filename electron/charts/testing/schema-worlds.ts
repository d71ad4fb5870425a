/** A chart with a schema, and what its values files are made of. */
export interface World {
  readonly schema: object
  readonly defaults?: string
  /** A chart inside, as `db`. */
  readonly inner?: { readonly schema: object; readonly defaults?: string }
  /** The keys that generated values have, and of what. */
  readonly keys: readonly string[]
  /** Written by hand: what generated ones hardly hit. */
  readonly texts: readonly string[]
}

/** One of each way to write a schema. */
export const worlds: Readonly<Record<string, World>> = {
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
  'a closed map of maps': {
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
      properties: {
        ports: {
          type: 'object',
          additionalProperties: {
            type: 'object',
            required: ['port'],
            properties: { port: { type: 'integer', minimum: 1 }, name: { type: ['string', 'null'], maxLength: 3 } },
            additionalProperties: false,
          },
        },
        size: { anyOf: [{ $ref: '#/$defs/quantity' }, { type: 'number', exclusiveMinimum: 0 }] },
      },
      $defs: { quantity: { type: 'string', pattern: '^[0-9]+(Mi|Gi)$' } },
    },
    defaults: 'ports:\n  web:\n    port: 80\n    name: web\nsize: 1Gi\n',
    keys: ['ports', 'size', 'other'],
    texts: [
      ...['ports: {web: {port: 0}}', 'ports: {web: {name: null}}', 'ports: {web: null}', 'ports: {x: {name: a}}'],
      ...['ports: {x: {port: 1, name: abcd}}', 'size: 1Gb', 'size: 0', 'size: 0x10', 'ports: {web: {port: 8_0}}'],
    ],
  },
  'kinds of a choice': {
    schema: {
      $schema: 'http://json-schema.org/draft-07/schema#',
      properties: {
        storage: {
          type: 'object',
          required: ['kind'],
          oneOf: [
            { properties: { kind: { const: 'none' } }, additionalProperties: false },
            { properties: { kind: { enum: ['disk', 'share'] }, size: { type: 'integer' } }, required: ['size'] },
          ],
        },
        hosts: { type: 'array', uniqueItems: true, items: [{ type: 'string' }], additionalItems: { type: 'integer' } },
      },
    },
    defaults: 'storage:\n  kind: none\n',
    keys: ['storage', 'hosts'],
    texts: [
      ...['storage: {kind: disk}', 'storage: {kind: disk, size: 1}', 'storage: {size: 1}', 'storage: {kind: null}'],
      ...['hosts: [a, 1, 1]', 'hosts: [a, 1.0, 1]', 'hosts: [a, b]', 'hosts: [0777, 1]', 'storage: {kind: "none"}'],
    ],
  },
  'a reference to a reference': {
    schema: {
      $schema: 'https://json-schema.org/draft/2019-09/schema',
      $id: 'https://charts.test/values.schema.json',
      $ref: '#/$defs/all',
      $defs: {
        all: {
          type: 'object',
          properties: {
            image: { $ref: 'https://charts.test/values.schema.json#/$defs/image' },
            env: { $ref: '#/$defs/names' },
          },
        },
        names: { type: 'object', propertyNames: { $ref: '#/$defs/name' }, additionalProperties: { type: 'string' } },
        name: { pattern: '^[A-Z_]+$' },
        text: { type: 'string', minLength: 1 },
        image: {
          type: 'object',
          dependentRequired: { digest: ['name'] },
          properties: { name: { $ref: '#/$defs/text' }, digest: { $ref: '#/$defs/text' } },
        },
      },
    },
    keys: ['image', 'env'],
    texts: [
      ...['image: {digest: a}', 'image: {name: ""}', 'image: {name: a, digest: b}', 'env: {A: b}', 'env: {a: b}'],
      ...['env: {A: 1}', 'env: {A_B: yes}', 'env: {? "A" : "1"}', 'image: a', 'image: null'],
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
