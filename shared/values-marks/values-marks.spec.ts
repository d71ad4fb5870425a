import { describe, expect, it } from 'vitest'
import type { ValuesGuide } from '../model/values-guide'
import { applyChanges } from '../values-edit/apply-changes'
import { valuesMarks } from './values-marks'

const defaults = `# How many copies run.
replicaCount: 2
image:
  repository: shop
  tag: ''
  # pullSecret: name
service:
  type: ClusterIP
  port: 80
resources: {}
podLabels:
  team: shop
minReplicas: 1
enabled: true
args: [a, b]
ratio: 0.5
nothing: ~
`
function guide(parts: Partial<ValuesGuide> = {}): ValuesGuide {
  return { schemas: [], defaults: [{ path: [], text: defaults }], mentioned: [], outside: [], gaps: [], ...parts }
}
function marks(text: string, parts?: Partial<ValuesGuide>, before: ValuesGuide | null = null) {
  return valuesMarks(text, { guide: guide(parts), before })
}
/** Each mark as `path: message`, and the text that its fix makes. */
function said(text: string, parts?: Partial<ValuesGuide>, before?: ValuesGuide | null) {
  return marks(text, parts, before).map(({ path, message }) => `${path.join('.')}: ${message}`)
}
function fixed(text: string, parts?: Partial<ValuesGuide>, before?: ValuesGuide | null) {
  return marks(text, parts, before).map(({ fix }) =>
    fix === undefined ? null : [fix.label, applyChanges(text, fix.changes)],
  )
}

describe('keys that the chart does not mention', () => {
  it('are told with the key that is meant, at their place', () => {
    const text = '# mine\nreplicaCout: 3\n'
    expect(marks(text)).toEqual([
      {
        kind: 'unknown',
        severity: 'warning',
        message: 'Not in the chart. Did you mean replicaCount?',
        from: 7,
        to: 18,
        line: 2,
        path: ['replicaCout'],
        fix: { label: 'Rename', changes: [{ from: 7, to: 18, insert: 'replicaCount' }] },
      },
    ])
  })

  it.each([
    ['swapped letters', 'image: {tga: x}', ['image.tga: Not in the chart. Did you mean tag?']],
    ['other case', 'replicacount: 3', ['replicacount: Not in the chart. Did you mean replicaCount?']],
    ['nothing near', 'somethingElse: {a: {b: 1}}', ['somethingElse: Not in the chart.']],
    ['an opposite', 'maxReplicas: 3', ['maxReplicas: Not in the chart.']],
    ['what is set already', 'replicaCount: 5\nreplicaCout: 3', ['replicaCout: Not in the chart.']],
    ['a commented-out key', 'image: {pullSecret: x}', []],
    ['an empty map', 'resources: {limits: {cpu: 1}}', []],
    ['labels', 'podLabels: {app: x}', []],
    ['global values', 'global: {storageClass: x}\ntags: {web: true}', []],
    ['below a null', 'nothing: {a: 1}', []],
    ['below a list', 'args: [{a: 1}]', []],
    ['below a text', 'image: {tag: {a: 1}}', []],
  ])('%s', (_, text, expected) => {
    expect(said(text)).toEqual(expected)
  })

  it('may be read by a template', () => {
    expect(
      said('ingress: {host: a}\nservice: {nodePort: 1}', { mentioned: ['ingress.host', 'service.nodePort'] }),
    ).toEqual([])
  })

  it('are told only for a slip where a template passes the whole map on', () => {
    const parts = { mentioned: ['service'] }
    expect(said('service: {loadBalancerIP: x}', parts)).toEqual([])
    expect(said('service: {prot: 1}', parts)).toEqual(['service.prot: Not in the chart. Did you mean port?'])
  })

  it('may be described by a schema alone', () => {
    const schema = {
      $ref: '#/$defs/all',
      $defs: {
        all: {
          properties: { extra: { $ref: '#/$defs/named' }, tree: { $ref: '#/$defs/tree' } },
          patternProperties: { '^x-': { type: 'string' } },
        },
        named: { additionalProperties: { properties: { size: { type: 'integer' } } } },
        tree: { properties: { left: { $ref: '#/$defs/tree' } } },
      },
    }
    const parts = { schemas: [{ path: [], text: JSON.stringify(schema) }] }
    expect(said('extra: {any: {size: 1}}\nx-a: b\ntree: {left: {left: {}}}', parts)).toEqual([])
    expect(said('extra: {any: {szie: 1}}\ntree: {left: {right: 1}}', parts)).toEqual([
      'extra.any.szie: Not in the chart. Did you mean size?',
      'tree.left.right: Not in the chart.',
    ])
  })

  it('of a chart inside it are known under its path, the outer defaults over its own', () => {
    const parts = {
      defaults: [
        { path: [], text: 'db: {size: 5}\n' },
        { path: ['db'], text: 'size: 1\nuser: app\n' },
        { path: ['cache'], text: '' },
      ],
    }
    expect(said('db: {enabled: false, user: me, global: {a: 1}}\ncache: {enabled: true}', parts)).toEqual([])
    expect(said('db: {size: 5}', parts)).toEqual(['db: Same as the default.'])
    expect(said('db: {usr: 5}', parts)).toEqual(['db.usr: Not in the chart. Did you mean user?'])
  })

  it('stay unsaid where they may belong to what is missing of the chart', () => {
    const parts = { gaps: ['It depends on db, which its charts folder does not contain.'] }
    expect(said('db: {size: 1}\nnew: 2\nother:\n', parts)).toEqual([])
    expect(said('replicaCout: 1', parts)).toHaveLength(1)
  })

  it('are all that can be known where the chart says nothing', () => {
    expect(said('a: 1', { defaults: [] })).toEqual([])
  })
})

