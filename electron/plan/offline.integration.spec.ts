import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { secretMask } from '@shared/mask'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { targetOf } from '../helm/testing/real-helm'
import { closedPort } from '../kube/testing/api-server'
import { failsWith } from '../kube/testing/client-lab'
import type { ClusterTarget } from '../kube/target'
import type { PlannedChange } from './made-plan'
import { openPlanLab } from './testing/plan-lab'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']

const template = `apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data:
  looked: {{ lookup "v1" "Namespace" "" "default" | empty | quote }}
  upgrade: {{ .Release.IsUpgrade | quote }}
  namespace: {{ .Release.Namespace }}
  greeting: {{ required "say something" .Values.greeting }}
---
apiVersion: v1
kind: Secret
metadata: {name: web}
stringData: {key: {{ .Values.key }}}
`

describe.each([3, 4] as const)('what helm %i renders while the cluster is away', (major) => {
  const lab = openPlanLab({ helmPath: helms[major], kubeconfig, context })
  const chart = join(lab.dir, 'web')
  const place = { name: 'web', namespace: 'nowhere', wait: false, timeout_seconds: 60 }
  const change = (verb: 'install' | 'upgrade', values: string): PlannedChange =>
    verb === 'install' ? { verb, ...place, chart, values } : { verb, ...place, chart, values }
  let away: ClusterTarget
  beforeAll(async () => {
    mkdirSync(join(chart, 'templates'), { recursive: true })
    writeFileSync(join(chart, 'Chart.yaml'), JSON.stringify({ apiVersion: 'v2', name: 'web', version: '1.0.0' }))
    writeFileSync(join(chart, 'templates', 'all.yaml'), template)
    writeFileSync(join(chart, 'values.schema.json'), '{"properties": {"greeting": {"type": "string"}}}')
    const server = `https://127.0.0.1:${await closedPort()}`
    const file = join(lab.dir, 'away.yaml')
    const named = { clusters: [{ name: 'away', cluster: { server } }], users: [{ name: 'away', user: { token: 't' } }] }
    const contexts = [{ name: 'away', context: { cluster: 'away', user: 'away' } }]
    writeFileSync(
      file,
      JSON.stringify({ apiVersion: 'v1', kind: 'Config', 'current-context': 'away', ...named, contexts }),
    )
    away = targetOf(file, 'away')
  })
  afterAll(() => lab.dispose())

  async function unplanned(asked: PlannedChange, target = away): Promise<string> {
    const id = randomUUID()
    await expect(lab.plans.make(target, asked, id)).rejects.toThrow(failsWith('cluster-unreachable'))
    return id
  }

  it.each(['install', 'upgrade'] as const)('is the chart with these values, secrets masked: %s', async (verb) => {
    const id = await unplanned(change(verb, 'greeting: hello\nkey: hunter22-of-mine\n'))
    const { objects } = await lab.plans.rendered(id)
    expect(objects.map(({ kind, name, source }) => [kind, name, source])).toEqual([
      ['Secret', 'web', 'web/templates/all.yaml'],
      ['ConfigMap', 'web', 'web/templates/all.yaml'],
    ])
    const text = objects.map((one) => one.text).join('')
    expect(text).not.toContain('hunter22')
    expect(text).toContain(`stringData: {key: ${secretMask}}`)
    for (const line of ['looked: "true"', `upgrade: "${verb === 'upgrade'}"`, 'namespace: nowhere', 'greeting: hello'])
      expect(text).toContain(line)
    expect(await lab.plans.rendered(id)).toEqual({ objects })
  })

  it('is refused in helm’s own words where the chart stands against the values', async () => {
    const wrong = await unplanned(change('install', 'greeting: [hunter22-of-mine]\n'))
    await expect(lab.plans.rendered(wrong)).rejects.toThrow(failsWith('values-invalid'))
    const missing = await unplanned(change('install', 'key: hunter22-of-mine\n'))
    await expect(lab.plans.rendered(missing)).rejects.toMatchObject({
      error: { detail: expect.stringContaining('say something') as string },
    })
  })

  it('is nothing where only the cluster has the chart, or knows what would be done', async () => {
    const rollback: PlannedChange = { verb: 'rollback', ...place, revision: 1 }
    await expect(lab.plans.rendered(await unplanned(rollback))).rejects.toThrow(failsWith('cluster-unreachable'))
    await expect(lab.plans.rendered(randomUUID())).rejects.toThrow(failsWith('plan-missing'))
  })
})
