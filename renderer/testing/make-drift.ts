import type { Drift, DriftField, DriftObject } from '@shared/model/drift'

/** A field that somebody has changed. */
export function makeDriftField(part: Partial<DriftField> = {}): DriftField {
  return {
    path: ['spec', 'replicas'],
    stored: '2',
    live: '5',
    manager: 'kubectl-edit',
    time: '2026-03-01T10:00:00Z',
    expected: '',
    ...part,
  }
}

/** An object, changed where it is given fields. */
export function makeDriftObject(
  name: string,
  fields: readonly DriftField[] = [],
  part: Partial<DriftObject> = {},
): DriftObject {
  const kind = 'Deployment'
  return {
    id: `apps/v1/${kind}/shop/${name}`,
    ...{ apiVersion: 'apps/v1', kind, namespace: 'shop', name },
    state: fields.length > 0 ? 'changed' : 'same',
    fields,
    fieldCount: fields.length,
    why: '',
    ...part,
  }
}

/** What was found of the release `web`: its objects say how much. */
export function makeDrift(objects: readonly DriftObject[], notes: readonly string[] = []): Drift {
  const fields = objects.flatMap((object) => object.fields)
  const expected = fields.filter((field) => field.expected !== '').length
  const count = (state: DriftObject['state']): number => objects.filter((object) => object.state === state).length
  return {
    ...{ context: 'prod', namespace: 'shop', name: 'web', revision: 3 },
    checkedAt: new Date().toISOString(),
    tookMs: 12,
    counts: { fields: fields.length - expected, expected, missing: count('missing'), unknown: count('unknown') },
    objects,
    notes,
  }
}
