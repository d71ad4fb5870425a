import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { addressableObjects, manifestObjects, objectsIn } from './manifest'

describe('the objects of a manifest that can be asked for', () => {
  it('come in its order, with namespace and keep policy', () => {
    const manifest = `---
# Source: web/templates/a.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: a
data:
  text: |
    --- not a document
    kind: Nothing
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: b, namespace: other, annotations: {helm.sh/resource-policy: Keep}}
--- # the last
apiVersion: example.com/v1alpha1
kind: Thing
metadata: {name: c}
`
    expect(addressableObjects(manifest)).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', namespace: '', isKept: false, podLabels: {} },
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'b', namespace: 'other', isKept: true, podLabels: {} },
      {
        apiVersion: 'example.com/v1alpha1',
        kind: 'Thing',
        name: 'c',
        namespace: '',
        isKept: false,
        podLabels: {},
      },
    ])
  })

  it('opens lists', () => {
    const item = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name } })
    const list = { apiVersion: 'v1', kind: 'PodList', items: [item('a'), item('b')] }
    expect(addressableObjects(JSON.stringify(list)).map(({ name }) => name)).toEqual(['a', 'b'])
  })

  it.each([
    '',
    '---\n---\n',
    '# comment\n',
    'kind: [',
    'text',
    '- 1',
    'kind: A\nmetadata: {name: a}',
    'apiVersion: ../x\nkind: A\nmetadata: {name: a}',
    'apiVersion: v1\nkind: A\nmetadata: {name: ..}',
    'apiVersion: v1\nkind: A\nmetadata: {}',
  ])('leaves out %j, and keeps its neighbours', (broken) => {
    const good = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n'
    expect(addressableObjects(`${good}\n---\n${broken}\n---\n${good}`).map(({ name }) => name)).toEqual(['a', 'a'])
  })
})

const names = (text: string): unknown[] => objectsIn(text).map(({ metadata }) => metadata['name'])

describe('the objects of one document', () => {
  it('are there with all that they hold', () => {
    const text = '--- # first\nkind: Thing\nmetadata: {name: a}\nspec: {on: yes, day: 2020-01-01}\n...\n'
    expect(objectsIn(text)).toEqual([
      { kind: 'Thing', metadata: { name: 'a' }, spec: { true: true, day: '2020-01-01' } },
    ])
  })

  it('have the types that helm sees', () => {
    const data = 'a: 0444\n  b: yes\n  c: 1e3\n  d: "0444"\n  e: ~\n  f: 2026-11-30\n  g: 0o17\n  h: !!str 5'
    const [object] = objectsIn(`kind: Odd\nmetadata: {name: odd}\ndata:\n  ${data}\n`)
    expect(object?.['data']).toEqual({
      a: 292,
      b: true,
      c: 1000,
      d: '0444',
      e: null,
      f: '2026-11-30',
      g: 15,
      h: '5',
    })
  })

  it('are read where a key stands twice, or is merged', () => {
    expect(names('kind: A\nkind: B\nmetadata: {name: a}\nmetadata: {name: b}')).toEqual(['b'])
    expect(names('kind: A\nshared: &it {name: a}\nmetadata: {<<: *it, labels: {}}')).toEqual(['a'])
  })

  it('come out of lists, and of lists in lists', () => {
    const one = (name: string) => ({ kind: 'Pod', metadata: { name } })
    const list = { kind: 'List', items: [one('a'), { kind: 'PodList', items: [one('b')] }, one('c')] }
    expect(names(JSON.stringify(list))).toEqual(['a', 'b', 'c'])
  })

  it('are none where a short text would name more than can be counted', () => {
    const levels = Array.from({ length: 60 }, (_, level) =>
      level === 0 ? 'l0: &l0 {items: []}' : `l${level}: &l${level} {items: [*l${level - 1}, *l${level - 1}]}`,
    )
    expect(names(`${levels.join('\n')}\nkind: List\nitems: [*l59]`)).toEqual([])
  })

  it.each(['', 'text', '- 1', 'kind: [', 'kind: A', 'kind: 1\nmetadata: {}', 'kind: A\nmetadata: [a]'])(
    'are none in %j',
    (text) => {
      expect(objectsIn(text)).toEqual([])
    },
  )
})

