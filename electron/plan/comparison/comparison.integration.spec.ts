import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Comparison } from '@shared/model/comparison'
import { planFormats } from '@shared/model/plan'
import { readKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { targetOf } from '../../helm/testing/real-helm'
import { failsWith } from '../../kube/testing/client-lab'
import { recordName, recordsPath } from '../../records/record-name'
import { openPlanLab } from '../testing/plan-lab'
import type { SideSource } from './make-comparison'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']

const config = `apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }}-config, labels: { "helm.sh/chart": "{{ .Chart.Name }}-{{ .Chart.Version }}" } }
data:
  url: http://{{ .Release.Name }}.{{ .Release.Namespace }}.svc
  level: {{ .Values.level }}
`
const secret = `apiVersion: v1
kind: Secret
metadata: { name: {{ .Release.Name }}-secret }
stringData: { password: {{ .Values.password | quote }} }
`
const hook = `apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }}-hook, annotations: { "helm.sh/hook": pre-upgrade } }
data: { level: {{ .Values.level }} }
`
const added = `apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }}-new }
`
const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: gears.compare.example.com }
spec:
  group: compare.example.com
  names: { kind: Gear, plural: gears }
  scope: Namespaced
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]
`

/** A chart in a folder; the second version has more. */
function writeChart(dir: string, version: string, more: Readonly<Record<string, string>> = {}): string {
  const chart = join(dir, `compared-${version}`)
  mkdirSync(join(chart, 'templates'), { recursive: true })
  mkdirSync(join(chart, 'crds'), { recursive: true })
  const files = {
    'Chart.yaml': JSON.stringify({ apiVersion: 'v2', name: 'compared', version, appVersion: version }),
    'values.yaml': `level: info\npassword: planted-default\nsince: "${version}"\n`,
    'templates/config.yaml': config,
    'templates/secret.yaml': secret,
    'templates/hook.yaml': hook,
    'templates/NOTES.txt': 'Version {{ .Chart.Version }} with {{ .Values.password }}\n',
    ...more,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(chart, name), text)
  return chart
}

/** State, names and fields of objects that differ. */
function told({ objects }: Comparison): string[] {
  return objects
    .filter(({ state }) => state !== 'same')
    .map(({ state, kind, name, newName, fields }) => {
      const paths = fields.map(({ path }) => path.join('.')).join(', ')
      return `${state} ${kind} ${[name, newName].filter((part) => part !== '').join(' → ')}: ${paths}`
    })
}

function keys({ changes }: Comparison['values']): string[] {
  return changes.map(({ path, before = '-', after = '-' }) => `${path.join('.')}: ${before} → ${after}`)
}

describe.each([3, 4] as const)('comparisons with helm %i on a real cluster', (major) => {
  const lab = openPlanLab({ helmPath: helms[major], kubeconfig, context })
  const admin = targetOf(kubeconfig, context)
  const [here, there] = [`compare-${major}`, `compare-${major}-b`]
  const old = writeChart(lab.dir, '1.0.0')
  const next = writeChart(lab.dir, '2.0.0', { 'templates/new.yaml': added, 'crds/gears.yaml': crd })
  const revision = (name: string, number: number, namespace = here): SideSource => {
    return { kind: 'revision', target: admin, namespace, name, revision: number }
  }
  const chart = (path: string): SideSource => ({ kind: 'chart', target: admin, chart: path, version: undefined })
  const compare = (from: SideSource, to: SideSource): Promise<Comparison> =>
    lab.comparisons.make(randomUUID(), from, to)
  /** All that can be had of a comparison. */
  const everything = async (made: Comparison): Promise<string> => {
    const texts = ['values', 'computed-values', 'manifest', 'hooks', 'notes'] as const
    const parts = await Promise.all([
      ...texts.map((text) => lab.comparisons.texts(made.id, text, undefined)),
      ...made.objects.map(({ id }) => lab.comparisons.texts(made.id, 'manifest', id)),
      ...made.hooks.map(({ id }) => lab.comparisons.texts(made.id, 'hooks', id)),
      ...planFormats.map((format) => lab.comparisons.exportText(made.id, format)),
    ])
    return JSON.stringify([made, ...parts])
  }

  beforeAll(async () => {
    const place = { timeout_seconds: 60, wait: false, chart: old }
    const values = 'password: planted-one\n'
    const first = { verb: 'install', ...place, create_namespace: true } as const
    await lab.start({ ...first, name: 'blue', namespace: here, values })
    await lab.start({ ...first, name: 'green', namespace: there, values: 'password: planted-two\n' })
    await lab.start({ verb: 'upgrade', ...place, name: 'blue', namespace: here, values: `${values}level: debug\n` })
  }, 120_000)
  afterAll(() => lab.dispose())

  it('tell two revisions of a release apart', async () => {
    const made = await compare(revision('blue', 1), revision('blue', 2))
    expect(told(made)).toEqual(['changed ConfigMap blue-config: data.level'])
    expect(made.hooks).toMatchObject([{ name: 'blue-hook', state: 'changed', fieldCount: 1 }])
    expect(keys(made.values)).toEqual(['level: - → debug'])
    expect(keys(made.computedValues)).toEqual(['level: info → debug'])
    expect(made).toMatchObject({ notesDiffer: false, remarks: [], images: [], chart: { count: 0 } })
    expect(made.from).toMatchObject({ chart: { name: 'compared', version: '1.0.0' }, status: 'superseded' })
    const [object] = made.objects
    expect(await lab.comparisons.texts(made.id, 'manifest', object?.id)).toMatchObject({
      before: expect.stringContaining('level: info') as string,
      after: expect.stringContaining('level: debug') as string,
    })
    expect(await lab.comparisons.exportText(made.id, 'patch')).toContain('-  level: info\n+  level: debug')
    expect(await everything(made)).not.toMatch(/planted|cGxhbnRlZ/)
  })

  it('tell two releases in two namespaces apart', async () => {
    const made = await compare(revision('blue', 1), revision('green', 1, there))
    expect(told(made)).toEqual([
      'renamed ConfigMap blue-config → green-config: ',
      'renamed Secret blue-secret → green-secret: stringData.password',
    ])
    expect(made.objects.at(-1)?.fields).toMatchObject([{ masked: true }])
    expect(made.values.changes).toMatchObject([{ path: ['password'], masked: true }])
    expect(await everything(made)).not.toMatch(/planted|cGxhbnRlZ/)
  })

  it('hold a release against a newer version of its chart', async () => {
    const made = await compare(revision('blue', 2), chart(next))
    expect(told(made)).toEqual([
      'changed ConfigMap blue-config: metadata.labels.helm.sh/chart',
      'added ConfigMap blue-new: ',
    ])
    expect(keys(made.values)).toEqual([])
    expect(keys(made.computedValues)).toEqual(['since: 1.0.0 → 2.0.0'])
    expect(keys(made.chart)).toEqual([
      'version: 1.0.0 → 2.0.0',
      'appVersion: 1.0.0 → 2.0.0',
      'crds: - → gears.compare.example.com: v1',
    ])
    expect(made).toMatchObject({ notesDiffer: true, remarks: [], to: { updated: '', status: '' } })
    expect(await everything(made)).not.toMatch(/planted|cGxhbnRlZ/)
  })

  it('hold two charts against each other, with a cluster and without', async () => {
    const withCluster = await compare(chart(old), chart(next))
    const none = (path: string): SideSource => ({ kind: 'chart', target: null, chart: path, version: undefined })
    const without = await compare(none(old), none(next))
    for (const made of [withCluster, without]) {
      expect(told(made)).toEqual([
        'changed ConfigMap compared-config: metadata.labels.helm.sh/chart',
        'added ConfigMap compared-new: ',
      ])
      expect(made.hooks).toMatchObject([{ name: 'compared-hook', state: 'same' }])
      expect(keys(made.computedValues)).toEqual(['since: 1.0.0 → 2.0.0'])
      expect(made.chart.changes.map(({ path }) => path[0]).sort()).toEqual(['appVersion', 'crds', 'version'])
      expect(await everything(made)).not.toMatch(/planted|cGxhbnRlZ/)
    }
    expect(withCluster.notesDiffer).toBe(true)
    expect(without.remarks).toEqual([
      "The notes of a chart can't be rendered without its cluster, and aren't compared.",
    ])
  })

  it('say what a chart has against it, without the secrets of the release', async () => {
    const fails = writeChart(lab.dir, '3.0.0', { 'templates/fails.yaml': '{{ fail .Values.password }}' })
    const failure = compare(revision('blue', 2), chart(fails))
    await expect(failure).rejects.toEqual(failsWith('chart-invalid'))
    expect(JSON.stringify(await failure.catch((reason: unknown) => reason))).not.toMatch(/planted/)
    await expect(compare(revision('blue', 2), chart(join(lab.dir, 'nothing')))).rejects.toEqual(
      failsWith('chart-not-found'),
    )
  })

  it('say that a revision is gone, or its record damaged', async () => {
    await expect(compare(revision('blue', 1), revision('blue', 99))).rejects.toEqual(failsWith('revision-not-found'))
    const labels = { owner: 'helm', name: 'broken', status: 'deployed', version: '1' }
    await lab.client().post(recordsPath('secrets', here), {
      ...{ type: 'helm.sh/release.v1', metadata: { name: recordName('broken', 1), labels } },
      data: { release: Buffer.from('bm90aGluZw==').toString('base64') },
    })
    await expect(compare(revision('broken', 1), revision('blue', 1))).rejects.toEqual(failsWith('helm-bad-output'))
    await expect(compare(chart(old), revision('broken', 1))).rejects.toEqual(failsWith('helm-bad-output'))
  })

  it('end when nobody waits for them any more, and keep nothing', async () => {
    const id = randomUUID()
    const making = lab.comparisons.make(id, revision('blue', 1), chart(next))
    lab.comparisons.cancel(id)
    await expect(making).rejects.toEqual(failsWith('cancelled'))
    await expect(lab.comparisons.exportText(id, 'json')).rejects.toEqual(failsWith('plan-missing'))
  })
})
