import { describe, expect, it } from 'vitest'
import { secretMask } from '@shared/mask'
import { renderedTexts } from './rendered-texts'

const manifest = `---
# Source: web/templates/secret.yaml
apiVersion: v1
kind: Secret
metadata:
  name: web
stringData:
  password: hunter22
---
# Source: web/templates/empty.yaml
---
# Source: web/charts/db/templates/map.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: db
  namespace: data
data:
  url: http://joe:hunter22@db # of the chart
`
const hooks = [{ path: 'web/templates/hook.yaml', manifest: 'apiVersion: v1\nkind: Pod\nmetadata: {name: hook}' }]

describe('what helm would send, as text', () => {
  const { objects } = renderedTexts(manifest, hooks, [])

  it('is told document by document, with the file that each comes from', () => {
    expect(objects.map(({ kind, name, namespace, source, isHook }) => [kind, name, namespace, source, isHook])).toEqual(
      [
        ['Secret', 'web', '', 'web/templates/secret.yaml', false],
        ['ConfigMap', 'db', 'data', 'web/charts/db/templates/map.yaml', false],
        ['Pod', 'hook', '', 'web/templates/hook.yaml', true],
      ],
    )
    expect(objects[1]?.text).toMatch(/^# Source: .*\napiVersion: v1\nkind: ConfigMap\n/)
  })

  it('shows no secret, also where one object gives away that of another', () => {
    expect(JSON.stringify(objects)).not.toContain('hunter22')
    expect(objects[1]?.text).toContain(`joe:${secretMask}@db # of the chart`)
  })

  it('is not shown where it is too long', () => {
    const long = `a: ${'x'.repeat(5 * 1024 * 1024)}\n`
    expect(renderedTexts(long, [], [])).toEqual({ objects: [], tooLong: long.length })
  })
})
