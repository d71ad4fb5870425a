import { describe, expect, it } from 'vitest'
import { manifestObjects } from './manifest'

describe('the objects of a manifest', () => {
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
    expect(manifestObjects(manifest)).toEqual([
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
    expect(manifestObjects(JSON.stringify(list)).map(({ name }) => name)).toEqual(['a', 'b'])
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
    expect(manifestObjects(`${good}\n---\n${broken}\n---\n${good}`).map(({ name }) => name)).toEqual(['a', 'a'])
  })
})
