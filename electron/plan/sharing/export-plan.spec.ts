import { describe, expect, it } from 'vitest'
import { madeUpPlan, planObject } from '../testing/made-up-plan'
import { exportPlan } from './export-plan'

const web = planObject({
  kind: 'Deployment',
  name: 'web',
  apiVersion: 'apps/v1',
  fields: [
    { path: ['spec', 'replicas'], before: '1', after: '3' },
    { path: ['data', 'key'], before: '••••••••', after: '••••••••', masked: true },
    { path: ['spec', 'paused'], after: 'true' },
  ],
  problems: [{ kind: 'conflict', stops: true, message: 'kubectl_edit manages *it*.', detail: '' }],
  consequence: 'It grows from 1 to 3 pods.',
})
const plan = madeUpPlan({
  objects: [web, planObject({ kind: 'ConfigMap', name: 'a`b', action: 'added' })],
  hooks: [
    {
      event: 'pre-upgrade',
      kind: 'Job',
      name: 'migrate',
      namespace: 'shop',
      weight: 0,
      recreated: true,
      deletedAfter: [],
    },
  ],
  images: [{ name: 'web', before: ['1'], after: ['2'] }],
  notes: ['It becomes revision 4.'],
})

describe('a plan as a text', () => {
  it('is Markdown that names all that happens, and lets no text from elsewhere be markup', () => {
    const text = exportPlan(plan, [], 'markdown')
    expect(text).toContain('## upgrade `web` in `shop` on `demo` with `web 1.0.0`')
    expect(text).toContain('- **Stops helm.** Deployment `web`: kubectl\\_edit manages \\*it\\*.')
    expect(text).toContain('- changed: Deployment `web` in `shop`. It grows from 1 to 3 pods.')
    expect(text).toContain('  - `spec.replicas`: `1` → `3`')
    expect(text).toContain('  - `data.key`: changed, masked')
    expect(text).toContain('  - `spec.paused`: not set → `true`')
    expect(text).toContain('- added: ConfigMap ``a`b`` in `shop`')
    expect(text).toContain('- pre-upgrade: Job `migrate`')
    expect(text).toContain('- `web`: `1`'.replaceAll('`1`', '1 → 2'))
  })

  it('is a patch that other tools read', () => {
    const texts = { live: 'a: 1\nb: 2\n', after: 'a: 1\nb: 3\n', stored: null, rendered: null }
    const added = { live: null, after: null, stored: null, rendered: 'kind: ConfigMap\n' }
    const [first, second] = plan.objects
    if (first === undefined || second === undefined) throw new Error('no objects')
    expect(
      exportPlan(
        plan,
        [
          { object: first, texts },
          { object: second, texts: added },
        ],
        'patch',
      ),
    ).toBe(
      '--- a/shop/Deployment/web.yaml\n+++ b/shop/Deployment/web.yaml\n@@ -1,2 +1,2 @@\n a: 1\n-b: 2\n+b: 3\n' +
        '--- /dev/null\n+++ b/shop/ConfigMap/a`b.yaml\n@@ -0,0 +1,1 @@\n+kind: ConfigMap\n',
    )
  })

  it('is the plan itself as JSON', () => {
    expect(JSON.parse(exportPlan(plan, [], 'json'))).toEqual(plan)
  })
})