describe('values that change nothing', () => {
  it('are told once, at the highest key, and taken out with their comments', () => {
    const text = '# keep\na: &x 1\n\n# why\nservice:\n  # http\n  port: 80 # yes\n  type: ClusterIP\nreplicaCount: 3\n'
    const parts = { mentioned: ['a'] }
    expect(said(text, parts)).toEqual(['service: Same as the default.'])
    expect(fixed(text, parts)).toEqual([['Remove', '# keep\na: &x 1\n\nreplicaCount: 3\n']])
  })

  it.each([
    ['one key of a map', 'image:\n  tag: ""\n  repository: x\n', 'image:\n  repository: x\n'],
    ['the last key of a map', 'enabled: false\nimage:\n  tag: ""\n', 'enabled: false\n'],
    ['in brackets', 'image: {repository: x, tag: ""}\n', 'image: {repository: x}\n'],
    ['a list', 'args:\n- a\n- b\nenabled: no\n', 'enabled: no\n'],
    ['another spelling', 'replicaCount: 0x2\n', ''],
    ['null', 'nothing:\n', ''],
  ])('%s', (_, text, expected) => {
    expect(fixed(text)[0]).toEqual(['Remove', expected])
  })

  it('may not be taken out where something else would change', () => {
    expect(fixed('replicaCount: &n 2\nminReplicas: *n\n')).toEqual([null])
    expect(fixed('args: &n [a, b]\nnothing: *n\n')).toEqual([null])
    expect(fixed('service: {port: 80}\n---\nservice: {port: 81}\n')).toEqual([null])
  })

  it('are empty maps, which delete nothing', () => {
    expect(said('service: {}')).toEqual(['service: Changes nothing: helm merges maps with their default.'])
  })
})

describe('nulls', () => {
  it('delete a default or set nothing', () => {
    expect(said('replicaCount: null\nimage: {pullSecret: ~}\nservice:\n')).toEqual([
      "replicaCount: Deletes the chart's default.",
      'image.pullSecret: Sets nothing: the chart has no default here.',
      "service: Deletes the chart's default.",
    ])
  })
})

describe('what helm reads otherwise', () => {
  it.each([
    ['yes', 'helm reads true, a boolean.'],
    ['Off', 'helm reads false, a boolean.'],
    ['0777', 'helm reads an octal number.'],
    ['0o17', 'helm reads an octal number.'],
    ['1_000', 'helm reads a number without the “_”.'],
    ['1e3', 'helm reads a number with an exponent.'],
    ['089', 'helm reads a number without the leading zero.'],
    ['+49', 'helm reads a number without the “+”.'],
    ['0x1F', 'helm reads a hexadecimal number.'],
    ['1.10', 'helm reads a number without the zero at its end.'],
  ])('%s', (written, message) => {
    expect(said(`image: {tag: ${written}}`)).toEqual([`image.tag: ${message}`])
    expect(fixed(`image: {tag: ${written}}`)).toEqual([['Quote it', `image: {tag: '${written}'}`]])
  })

  it.each(['true', 'False', '12', '-0.5', '1.5', '2001-01-01', '12:30', 'word', '"yes"', '!!str yes', '1e400', '0'])(
    '%s is read as it is written',
    (written) => {
      expect(said(`image: {tag: ${written}}`)).toEqual([])
    },
  )

  it('is looked for in keys and lists too', () => {
    expect(said('resources:\n  on: [y, a]\n', { mentioned: ['resources'] })).toEqual([
      'resources.true: helm reads the key as true.',
      'resources.true.0: helm reads true, a boolean.',
    ])
  })

  it('is written as a boolean where the default is one, and left alone where a number is wanted', () => {
    expect(fixed('enabled: off\nratio: 1.50\n')).toEqual([['Write false', 'enabled: false\nratio: 1.50\n']])
  })
})

