import { describe, expect, it } from 'vitest'
import { manifestObjects } from './revision-objects'

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
  })
})
