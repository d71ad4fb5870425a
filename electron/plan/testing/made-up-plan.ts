import type { Plan, PlanObject } from '@shared/model/plan'

/** An object of a plan. */
export function planObject(of: Partial<PlanObject> & Pick<PlanObject, 'kind' | 'name'>): PlanObject {
  const { kind, name, namespace = 'shop', apiVersion = 'v1' } = of
  return {
    ...{ id: `${apiVersion}/${kind}/${namespace}/${name}`, apiVersion, namespace },
    ...{ action: 'changed', fields: [], fieldCount: of.fields?.length ?? 0, problems: [], consequence: '' },
    ...of,
  }
}

/** A plan of an upgrade. */
export function madeUpPlan(of: Partial<Plan> = {}): Plan {
  return {
    ...{ id: '0b7f9f4e-0c3a-4a53-9d0b-0b8ac64b4b3a', context: 'demo', namespace: 'shop', name: 'web', verb: 'upgrade' },
    ...{ fromRevision: 3, toRevision: 4, madeAt: '2026-11-30T08:00:00.000Z', tookMs: 600, method: 'server-side' },
    ...{
      chart: { name: 'web', version: '1.0.0', appVersion: '1' },
      objects: [],
      hooks: [],
      definitions: [],
      images: [],
    },
    ...{ problems: [], notes: [], managedBy: '' },
    ...of,
  }
}
