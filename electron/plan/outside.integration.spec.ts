import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { AppFailure, type AppError } from '@shared/errors'
import { outsideIn } from '@shared/outside-chart'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { targetOf, writeChart } from '../helm/testing/real-helm'
import type { PlannedChange } from './made-plan'
import { openPlanLab } from './testing/plan-lab'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']
const target = targetOf(kubeconfig, context)

/** Serves a schema that takes any text as a greeting, and counts who asks. */
const asked: string[] = []
const server = createServer(({ url = '' }, response) => {
  asked.push(url)
  response.setHeader('content-type', 'application/json').end('{"type":"string"}')
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => (asked.length = 0))

/** A schema whose greeting is what stands at an address. */
const refersTo = (...addresses: readonly string[]): string =>
  JSON.stringify({ type: 'object', properties: { greeting: { allOf: addresses.map(($ref) => ({ $ref })) } } })

/** That of a change which is refused for what its chart refers to. */
async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  const thrown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(thrown instanceof AppFailure)) throw new Error('it was not refused', { cause: thrown })
  expect(thrown.error.code).toBe('chart-reaches-out')
  return thrown.error
}

describe.each([3, 4] as const)('a chart whose schema refers to addresses outside of it, with helm %i', (major) => {
  const lab = openPlanLab({ helmPath: helms[major], kubeconfig, context })
  const namespace = `outside-${major}`
  afterAll(() => lab.dispose())

  function chartWith(name: string, schema: string): string {
    const chart = writeChart(lab.dir, name, '1.0.0')
    writeFileSync(join(chart, 'values.schema.json'), schema)
    return chart
  }
  const install = (name: string, chart: string, more: object = {}): PlannedChange => {
    return { verb: 'install', name, namespace, chart, create_namespace: true, wait: false, ...more }
  }
  const upgrade = (name: string, chart: string, more: object = {}): PlannedChange => {
    return { verb: 'upgrade', name, namespace, chart, values: 'greeting: other\n', wait: false, ...more }
  }

  it('is neither planned nor installed before that was agreed to; then all of it is done', async () => {
    const address = `${origin}/${randomUUID()}`
    const chart = chartWith('asks', refersTo(address))
    const refusal = await refusalOf(lab.plan(install('asks', chart)))
    expect(refusal.cause).toContain(address)
    expect(outsideIn(refusal)).toEqual([address])
    expect((await lab.failureOf(install('asks', chart))).code).toBe('chart-reaches-out')
    expect(lab.started).toEqual([])
    expect(asked).toEqual([])

    const agreed = { agreed_outside: outsideIn(refusal) }
    const plan = await lab.plan(install('asks', chart, agreed))
    expect(plan.objects).toHaveLength(1)
    expect(asked.length).toBeGreaterThan(0)
    await refusalOf(lab.startBound(install('asks', chart), plan))
    await lab.startBound(install('asks', chart, agreed), plan)

    asked.length = 0
    await refusalOf(lab.plan(upgrade('asks', chart)))
    expect((await lab.failureOf(upgrade('asks', chart))).code).toBe('chart-reaches-out')
    expect(asked).toEqual([])
    await lab.start(upgrade('asks', chart, agreed))
    expect((await lab.revisions(namespace, 'asks')).map(({ revision }) => revision)).toEqual([1, 2])
    expect(asked.length).toBeGreaterThan(0)
  })

  it('is asked about again as soon as it refers to others', async () => {
    const [first, second] = [`${origin}/${randomUUID()}`, `${origin}/${randomUUID()}`]
    const chart = chartWith('changes', refersTo(first))
    const agreed = { agreed_outside: [first] }
    await lab.plan(install('changes', chart, agreed))
    asked.length = 0
    writeFileSync(join(chart, 'values.schema.json'), refersTo(first, second))
    const refusal = await refusalOf(lab.plan(install('changes', chart, agreed)))
    expect(outsideIn(refusal)).toEqual([first, second].sort())
    expect((await lab.failureOf(install('changes', chart, agreed))).code).toBe('chart-reaches-out')
    expect(asked).toEqual([])
  })

  it('is asked about where the addresses stand in a chart inside it, on this disk, or can’t be looked for', async () => {
    const chart = chartWith('odd', refersTo('file:///etc/hostname', 'other.json'))
    const refused = async (): Promise<readonly string[]> => outsideIn(await refusalOf(lab.plan(install('odd', chart))))
    expect(await refused()).toEqual(['file:///etc/hostname', 'file:///other.json'])
    const inner = join(chart, 'charts', 'inner')
    mkdirSync(inner, { recursive: true })
    writeFileSync(join(inner, 'Chart.yaml'), '{"apiVersion":"v2","name":"inner","version":"1.0.0"}')
    writeFileSync(join(inner, 'values.schema.json'), refersTo(`${origin}/inner`))
    writeFileSync(join(chart, 'values.schema.json'), '{}')
    expect(await refused()).toEqual([`${origin}/inner`])
    writeFileSync(join(inner, 'values.schema.json'), `${refersTo(`${origin}/inner`)} x`)
    expect(await refused()).toEqual([expect.stringMatching(/^values\.schema\.json of inner \(SHA-256 [0-9a-f]{64}\)$/)])
    expect(asked).toEqual([])
  })

  it('is asked about where it is kept from the release', async () => {
    const address = `${origin}/${randomUUID()}`
    const chart = chartWith('kept', refersTo(address))
    await lab.start(install('kept', chart, { agreed_outside: [address] }))
    asked.length = 0
    const kept = { keep_chart: true, accept_incomplete_chart: true } as const
    await refusalOf(lab.plan(upgrade('kept', 'kept 1.0.0', kept)))
    const failure = await lab.failureOf(upgrade('kept', 'kept 1.0.0', kept))
    expect(failure).toMatchObject({ code: 'chart-reaches-out', detail: address, actions: ['allow-outside'] })
    expect(asked).toEqual([])
    const agreed = { ...kept, agreed_outside: [address] }
    expect((await lab.plan(upgrade('kept', 'kept 1.0.0', agreed))).objects).toHaveLength(1)
    await lab.start(upgrade('kept', 'kept 1.0.0', agreed))
    expect((await lab.revisions(namespace, 'kept')).map(({ revision }) => revision)).toEqual([1, 2])
  })

  it('is compared without its schema', async () => {
    const address = `${origin}/${randomUUID()}`
    const [one, other] = [chartWith('one', refersTo(address)), chartWith('two', '{}')]
    const side = (path: string, at: typeof target | null = target) => {
      return { kind: 'chart', target: at, chart: path, version: undefined } as const
    }
    await lab.comparisons.make(randomUUID(), side(one), side(other))
    await lab.comparisons.make(randomUUID(), side(one, null), side(other, null))
    expect(lab.calls.filter(({ flags }) => flags.includes('--skip-schema-validation')).length).toBeGreaterThan(0)
    expect(asked).toEqual([])
  })
})
