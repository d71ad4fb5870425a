import type { Plan, PlanObject, PlanProblem } from '@shared/model/plan'

/** An upgrade of `web` that changes one Deployment; a spec says only what it is about. */
export function makePlan(part: Partial<Plan> = {}): Plan {
  return {
    id: '7d4c1f5e-0000-4000-8000-0000000000aa',
    context: 'prod',
    namespace: 'shop',
    name: 'web',
    verb: 'upgrade',
    fromRevision: 2,
    toRevision: 3,
    chart: { name: 'web', version: '1.2.3', appVersion: '4.5.6' },
    madeAt: new Date().toISOString(),
    tookMs: 600,
    method: 'server-side',
    objects: [makePlanObject()],
    hooks: [],
    definitions: [],
    images: [],
    problems: [],
    notes: [],
    managedBy: '',
    ...part,
  }
}

/** A Deployment whose copies become three; its id follows its kind and name. */
export function makePlanObject(part: Partial<PlanObject> = {}): PlanObject {
  const { kind = 'Deployment', namespace = 'shop', name = 'web' } = part
  const isChanged = (part.action ?? 'changed') === 'changed'
  const fields = part.fields ?? (isChanged ? [{ path: ['spec', 'replicas'], before: '2', after: '3' }] : [])
  return {
    id: `v1/${kind}/${namespace}/${name}`,
    apiVersion: 'v1',
    kind,
    namespace,
    name,
    action: 'changed',
    fieldCount: fields.length,
    problems: [],
    consequence: '',
    ...part,
    fields,
  }
}

export function makeProblem(part: Partial<PlanProblem> = {}): PlanProblem {
  return {
    kind: 'will-fail',
    stops: true,
    message: 'The API server refuses it: the selector is immutable.',
    detail: 'raw answer',
    ...part,
  }
}
