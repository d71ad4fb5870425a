import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { HelmRelease } from '@shared/model/release'
import { connect } from '../../../e2e/cluster/kube-client.mjs'
import { listReleases } from '../../helm/list'
import { realHelm, targetOf, writeChart, type RealHelm } from '../../helm/testing/real-helm'
import { openIndexLab, type IndexLab } from './testing/index-lab'

const kubeconfig = inject('kubeconfig')
const { 'current-context': context } = JSON.parse(readFileSync(kubeconfig, 'utf8')) as { 'current-context': string }
const target = targetOf(kubeconfig, context)
const admin = connect(kubeconfig)
afterAll(() => admin.close())

/** What helm's own list says, in the index's words. */
function inWords(rows: Iterable<HelmRelease>): unknown[] {
  return [...rows]
    .map(({ name, namespace, revision, updated, status, chart, appVersion }) => ({
      name,
      namespace,
      revision,
      updated,
      status,
      chart,
      appVersion,
    }))
    .sort((one, other) => (`${one.namespace}/${one.name}` < `${other.namespace}/${other.name}` ? -1 : 1))
}

describe.each([3, 4] as const)('the index beside helm %i at work', (major) => {
  const namespace = `index-helm-${major}`
  let helm: RealHelm
  let lab: IndexLab
  let chart: { one: string; two: string }

  beforeAll(async () => {
    helm = realHelm(inject('helms')[major], kubeconfig)
    chart = { one: writeChart(helm.dir, 'demo', '1.0.0', '5.0'), two: writeChart(helm.dir, 'demo', '2.0.0', '6.0') }
    await admin.send('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    })
    lab = openIndexLab(target)
    await lab.index.list()
  })
  afterAll(async () => {
    lab.close()
    await helm.dispose()
  })

  const rowsHere = (): HelmRelease[] => [...lab.rows().values()].filter((row) => row.namespace === namespace)
  const agrees = async (): Promise<void> => {
    const told = await listReleases(helm.runner, target, { namespace })
    await expect.poll(() => inWords(rowsHere())).toEqual(inWords(told))
    expect(inWords(await lab.index.list(namespace))).toEqual(inWords(told))
  }

  it('shows every change as helm lists it, and the history with it', async () => {
    await helm.byHand('install', 'web', chart.one, '-n', namespace)
    await agrees()
    await helm.byHand('upgrade', 'web', chart.two, '-n', namespace)
    await agrees()
    await helm.byHand('upgrade', 'web', chart.two, '-n', namespace, '--set', 'greeting=5').catch(() => '')
    await agrees()
    await helm.byHand('rollback', 'web', '1', '-n', namespace)
    await agrees()
    const history = await lab.index.history({ namespace, name: 'web' })
    const told = JSON.parse(await helm.byHand('history', 'web', '-n', namespace, '-o', 'json')) as {
      revision: number
    }[]
    expect(
      history.map(({ revision, status, chart: name, description }) => ({ revision, status, chart: name, description })),
    ).toEqual(told.map((one) => expect.objectContaining({ revision: one.revision }) as unknown))
    await helm.byHand('uninstall', 'web', '-n', namespace, '--keep-history')
    await agrees()
    await helm.byHand('uninstall', 'web', '-n', namespace)
    await agrees()
    expect(rowsHere()).toEqual([])
  })
})
