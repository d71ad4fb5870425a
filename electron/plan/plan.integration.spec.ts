import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { AppFailure } from '@shared/errors'
import type { Plan, PlanObject } from '@shared/model/plan'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { configMap, job, workload, writeObjects } from '../helm/testing/sample-objects'
import type { PlannedChange } from './made-plan'
import { openPlanLab } from './testing/plan-lab'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']

/** Action and name of what isn't unchanged, in the plan's order. */
function told({ objects }: Plan): string[] {
  return objects
    .filter(({ action }) => action !== 'unchanged')
    .map(({ action, kind, name }) => `${action} ${kind} ${name}`)
}

function fieldsOf(plan: Plan, name: string): string[] {
  const object = plan.objects.find((one) => one.name === name)
  return (object?.fields ?? []).map(({ path, before = '-', after = '-' }) => `${path.join('.')}: ${before} → ${after}`)
}

function problemsOf(plan: Plan, name: string): PlanObject['problems'] {
  return plan.objects.find((one) => one.name === name)?.problems ?? []
}

describe.each([3, 4] as const)('plans of helm %i on a real cluster', (major) => {
  const lab = openPlanLab({ helmPath: helms[major], kubeconfig, context })
  const namespace = `plans-${major}`
  const place = { namespace, timeout_seconds: 60, wait: false }
  const chartOf = (name: string, objects: readonly object[]): string =>
    writeObjects(lab.dir, `${name}-${randomUUID().slice(0, 8)}`, objects)
  const install = (name: string, objects: readonly object[]): PlannedChange => {
    return { verb: 'install', ...place, name, chart: chartOf(name, objects), create_namespace: true }
  }
  const upgrade = (name: string, objects: readonly object[], values = ''): PlannedChange => {
    return { verb: 'upgrade', ...place, name, chart: chartOf(name, objects), values }
  }
  const edit = (path: string, body: object, manager = 'kubectl-edit'): Promise<unknown> =>
    lab.client().send('PATCH', `${path}?fieldManager=${manager}`, body, { contentType: 'application/merge-patch+json' })
  const deploymentPath = (name: string): string => `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`
  const mapPath = (name: string): string => `/api/v1/namespaces/${namespace}/configmaps/${name}`

  beforeAll(() => lab.start(install('first', [configMap('first-a')])), 60_000)
  afterAll(() => lab.dispose())

  it('tells what an upgrade adds, changes, removes and restores, and it comes so', async () => {
    const web = (replicas: number, image: string): object => workload('Deployment', 'up-web', { replicas, image })
    const secret = (password: string): object => {
      return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'up-secret' }, stringData: { password } }
    }
    const before = [web(1, 'web:1'), configMap('up-same', { a: '1' }), configMap('up-old'), configMap('up-lost')]
    await lab.start(install('up', [...before, secret('planted-one')]))
    await lab.client().send('DELETE', mapPath('up-lost'))
    const after = [web(3, 'web:2'), configMap('up-same', { a: '1' }), configMap('up-new'), configMap('up-lost')]
    const change = upgrade('up', [...after, secret('planted-two')])
    const made = await lab.make(change)
    expect(told(made.plan)).toEqual([
      'removed ConfigMap up-old',
      'restored ConfigMap up-lost',
      'changed Deployment up-web',
      'changed Secret up-secret',
      'added ConfigMap up-new',
    ])
    expect(fieldsOf(made.plan, 'up-web')).toEqual([
      'spec.replicas: 1 → 3',
      'spec.template.spec.containers.[main].image: web:1 → web:2',
    ])
    expect(made.plan.objects.find(({ name }) => name === 'up-secret')?.fields).toMatchObject([
      { path: ['data', 'password'], masked: true },
    ])
    expect(JSON.stringify(made.plan)).not.toMatch(/planted/)
    expect(made.plan).toMatchObject({
      fromRevision: 1,
      toRevision: 2,
      method: major === 4 ? 'server-side' : 'three-way',
      images: [{ name: 'web', before: ['1'], after: ['2'] }],
    })
    await lab.start(change)
    expect(await lab.wrongFields(made)).toEqual([])
  })

  it('foresees what the cluster will refuse, in words', async () => {
    const selects = (app: string): object => {
      const whole = workload('Deployment', 'bad-web') as { spec: { template: object } }
      const labels = { app }
      const template = { ...whole.spec.template, metadata: { labels } }
      return { ...whole, spec: { ...whole.spec, selector: { matchLabels: labels }, template } }
    }
    await lab.start(install('bad', [selects('x'), configMap('bad-map')]))
    const immutable = upgrade('bad', [selects('y'), configMap('bad-map')])
    const plan = await lab.plan(immutable)
    expect(problemsOf(plan, 'bad-web')).toEqual([
      {
        kind: 'will-fail',
        stops: true,
        message: "spec.selector can't be changed once it exists.",
        detail: expect.stringContaining('field is immutable') as string,
      },
    ])
    expect(plan.objects[0]?.name).toBe('bad-web')
    expect((await lab.failureOf(immutable)).code).toBe('field-immutable')
    const wrong = upgrade('bad', [{ ...workload('Deployment', 'bad-web'), spec: { replicas: 'three' } }])
    expect(problemsOf(await lab.plan(wrong), 'bad-web')[0]).toMatchObject({ kind: 'will-fail', stops: true })
  })

  it('tells who manages a field that helm would set', async () => {
    await lab.start(install('own', [workload('Deployment', 'own-web', { image: 'web:1' })]))
    await edit(deploymentPath('own-web'), { spec: { replicas: 4 } }, 'the-autoscaler')
    const change = upgrade('own', [workload('Deployment', 'own-web', { image: 'web:2' })])
    const made = await lab.make(change)
    expect(fieldsOf(made.plan, 'own-web')).toEqual([
      'spec.replicas: 4 → 1',
      'spec.template.spec.containers.[main].image: web:1 → web:2',
    ])
    const [field] = made.plan.objects[0]?.fields ?? []
    expect(field?.manager).toBe('the-autoscaler')
    if (major === 3) {
      expect(problemsOf(made.plan, 'own-web')).toEqual([])
      await lab.start(change)
    } else {
      expect(problemsOf(made.plan, 'own-web')).toMatchObject([{ kind: 'conflict', stops: true }])
      expect(problemsOf(made.plan, 'own-web')[0]?.message).toContain('the-autoscaler manages spec.replicas')
      expect((await lab.failureOf(change)).code).toBe('object-conflict')
      const forced = { ...change, force_conflicts: true } as PlannedChange
      const taking = await lab.make(forced)
      expect(problemsOf(taking.plan, 'own-web')).toEqual([])
      await lab.start(forced)
    }
    expect(await lab.wrongFields(made)).toEqual([])
  })

  it('marks what the chart makes anew each time', async () => {
    const random = { ...configMap('rand-map', { token: '{{ randAlphaNum 8 }}', fixed: '1' }) }
    await lab.start(install('rand', [random]))
    const change = upgrade('rand', [random])
    const made = await lab.make(change)
    expect(made.plan.objects.flatMap(({ fields }) => fields)).toMatchObject([
      { path: ['data', 'token'], mark: 'random' },
    ])
    await lab.startBound(change, await lab.plan(change))
    expect(await lab.wrongFields(made)).toEqual([])
  })

  it('knows what a kept object, a list and another namespace mean', async () => {
    await lab.client().post('/api/v1/namespaces', { metadata: { name: `${namespace}-other` } })
    const kept = {
      ...configMap('keep-map'),
      metadata: { name: 'keep-map', annotations: { 'helm.sh/resource-policy': 'keep' } },
    }
    const elsewhere = { ...configMap('else-map'), metadata: { name: 'else-map', namespace: `${namespace}-other` } }
    const list = { apiVersion: 'v1', kind: 'List', metadata: {}, items: [configMap('item-a'), configMap('item-b')] }
    await lab.start(install('keep', [kept, elsewhere, configMap('keep-other'), list]))
    const smaller = { ...list, items: [configMap('item-a', { x: '1' })] }
    const plan = await lab.plan(upgrade('keep', [{ ...elsewhere, data: { a: '1' } }, configMap('keep-other'), smaller]))
    expect(told(plan)).toEqual([
      'removed ConfigMap item-b',
      'changed ConfigMap else-map',
      'changed ConfigMap item-a',
      'kept ConfigMap keep-map',
    ])
    expect(plan.objects.find(({ name }) => name === 'else-map')?.namespace).toBe(`${namespace}-other`)
    const gone = await lab.plan({ verb: 'uninstall', namespace, name: 'keep' })
    expect(told(gone)).toContain('kept ConfigMap keep-map')
    expect(gone.notes).toEqual(['Its only revision is deleted.'])
  })

  it('lists the hooks that run, in their order', async () => {
    const plan = await lab.plan(
      install('hooked', [
        job('b-hook', { hook: 'pre-install' }),
        job('a-hook', { hook: 'pre-install,post-install' }),
        job('c-hook', { hook: 'post-upgrade' }),
        configMap('hooked-map'),
      ]),
    )
    expect(plan.hooks.map(({ event, name }) => `${event} ${name}`)).toEqual([
      'pre-install a-hook',
      'pre-install b-hook',
      'post-install a-hook',
    ])
    expect(told(plan)).toEqual(['added ConfigMap hooked-map'])
  })

  it('tells whose an object is that exists already', async () => {
    await lab.client().post(`/api/v1/namespaces/${namespace}/configmaps`, configMap('foreign-map'))
    const change = install('foreign', [configMap('foreign-map'), configMap('first-a')])
    const plan = await lab.plan(change)
    expect(problemsOf(plan, 'foreign-map')[0]?.message).toBe('It exists and belongs to no release.')
    expect(problemsOf(plan, 'first-a')[0]?.message).toBe(`It exists and belongs to the release first in ${namespace}.`)
    expect((await lab.failureOf(change)).code).toBe('object-owned-elsewhere')
    const taken = await lab.make({ ...change, take_ownership: true } as PlannedChange)
    expect(taken.plan.objects.every(({ problems }) => problems.every(({ stops }) => !stops))).toBe(true)
  })

  it('plans an install into a namespace that does not exist yet, and claims no more than it knows', async () => {
    const elsewhere = { ...install('new', [configMap('new-map')]), namespace: `${namespace}-new` } as PlannedChange
    const plan = await lab.plan(elsewhere)
    expect(told(plan)).toEqual(['added ConfigMap new-map'])
    expect(problemsOf(plan, 'new-map')).toMatchObject([{ kind: 'unchecked', stops: false }])
    const without = await lab.plan({ ...elsewhere, create_namespace: false } as PlannedChange)
    expect(problemsOf(without, 'new-map')).toMatchObject([
      { kind: 'will-fail', stops: true, message: `The namespace ${namespace}-new doesn't exist.` },
    ])
  })

  it('plans a rollback from what the revision holds', async () => {
    await lab.start(install('back', [configMap('back-map', { a: '1' })]))
    await lab.start(upgrade('back', [configMap('back-map', { a: '2' }), configMap('back-new')]))
    const change: PlannedChange = { verb: 'rollback', ...place, name: 'back', revision: 1 }
    const made = await lab.make(change)
    expect(told(made.plan)).toEqual(['removed ConfigMap back-new', 'changed ConfigMap back-map'])
    expect(fieldsOf(made.plan, 'back-map')).toEqual(["data.a: '2' → '1'"])
    await lab.start(change)
    expect(await lab.wrongFields(made)).toEqual([])
  })

  it('stops before helm where an object has moved on since the plan, and tells which', async () => {
    await lab.start(install('bound', [configMap('bound-a', { a: '1' }), configMap('bound-b')]))
    const change = upgrade('bound', [configMap('bound-a', { a: '2' }), configMap('bound-b')])
    const plan = await lab.plan(change)
    await lab.client().send('DELETE', mapPath('bound-b'))
    const started = lab.started.length
    await expect(lab.startBound(change, plan)).rejects.toMatchObject({
      error: {
        code: 'plan-outdated',
        cause: 'ConfigMap bound-b would be restored, not unchanged. Look at the new plan, then decide.',
      },
    })
    expect(lab.started).toHaveLength(started)
    await lab.startBound(change, await lab.plan(change))
    expect((await lab.revisions(namespace, 'bound')).map(({ status }) => status)).toEqual(['superseded', 'deployed'])
  })

  it('repeats no secret of what a template says when it fails', async () => {
    const failing = configMap('failing-map', { a: '{{ fail (printf `no %s here` .Values.db.password) }}' })
    await lab.start(install('failing', [configMap('failing-map')]))
    const change = { ...upgrade('failing', [failing]), values: 'db:\n  password: planted-7Yq2Lm\n' } as PlannedChange
    const reason: unknown = await lab.plan(change).catch((thrown: unknown) => thrown)
    const text = JSON.stringify(reason instanceof AppFailure ? reason.error : reason)
    expect(text).toContain('no •••••••• here')
    expect(text).not.toContain('planted-7')
  })

  it('shares a plan as Markdown, as a patch and as JSON, without secrets', async () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'shared-secret' },
      stringData: { key: 'planted-3x9Qk7' },
    }
    const plan = await lab.plan(install('shared', [configMap('shared-map', { note: 'planted-3x9Qk7' }), secret]))
    const texts = await Promise.all(
      (['markdown', 'patch', 'json'] as const).map((one) => lab.plans.exportText(plan.id, one)),
    )
    expect(texts[0]).toContain('- added: ConfigMap `shared-map`')
    expect(texts[1]).toContain('+++ b/')
    expect(texts[1]).toContain('+kind: ConfigMap')
    expect(JSON.parse(texts[2] ?? '')).toMatchObject({ id: plan.id })
    expect(texts.join()).not.toMatch(/planted-|cGxhbnRlZC0/)
    const object = plan.objects.find(({ kind }) => kind === 'Secret')
    const shown = await lab.plans.objectTexts(plan.id, object?.id ?? '')
    expect(JSON.stringify(shown)).not.toMatch(/planted-|cGxhbnRlZC0/)
    expect(shown.rendered).toContain('kind: Secret')
  })
})
