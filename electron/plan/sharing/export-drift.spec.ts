import { describe, expect, it } from 'vitest'
import type { Drift, DriftField, DriftObject } from '@shared/model/drift'
import { exportDrift } from './export-drift'

const field: DriftField = {
  ...{ path: ['spec', 'replicas'], stored: '2', live: '5', manager: 'kubectl_edit', time: '2026-03-01T10:00:00Z' },
  expected: '',
}

function object(name: string, state: DriftObject['state'], fields: readonly DriftField[] = [], why = ''): DriftObject {
  const place = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name }
  return { id: `apps/v1/Deployment/shop/${name}`, ...place, state, fields, fieldCount: fields.length, why }
}

const masked: DriftField = { ...field, path: ['data', 'key'], stored: '••••', live: '••••', masked: true, manager: '' }
const drift: Drift = {
  ...{ context: 'prod', namespace: 'shop', name: 'web', revision: 3 },
  ...{ checkedAt: '2026-03-02T10:00:00Z', tookMs: 5 },
  counts: { fields: 2, expected: 1, missing: 1, unknown: 1 },
  objects: [
    { ...object('we`b', 'changed', [field, masked, { ...field, expected: 'An autoscaler sets it.' }]), fieldCount: 9 },
    object('gone', 'missing'),
    object('hidden', 'unknown', [], 'You may *not* read it.'),
    object('same', 'same'),
  ],
  notes: ['Texts were compared.'],
}

describe('what a check for drift has found', () => {
  it('is Markdown that lets no text from elsewhere be markup', () => {
    expect(exportDrift(drift, 'markdown')).toBe(
      `## Drift of \`web\` in \`shop\` on \`prod\`

Held against revision 3, 2026-03-02T10:00:00Z. Of 4 objects: 2 fields not from this release, 1 object missing, 1 field expected, 1 object not compared.

### Notes

- Texts were compared.

### Not from this release

- Deployment \`\`we\`b\`\` in \`shop\`
  - \`spec.replicas\`: \`2\` → \`5\`, by \`kubectl_edit\` 2026-03-01T10:00:00Z
  - \`data.key\`: changed, masked 2026-03-01T10:00:00Z
  - and 6 more fields
- missing: Deployment \`gone\` in \`shop\`

### Not compared

- Deployment \`hidden\` in \`shop\`: You may \\*not\\* read it.

### Expected

- Deployment \`\`we\`b\`\` in \`shop\`
  - \`spec.replicas\`: \`2\` → \`5\`, by \`kubectl_edit\` 2026-03-01T10:00:00Z. An autoscaler sets it.
`,
    )
  })

  it('is all of it as JSON', () => {
    expect(JSON.parse(exportDrift(drift, 'json'))).toEqual(drift)
  })
})
