import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it, vi } from 'vitest'
import type { Plan } from '@shared/model/plan'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { configMap, writeObjects } from '../helm/testing/sample-objects'
import type { PlannedChange } from './made-plan'
import { openPlanLab, type PlanLab } from './testing/plan-lab'

const kubeconfig = inject('kubeconfig')
const context = readKubeconfig(kubeconfig)['current-context']
const planted = 'planted-8Vw3Zr'

describe('the plan that a change ran by', () => {
  const namespace = 'plans-kept'
  const labs: PlanLab[] = []
  const open = (after?: PlanLab): PlanLab => {
    const lab = openPlanLab({ helmPath: inject('helms')[4], kubeconfig, context, ...(after && { after }) })
    labs.push(lab)
    return lab
  }
  const lab = open()
  afterAll(async () => {
    for (const one of labs) await one.dispose()
  })

  const place = { namespace, timeout_seconds: 60, wait: false }
  const secret = (password: string): object => {
    return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'kept-secret' }, stringData: { password } }
  }
  const chartOf = (name: string, objects: readonly object[]): string =>
    writeObjects(lab.dir, `${name}-${randomUUID().slice(0, 8)}`, objects)
  const install = (name: string, objects: readonly object[]): PlannedChange => {
    return { verb: 'install', ...place, name, chart: chartOf(name, objects), create_namespace: true }
  }
  const upgrade = (name: string, objects: readonly object[], values = ''): PlannedChange => {
    return { verb: 'upgrade', ...place, name, chart: chartOf(name, objects), values }
  }
  const ran = async (name: string): Promise<Plan> => {
    await lab.start(install(name, [configMap(`${name}-map`, { a: '1' }), secret('first')]))
    const change = upgrade(
      name,
      [configMap(`${name}-map`, { a: '2', note: planted }), secret(planted)],
      `db: ${planted}\n`,
    )
    const plan = await lab.plan(change)
    await lab.startBound(change, plan)
    return plan
  }

  it('is kept for the owner alone, masked, and is there after the next start', async () => {
    const plan = await ran('next')
    const path = join(lab.planDir, `${plan.id}.json`)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(lab.planDir).mode & 0o777).toBe(0o700)
    const onDisk = readdirSync(lab.planDir).map((name) => readFileSync(join(lab.planDir, name), 'utf8'))
    expect(onDisk.join()).not.toContain(planted)
    expect(onDisk.join()).not.toContain(Buffer.from(planted).toString('base64').slice(0, -3))
    expect(onDisk.join()).not.toContain('db:')
    const [operation] = lab.operations.known()
    expect(operation).toMatchObject({ name: 'next', planId: plan.id })
    expect(await lab.plans.get(plan.id)).toMatchObject({ plan, hasTexts: true })

    lab.crash()
    const later = open(lab)
    await later.journal.ready
    const run = { operationId: operation?.id, startedAt: operation?.startedAt }
    expect(await later.plans.get(plan.id)).toEqual({ plan, hasTexts: false, run, different: [] })
    expect(later.operations.known()[0]).toMatchObject({ planId: plan.id })
    expect(await later.plans.exportText(plan.id, 'markdown')).toContain('- changed: ConfigMap `next-map`')
    expect(JSON.parse(await later.plans.exportText(plan.id, 'json'))).toEqual(plan)
    const missing = {
      error: { code: 'plan-missing', message: "The texts of this plan's objects aren't there any more." },
    }
    await expect(later.plans.exportText(plan.id, 'patch')).rejects.toMatchObject(missing)
    await expect(later.plans.objectTexts(plan.id, plan.objects[0]?.id ?? '')).rejects.toMatchObject(missing)
    await expect(later.plans.exportText(randomUUID(), 'json')).rejects.toMatchObject({
      error: { code: 'plan-missing' },
    })
  })

  it('is told of in a sentence where its file is broken, foreign or huge, and goes where no operation names it', async () => {
    const first = open()
    await first.start(install('torn', [configMap('torn-map', { a: '1' })]))
    const change = upgrade('torn', [configMap('torn-map', { a: '2' })])
    const plan = await first.plan(change)
    await first.startBound(change, plan)
    const path = join(first.planDir, `${plan.id}.json`)
    const whole = readFileSync(path, 'utf8')
    const stray = join(first.planDir, `${randomUUID()}.json`)
    writeFileSync(stray, whole)
    first.crash()
    const later = open(first)
    await vi.waitFor(() => expect(readdirSync(first.planDir)).toEqual([`${plan.id}.json`]))
    const unreadable = { error: { code: 'plan-missing', message: expect.stringContaining('can’t be read') as string } }
    for (const broken of [whole.slice(0, 200), '{}', whole.replaceAll(plan.id, randomUUID()), `"${'x'.repeat(3e6)}"`]) {
      writeFileSync(path, broken)
      await expect(later.plans.get(plan.id)).rejects.toMatchObject(unreadable)
    }
    writeFileSync(path, whole)
    expect(await later.plans.get(plan.id)).toMatchObject({ plan: { id: plan.id } })
  })

  it('keeps no change from running where it can’t be written', async () => {
    const full = open()
    await full.start(install('full', [configMap('full-map', { a: '1' })]))
    writeFileSync(full.planDir, 'a file')
    const change = upgrade('full', [configMap('full-map', { a: '2' })])
    const plan = await full.plan(change)
    await full.startBound(change, plan)
    expect(full.operations.known()[0]).toMatchObject({ name: 'full', status: { phase: 'done' } })
    expect(full.operations.known()[0]).not.toHaveProperty('planId')
  })

  it('is refused where it says that helm would stop, unless the person says so', async () => {
    const bare = open()
    const change: PlannedChange = { ...install('bare', [configMap('bare-map')]), namespace: `${namespace}-none` }
    const stopping = { ...change, create_namespace: false } as PlannedChange
    const plan = await bare.plan(stopping)
    await expect(bare.startBound(stopping, plan)).rejects.toMatchObject({
      error: { code: 'plan-stops', cause: expect.stringContaining(`${namespace}-none doesn't exist.`) as string },
    })
    expect(bare.started).toHaveLength(0)
    expect(readdirSync(bare.dir)).not.toContain('plans')
    await expect(bare.startBound(stopping, plan, true)).rejects.not.toMatchObject({ error: { code: 'plan-stops' } })
    expect(bare.started).toHaveLength(1)
    expect(await bare.plans.get(plan.id)).toMatchObject({ run: { operationId: expect.any(String) as string } })
  })
})
