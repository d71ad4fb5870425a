import { describe, expect, it } from 'vitest'
import { manifestKinds, manifestObjects } from './revision-objects'

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

describe('manifestObjects', () => {
  it.each([
    ['helm.sh/resource-policy: keep', true],
    ['"helm.sh/resource-policy": "Keep"', true],
    ['helm.sh/resource-policy: delete', undefined],
    ['example.com/resource-policy: keep', undefined],
    ['example.com/note: plain', undefined],
  ])('knows by the annotation %j what an uninstall leaves', (annotation, keep) => {
    const [object] = manifestObjects(config(annotation))
    expect(object).toMatchObject({ kind: 'ConfigMap', name: 'uploads' })
    expect(object?.keep).toBe(keep)
  })

  it('names the volume claims of a StatefulSet, which stay after an uninstall', () => {
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
    expect(manifestObjects(set)).toEqual([
      { kind: 'StatefulSet', name: 'db', namespace: '', volumeClaims: ['data', 'logs'] },
    ])
    expect(manifestObjects('kind: StatefulSet\nmetadata:\n  name: db\n')).toEqual([
      { kind: 'StatefulSet', name: 'db', namespace: '' },
    ])
    const going = set.replace('spec:\n', 'spec:\n  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}\n')
    expect(manifestObjects(going)).toEqual([{ kind: 'StatefulSet', name: 'db', namespace: '' }])
  })

  it('tells the kinds of a manifest with their API versions, each once', () => {
    const wheel = (name: string): string => `---\napiVersion: "x.test/v1"\nkind: Wheel\nmetadata:\n  name: ${name}\n`
    const list = '---\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: y.test/v1, kind: Axle, metadata: {name: a}}\n'
    expect(manifestKinds(`${config('a: b')}${wheel('one')}${wheel('two')}${list}`)).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap' },
      { apiVersion: 'x.test/v1', kind: 'Wheel' },
      { apiVersion: 'y.test/v1', kind: 'Axle' },
    ])
  })
})
