import type { ComparedHook, ComparedObject, Comparison } from '@shared/model/comparison'

const nothing = { changes: [], count: 0 }
const facts = { chart: null, updated: '2026-03-01T10:00:00Z', status: 'superseded' }

/** Two sides with nothing between them but one Deployment's copies; a spec says only what it is about. */
export function makeComparison(part: Partial<Comparison> = {}): Comparison {
  return {
    id: '7d4c1f5e-0000-4000-8000-0000000000cc',
    from: facts,
    to: { ...facts, updated: '2026-03-25T12:00:00Z', status: 'deployed' },
    values: nothing,
    computedValues: nothing,
    objects: [makeCompared()],
    hooks: [],
    images: [],
    chart: nothing,
    notesDiffer: false,
    remarks: [],
    ...part,
  }
}

/** A Deployment whose copies become three; its id follows its kind and name. */
export function makeCompared(part: Partial<ComparedObject> = {}): ComparedObject {
  const { kind = 'Deployment', name = 'web', state = 'changed' } = part
  const fields = part.fields ?? (state === 'changed' ? [{ path: ['spec', 'replicas'], before: '2', after: '3' }] : [])
  return {
    id: `v1/${kind}/${name}`,
    apiVersion: 'v1',
    kind,
    namespace: '',
    name,
    newName: '',
    state,
    fieldCount: fields.length,
    ...part,
    fields,
  }
}

export function makeComparedHook(part: Partial<ComparedHook> = {}): ComparedHook {
  const { kind = 'Job', name = 'migrate' } = part
  return {
    id: `${kind}/${name}`,
    kind,
    name,
    newName: '',
    state: 'changed',
    fields: [{ path: ['weight'], before: '1', after: '2' }],
    fieldCount: 1,
    ...part,
  }
}