const config = (annotations: string): string => `
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: uploads
  annotations:
    ${annotations}
data:
  note: "helm.sh/resource-policy: keep"
`

describe('the objects of a manifest', () => {
  it.each([
    ['helm.sh/resource-policy: keep', true],
    ['"helm.sh/resource-policy": "Keep"', true],
    ['helm.sh/resource-policy: delete', false],
    ['example.com/resource-policy: keep', false],
    ['example.com/note: plain', false],
  ])('knows by the annotation %j what an uninstall leaves', (annotation, isKept) => {
    const [object] = manifestObjects(config(annotation))
    expect(object).toMatchObject({ kind: 'ConfigMap', name: 'uploads' })
    expect(object?.isKept).toBe(isKept)
  })

  it('names the volume claims of a StatefulSet, which stay after an uninstall', () => {
    const db = { apiVersion: '', kind: 'StatefulSet', name: 'db', namespace: '', isKept: false, podLabels: {} }
    const set = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  volumeClaimTemplates:
    - metadata: {name: data}
    - metadata:
        name: logs
`
    expect(manifestObjects(set)).toEqual([{ ...db, apiVersion: 'apps/v1', volumeClaims: ['data', 'logs'] }])
    expect(manifestObjects('kind: StatefulSet\nmetadata:\n  name: db\n')).toEqual([db])
    const going = set.replace('spec:\n', 'spec:\n  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}\n')
    expect(manifestObjects(going)).toEqual([{ ...db, apiVersion: 'apps/v1' }])
  })
})

describe('what the first lines of a document tell', () => {
  const name = fc.constantFrom('web', 'my.app-2', '1e3', '0x10', 'true', 'Null', '"quoted"', '*x', '12', '')
  const lines = fc.constantFrom(
    '  namespace: apps',
    '  namespace: "apps"',
    'namespace: outer',
    '    namespace: deeper',
    '  labels:',
    '  labels: {name: inner, namespace: inner}',
    '    name: inner',
    '# a comment',
    '  # another',
    '',
    '  annotations:',
    '    helm.sh/resource-policy: keep',
    '    note: |',
    '      name: text',
    'data:',
    '  name: data',
    'spec:',
    '  selector: {matchLabels: {app: web}}',
    'kind: Other',
    'items: []',
    '"kind": Quoted',
    '...',
  )
  const kind = fc.constantFrom('ConfigMap', 'Pod', 'Deployment', 'StatefulSet', 'CustomResourceDefinition', 'true', '7')

  it('is what the whole of it says', () => {
    fc.assert(
      fc.property(kind, name, fc.array(lines, { maxLength: 6 }), fc.boolean(), (theKind, theName, more, isFirst) => {
        const head = [`kind: ${theKind}`, 'apiVersion: apps/v1']
        const rest = ['metadata:', `  name: ${theName}`, ...more]
        const text = (isFirst ? [...head, ...rest] : [...rest, ...head]).join('\n')
        // A quoted key has a document parsed whole.
        const whole = `"x": 1\n${text}`
        if (isReadable(whole)) expect(manifestObjects(text)).toEqual(manifestObjects(whole))
      }),
      { numRuns: 2_000 },
    )
  })

  it('is not looked for in lists, and empty documents have none', () => {
    const list =
      'apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n  metadata:\n    name: a\n- kind: Pod\n  metadata: {name: b}\n'
    const manifest = `---\n---\n# only a comment\n---\n${list}---\n\n--- \nkind: ConfigMap\nmetadata:\n  name: c\n---\nitems: []\n`
    expect(manifestObjects(manifest).map(({ name: found }) => found)).toEqual(['a', 'b', 'c'])
  })
})

function isReadable(text: string): boolean {
  try {
    load(text, { json: true })
    return true
  } catch {
    return false
  }
}