describe('another version of the chart', () => {
  const old = (text: string): ValuesGuide => guide({ defaults: [{ path: [], text }] })
  const now = (text: string): Partial<ValuesGuide> => ({ defaults: [{ path: [], text }] })

  it('has lost a key', () => {
    const [before, after] = [old('a: 1\nlegacy: {x: 1, y: 2}\n'), now('a: 1\n')]
    expect(said('legacy: {x: 5}', after, before)).toEqual(["legacy: The new version doesn't have this key any more."])
    expect(said('a: 5', after, before)).toEqual([])
  })

  it.each([
    [
      'by its words',
      'ingressClassName: ngx',
      'ingress: {className: ngx, other: 1}',
      'ingressClassName: mine',
      'ingress.className',
      'ingress:\n  className: mine\n',
    ],
    [
      'by its last name',
      'tag: v1',
      'image: {tag: v2}',
      '# why\ntag: mine # so\n',
      'image.tag',
      'image:\n  # why\n  tag: mine # so\n',
    ],
    [
      'by its default',
      'web: {addr: example.org}',
      'web: {address: example.org}',
      'web:\n  addr: mine\n',
      'web.address',
      'web:\n  address: mine\n',
    ],
  ])('calls a key otherwise: %s', (_, before, after, text, name, expected) => {
    const all = [text, now(after), old(before)] as const
    expect(marks(...all).map(({ kind, message }) => [kind, message])).toEqual([
      ['renamed', `The new version calls this ${name}.`],
    ])
    expect(fixed(...all)).toEqual([['Rename', expected]])
  })

  it('names nothing where two keys may be meant', () => {
    expect(said('tag: x', now('a: {tag: v1}\nb: {tag: v1}'), old('tag: v1'))).toEqual([
      "tag: The new version doesn't have this key any more.",
    ])
  })

  it('wants another type', () => {
    const all = ['hosts: {a: 1}\nplain: [1]', now('hosts: [x]\nplain: ""'), old('hosts: {x: 1}\nplain: [2]')] as const
    expect(said(...all)).toEqual(['hosts: The new version wants a list here; this is a map.'])
    expect(said('hosts: [a]', all[1], all[2])).toEqual([])
  })
})

describe('marks', () => {
  it('say nothing of the defaults themselves but that they are the same', () => {
    expect(new Set(marks(defaults).map(({ kind }) => kind))).toEqual(new Set(['same']))
  })

  it.each(['a: [', 'a: *x', '- a', '', 'a: .nan'])('are none of a text that helm does not read: %s', (text) => {
    expect(marks(text)).toEqual([])
  })

  it('are not kept from sight by hints that come before them', () => {
    const text = `${Array.from({ length: 300 }, (_, index) => `image${index}: yes\n`).join('')}replicaCout: 1\n`
    const rest = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`image${index}`, true]))
    const found = marks(text, { defaults: [{ path: [], text: JSON.stringify({ ...rest, replicaCount: 1 }) }] })
    expect(found).toHaveLength(201)
    expect(found.at(-1)).toMatchObject({ kind: 'unknown', line: 301 })
  })

  it('are at most 200, by position', () => {
    const text = Array.from({ length: 500 }, (_, index) => `strange${index}: 1\n`).join('')
    const found = marks(text)
    expect(found).toHaveLength(200)
    expect(found.map(({ line }) => line)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
  })

  it('survive hostile schemas and names', () => {
    const bomb = JSON.stringify({
      allOf: [{ $ref: '#' }, { $ref: '#' }],
      anyOf: [{ $ref: '#' }],
      properties: { ok: { $ref: '#' } },
    })
    expect(
      said('ok: {ok: {ok: 1}}\n__proto__: {a: 1}\nconstructor: 1', { schemas: [{ path: [], text: bomb }] }),
    ).toEqual(['__proto__: Not in the chart.', 'constructor: Not in the chart.'])
    expect(said('a: 1', { schemas: [{ path: [], text: '{' }] })).toEqual(['a: Not in the chart.'])
  })
})
