import { afterAll, describe, expect, inject, it } from 'vitest'
import { connect } from '../../e2e/cluster/kube-client.mjs'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { failsWith } from '../kube/testing/client-lab'
import type { Change } from '../operations/request/change'
import { previewOf, wordsOf } from '../operations/request/change'
import { configMap, job, workload, writeObjects } from './testing/sample-objects'
import { featuresOf } from './features'
import { realHelm, targetOf } from './testing/real-helm'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const target = targetOf(kubeconfig, readKubeconfig(kubeconfig)['current-context'])

describe.each([3, 4] as const)('the options of helm %i', (major) => {
  const namespace = `options-${major}`
  const helm = realHelm(helms[major], kubeconfig)
  const cluster = connect(kubeconfig)
  afterAll(async () => {
    cluster.close()
    await helm.dispose()
  })

  const run = async (change: Change): Promise<string> => {
    const words = wordsOf(previewOf(change), '', await helm.runner.capabilities())
    const stdin = 'values' in change && change.values !== undefined ? { stdin: change.values } : {}
    return (await helm.runner.run(target, { kind: 'change', ...words, ...stdin, timeLimitMs: 120_000 })).stdout
  }
  const place = (name: string) => ({ name, namespace, timeout_seconds: 60 })
  const maps = `/api/v1/namespaces/${namespace}/configmaps`
  const chart = (name: string, version: string, ...objects: object[]): string =>
    writeObjects(helm.dir, name, [configMap(`${name}-map`, { version }), ...objects], version)
  const install = (name: string, path: string, more: object = {}): Change => {
    return { verb: 'install', ...place(name), chart: path, create_namespace: true, ...more }
  }
  const upgrade = (name: string, path: string, more: object = {}): Change => {
    return { verb: 'upgrade', ...place(name), chart: path, values: '{}', ...more }
  }
  const history = async (name: string): Promise<unknown[]> =>
    JSON.parse(await helm.byHand('history', name, '-n', namespace, '-o', 'json')) as unknown[]

  it('are all taken by install, upgrade, rollback and uninstall', async () => {
    const waits = { wait_strategy: 'legacy', wait_for_jobs: true, no_hooks: true } as const
    await run(
      install('all', chart('all', '1.0.0', job('all-once')), {
        ...waits,
        take_ownership: true,
        rollback_on_failure: true,
      }),
    )
    const keeps = { history_max: 2, cleanup_on_fail: true }
    await run(
      upgrade('all', chart('all', '2.0.0'), { ...waits, ...keeps, force_replace: true, rollback_on_failure: true }),
    )
    await run(upgrade('all', chart('all', '3.0.0'), { ...keeps, take_ownership: true }))
    expect(await history('all')).toHaveLength(2)
    await run({ verb: 'rollback', ...place('all'), ...waits, ...keeps, revision: 2, force_replace: true })
    expect(await history('all')).toMatchObject([{}, { revision: 4, status: 'deployed' }])
    await run({ verb: 'uninstall', ...place('all'), no_hooks: true, cascade: 'foreground', keep_history: true })
    expect(await history('all')).toMatchObject([{}, { status: 'uninstalled' }])
  })

  it('take an object over that belongs to something else', async () => {
    await run(install('first', chart('first', '1.0.0')))
    await cluster.call('POST', maps, { ...configMap('mine-map'), apiVersion: 'v1' })
    await expect(run(install('mine', chart('mine', '1.0.0')))).rejects.toThrow(failsWith('object-owned-elsewhere'))
    await run(install('mine', chart('mine', '1.0.0'), { take_ownership: true }))
    const { metadata } = await cluster.call<{ metadata: { annotations: object } }>('GET', `${maps}/mine-map`)
    expect(metadata.annotations).toMatchObject({ 'meta.helm.sh/release-name': 'mine' })
  })

  it('describe revisions, and label what helm stores of them', async () => {
    const labels = { labels: 'team=shop, example.com/tier=web' }
    await run(install('noted', chart('noted', '1.0.0'), { description: 'first, "why" --debug', ...labels }))
    await run(upgrade('noted', chart('noted', '2.0.0'), { description: 'second', labels: 'team=null' }))
    const { rollbackDescription } = featuresOf((await helm.runner.binary()).version)
    await run({ verb: 'rollback', ...place('noted'), revision: 1, ...(rollbackDescription && { description: 'back' }) })
    const third = rollbackDescription ? 'back' : 'Rollback to 1'
    const described = [{ description: 'first, "why" --debug' }, { description: 'second' }, { description: third }]
    expect(await history('noted')).toMatchObject(described)
    const stored = (revision: number) => `/api/v1/namespaces/${namespace}/secrets/sh.helm.release.v1.noted.v${revision}`
    const labelsOf = async (revision: number) =>
      (await cluster.call<{ metadata: { labels: object } }>('GET', stored(revision))).metadata.labels
    expect(await labelsOf(1)).toMatchObject({ owner: 'helm', team: 'shop', 'example.com/tier': 'web' })
    expect(await labelsOf(2)).toMatchObject({ owner: 'helm', 'example.com/tier': 'web' })
    expect(await labelsOf(2)).not.toHaveProperty('team')
    const kept = { keep_history: true, description: 'not needed any more' }
    await run({ verb: 'uninstall', ...place('noted'), ...kept })
    expect((await history('noted')).at(-1)).toMatchObject({ status: 'uninstalled', description: kept.description })
  })

  it('roll a failed change back, or leave it', async () => {
    const bad = workload('Deployment', 'back', { annotations: { 'wheelhouse.dev/fate': 'never-ready' } })
    await run(install('back', chart('back', '1.0.0')))
    const broken = { timeout_seconds: 1, rollback_on_failure: true }
    await expect(run(upgrade('back', chart('back', '2.0.0', bad), broken))).rejects.toThrow(failsWith('rolled-back'))
    expect(await history('back')).toMatchObject([{}, { status: 'failed' }, { status: 'deployed' }])
  })

  it('run the tests that are named', async () => {
    const tests = ['one', 'two'].map((name) => job(`t-${name}`, { hook: 'test' }))
    await run(install('tested', chart('tested', '1.0.0', ...tests)))
    const told = await run({ verb: 'test', ...place('tested'), filter: ['t-two'] })
    expect(told).toMatch(/TEST SUITE:\s+t-two[\s\S]*Succeeded/)
    expect(told).not.toMatch(/t-one[\s\S]*Last Started/)
    expect(await run({ verb: 'test', ...place('tested') })).toMatch(/t-one[\s\S]*t-two/)
  })

  it('apply by the server and take fields over, where helm can', async () => {
    const { serverSide } = featuresOf((await helm.runner.binary()).version)
    expect(serverSide).toBe(major === 4)
    await run(install('side', chart('side', '1.0.0'), serverSide ? { server_side: 'true' } : {}))
    const change = upgrade('side', chart('side', '2.0.0'), { force_conflicts: true })
    if (!serverSide) {
      await expect(run(change)).rejects.toThrow(failsWith('option-unsupported'))
      return
    }
    const theirs = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'side-map' }, data: { version: 'theirs' } }
    const apply = { contentType: 'application/apply-patch+yaml' }
    await cluster.call('PATCH', `${maps}/side-map?fieldManager=kubectl&force=true`, theirs, apply)
    await expect(run(upgrade('side', chart('side', '2.0.0')))).rejects.toThrow(failsWith('object-conflict'))
    await run(change)
    expect(await cluster.call('GET', `${maps}/side-map`)).toMatchObject({ data: { version: '2.0.0' } })
    await run(upgrade('side', chart('side', '3.0.0'), { server_side: 'false' }))
    expect(await cluster.call('GET', `${maps}/side-map`)).toMatchObject({ data: { version: '3.0.0' } })
  })
})
