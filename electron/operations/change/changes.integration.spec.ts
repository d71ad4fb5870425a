import type { ReleaseId } from '@shared/model/release-ref'
import { rm } from 'node:fs/promises'
import { readdirSync } from 'node:fs'
import { afterAll, describe, expect, inject, it, vi } from 'vitest'
import { connect } from '../../../e2e/cluster/kube-client.mjs'
import { readKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { readHistory as readByHelm } from '../../helm/history'
import { targetOf, writeChart } from '../../helm/testing/real-helm'
import type { ClusterTarget } from '../../kube/target'
import { failsWith } from '../../kube/testing/client-lab'
import type { Change } from '../request/change'
import { previewOf } from '../request/change'
import { openChangeLab } from '../testing/change-lab'
import { configMap, job, workload, writeObjects } from '../../helm/testing/sample-objects'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']

describe.each([3, 4] as const)('changes with helm %i on a real cluster', (major) => {
  const lab = openChangeLab({ helmPath: helms[major], kubeconfig, context })
  const namespace = `changes-${major}`
  const target = targetOf(kubeconfig, context)
  const plain = writeChart(lab.dir, 'plain', '1.0.0')
  const plain2 = writeChart(lab.dir, 'plain', '2.0.0', '9.2')

  const install = (name: string, chart: string, more: object = {}): Change => {
    const rest = { create_namespace: true, timeout_seconds: 60, ...more }
    return { verb: 'install', name, namespace, chart, ...rest }
  }
  const upgrade = (name: string, chart: string, more: object = {}): Change => {
    return { verb: 'upgrade', name, namespace, chart, timeout_seconds: 60, ...more }
  }
  const valuesOf = async (name: string): Promise<unknown> =>
    JSON.parse(await lab.helm.byHand('get', 'values', name, '-n', namespace, '-o', 'json'))
  const readHistory = (at: ClusterTarget, release: ReleaseId): ReturnType<typeof readByHelm> =>
    readByHelm(lab.runner, at, release)
  const history = async (name: string): Promise<string[]> =>
    (await readHistory(target, { name, namespace })).map(({ status }) => status)

  afterAll(() => lab.dispose())

  it('installs: applying, waiting for its workloads, then done', async () => {
    const annotations = { 'wheelhouse.dev/ready-after': '3s' }
    const chart = writeObjects(lab.dir, 'many', [
      workload('Deployment', 'many-web', { annotations, replicas: 2 }),
      workload('StatefulSet', 'many-db', { annotations }),
      workload('DaemonSet', 'many-agent', { annotations }),
      job('many-once'),
      configMap('many-map'),
    ])
    const change = install('many', chart)
    const preview = await lab.operations.preview(target, previewOf(change))
    await lab.start(change)
    expect(lab.phasesOf('many')).toEqual(['starting', 'applying', 'waiting', 'done'])
    const told = lab.reportedOf('many')
    const waits = told.flatMap(({ status }) => (status.phase === 'waiting' ? [status] : []))
    expect(waits.every(({ total }) => total === 5)).toBe(true)
    expect(waits.some(({ ready }) => ready < 5)).toBe(true)
    expect(waits.at(-1)).toMatchObject({ ready: 5 })
    const half = told
      .flatMap(({ objects }) => objects)
      .find(({ state, name }) => state === 'waiting' && name === 'many-web')
    expect(half?.reason).toMatch(/of 2 (ready|updated)|Not created yet|hasn't processed it/)
    const end = told.at(-1)
    expect(end?.objects.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
      'ConfigMap ready',
      'DaemonSet ready',
      'Deployment ready',
      'Job ready',
      'StatefulSet ready',
    ])
    expect(end?.command).toEqual(preview)
    expect(preview[0]).toBe('helm')
    expect(preview).toContain(`--kube-context=${context}`)
    expect(await history('many')).toEqual(['deployed'])
    expect(lab.sources.get({ context, namespace, name: 'many' })).toBe(chart)
  })

  it('sends exactly the values given, and keeps those of the deployed revision when none are', async () => {
    await lab.start(install('vals', plain, { values: '# mine\ngreeting: hi # there\nextra: {on: [1, 2]}\n' }))
    const first = { greeting: 'hi', extra: { true: [1, 2] } }
    expect(await valuesOf('vals')).toEqual(first)
    await lab.start(upgrade('vals', plain2))
    expect(await valuesOf('vals')).toEqual(first)
    await lab.start(upgrade('vals', plain2, { values: 'greeting: other\n---\n# no more\n' }))
    expect(await valuesOf('vals')).toEqual({ greeting: 'other' })
    await lab.start(upgrade('vals', plain2, { values: '' }))
    expect(await valuesOf('vals')).toBeNull()
    await lab.start(upgrade('vals', plain2, { values: 'greeting: again' }))
    await lab.start(upgrade('vals', plain2, { values: '{}' }))
    expect(await valuesOf('vals')).toBeNull()
    await lab.start(upgrade('vals', plain2, { values: 'greeting: again' }))
    await lab.start(upgrade('vals', plain2, { values: '# nothing\n' }))
    expect(await valuesOf('vals')).toBeNull()
    const texts = { odd: 'a\u2028b\u0085c\u007f"\\', yes: 'yes', big: 12345678901234, half: 0.1, none: null, list: [] }
    const escaped = JSON.stringify(texts)
      .replace('\u2028', '\\u2028')
      .replace('\u0085', '\\u0085')
      .replace('\u007f', '\\u007f')
    await lab.start(upgrade('vals', plain2, { values: escaped }))
    expect(await valuesOf('vals')).toEqual(texts)
    const kept = await valuesOf('vals')
    await lab.start(upgrade('vals', plain2))
    expect(await valuesOf('vals')).toEqual(kept)
    const revisions = await readHistory(target, { name: 'vals', namespace })
    expect(revisions.map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(revisions[0]).toMatchObject({ chart: 'plain-1.0.0', status: 'superseded', appVersion: '9.1' })
    expect(revisions.at(-1)).toMatchObject({ chart: 'plain-2.0.0', status: 'deployed', appVersion: '9.2' })
    for (const { updated } of revisions) expect(Date.now() - Date.parse(updated)).toBeLessThan(600_000)
  }, 180_000)

  it('keeps the chart of a release whose source is gone', async () => {
    const chart = writeChart(lab.dir, 'lost', '1.0.0', '7.7')
    await lab.start(install('lost', chart, { values: 'greeting: one' }))
    await rm(chart, { recursive: true })
    const kept = { keep_chart: true, accept_incomplete_chart: true }
    const change = upgrade('lost', 'lost-1.0.0', { ...kept, values: 'greeting: two' })
    const preview = await lab.operations.preview(target, previewOf(change))
    await lab.start(change)
    expect(lab.reportedOf('lost').at(-1)?.command).toEqual(preview)
    expect(await valuesOf('lost')).toEqual({ greeting: 'two' })
    await lab.start(upgrade('lost', 'lost-1.0.0', kept))
    expect(await valuesOf('lost')).toEqual({ greeting: 'two' })
    const revisions = await readHistory(target, { name: 'lost', namespace })
    expect(revisions.map(({ chart: glued, appVersion }) => `${glued} ${appVersion ?? ''}`)).toEqual([
      'lost-1.0.0 7.7',
      'lost-1.0.0 7.7',
      'lost-1.0.0 7.7',
    ])
    const schema = await lab.failureOf(upgrade('lost', 'lost', { ...kept, values: 'greeting: [1]' }))
    expect(schema).toMatchObject({ code: 'values-invalid' })
    expect(readdirSync(lab.dir).filter((name) => name.startsWith('kept-chart-'))).toEqual([])
    expect(lab.sources.get({ context, namespace, name: 'lost' })).toBe(chart)
  })

  it('rolls back and uninstalls', async () => {
    const annotations = { 'wheelhouse.dev/ready-after': '1s' }
    const one = writeObjects(lab.dir, 'tour', [workload('Deployment', 'tour', { annotations }), configMap('tour-map')])
    const two = writeObjects(
      lab.dir,
      'tour',
      [workload('Deployment', 'tour', { image: 'registry.test/web:2' })],
      '2.0.0',
    )
    await lab.start(install('tour', one))
    await lab.start(upgrade('tour', two))
    await lab.start({ verb: 'rollback', name: 'tour', namespace, revision: 1, timeout_seconds: 60 })
    expect(await history('tour')).toEqual(['superseded', 'superseded', 'deployed'])
    expect(lab.phasesOf('tour').at(-1)).toBe('done')
    await lab.start({ verb: 'uninstall', name: 'tour', namespace, keep_history: true, timeout_seconds: 60 })
    expect(await history('tour')).toEqual(['superseded', 'superseded', 'uninstalled'])
    await lab.start({ verb: 'rollback', name: 'tour', namespace, revision: 3, timeout_seconds: 60 })
    await lab.start({ verb: 'uninstall', name: 'tour', namespace, timeout_seconds: 60 })
    expect(await lab.revisions(namespace, 'tour')).toEqual([])
    const end = lab.reportedOf('tour').at(-1)
    expect(end?.objects.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
      'ConfigMap gone',
      'Deployment gone',
    ])
    expect(lab.phasesOf('tour')).toEqual(expect.arrayContaining(['starting', 'waiting', 'done']))
    expect(lab.sources.get({ context, namespace, name: 'tour' })).toBe('')
  })

  it('tells why an image never comes, not only that time is over', async () => {
    const chart = writeObjects(lab.dir, 'pull', [
      workload('Deployment', 'pull', { image: 'registry.test/web:missing' }),
    ])
    const error = await lab.failureOf(install('pull', chart, { timeout_seconds: 6 }))
    expect(error.code).toBe('timeout')
    expect(error.cause).toMatch(
      /^Deployment pull: ImagePullBackOff: Back-off pulling image "registry.test\/web:missing"\./,
    )
    expect(error.cause).toContain('Revision 1 is stored as failed.')
    expect(lab.reportedOf('pull').at(-1)?.status).toEqual({ phase: 'failed', error })
    expect(await history('pull')).toEqual(['failed'])
  })

  it('tells what a quota refuses, and how a hook fails', async () => {
    const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'none' }, spec: { hard: { pods: '0' } } }
    const chart = writeObjects(lab.dir, 'quota', [
      quota,
      workload('StatefulSet', 'quota-db'),
      workload('Deployment', 'quota-web'),
    ])
    const error = await lab.failureOf(install('quota', chart, { namespace: `${namespace}-quota`, timeout_seconds: 8 }))
    expect(error.code).toBe('timeout')
    expect(error.cause).toMatch(/StatefulSet quota-db: FailedCreate: .*exceeded quota: none/)
    expect(error.cause).toMatch(/Deployment quota-web: FailedCreate: .*exceeded quota: none/)
    const hooked = writeObjects(lab.dir, 'hooked', [
      job('hooked-migrate', { hook: 'pre-install', annotations: { 'wheelhouse.dev/fate': 'fail' } }),
      workload('Deployment', 'hooked'),
    ])
    const failed = await lab.failureOf(install('hooked', hooked))
    expect(failed.code).toBe('hook-failed')
    expect(failed.cause).toMatch(/^The pre-install hook Job hooked-migrate failed: .* Job hooked-migrate: /)
  })

  it('follows hooks that go well', async () => {
    const chart = writeObjects(lab.dir, 'hooks', [
      job('hooks-before', { hook: 'pre-install', annotations: { 'wheelhouse.dev/complete-after': '2s' } }),
      workload('Deployment', 'hooks'),
    ])
    await lab.start(install('hooks', chart))
    const told = lab.reportedOf('hooks')
    expect(told.some(({ objects }) => objects.some(({ kind, state }) => kind === 'Job' && state === 'waiting'))).toBe(
      true,
    )
    expect(told.at(-1)?.objects.map(({ state }) => state)).toEqual(['ready', 'ready'])
  })

  it('waits for the address of a load balancer where helm does', async () => {
    const spec = { type: 'LoadBalancer', ports: [{ port: 80 }], selector: { app: 'edge' } }
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'edge-out' }, spec }
    const chart = writeObjects(lab.dir, 'edge', [workload('Deployment', 'edge'), service])
    const installing = lab.start(install('edge', chart))
    if (major === 3) {
      // Nobody here hands out addresses: the cluster of the tests has no load balancer.
      await vi.waitFor(
        () => {
          const objects = lab.reportedOf('edge').at(-1)?.objects ?? []
          const states = objects.map(({ kind, state }) => `${kind} ${state}`).sort()
          expect(states).toEqual(['Deployment ready', 'Service waiting'])
          expect(objects.find(({ kind }) => kind === 'Service')?.reason).toContain('no address')
        },
        { timeout: 30_000, interval: 100 },
      )
      const cluster = connect(kubeconfig)
      const path = `/api/v1/namespaces/${namespace}/services/edge-out`
      const found = await cluster.call<object>('GET', path)
      await cluster.call('PUT', `${path}/status`, {
        ...found,
        status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
      })
      cluster.close()
    }
    await installing
    const states = lab
      .reportedOf('edge')
      .at(-1)
      ?.objects.map(({ kind, state }) => `${kind} ${state}`)
    expect(states?.sort()).toEqual(['Deployment ready', 'Service ready'])
  })

  it('refuses a name that is taken, values the chart refuses and charts that are not there', async () => {
    await lab.start(install('taken', plain))
    const before = await lab.revisions(namespace, 'taken')
    expect(await lab.failureOf(install('taken', plain))).toMatchObject({ code: 'release-exists' })
    expect(await lab.revisions(namespace, 'taken')).toEqual(before)
    expect(await lab.failureOf(install('fresh', plain, { values: 'greeting: [1]' }))).toMatchObject({
      code: 'values-invalid',
    })
    expect(await lab.failureOf(install('fresh', 'nosuch/chart'))).toMatchObject({ code: 'repository-unknown' })
    expect(await lab.failureOf(upgrade('fresh', plain, { values: 'a: 1' }))).toMatchObject({
      code: 'release-not-found',
    })
    expect(await lab.failureOf(upgrade('fresh', plain))).toMatchObject({ code: 'release-not-found' })
    expect(await lab.failureOf({ verb: 'rollback', name: 'taken', namespace, revision: 99 })).toMatchObject({
      code: 'revision-not-found',
    })
    expect(await lab.failureOf({ verb: 'uninstall', name: 'fresh', namespace })).toMatchObject({
      code: 'release-not-found',
    })
    const begun = lab.started.length
    expect(await lab.failureOf(install('fresh', `${lab.dir}/gone`))).toMatchObject({ code: 'chart-not-found' })
    expect(await lab.failureOf(install('fresh', lab.dir))).toMatchObject({ code: 'chart-invalid' })
    expect(await lab.failureOf(install('fresh', plain, { values: 'a: [' }))).toMatchObject({ code: 'values-invalid' })
    expect(lab.started.length).toBe(begun)
    expect(await lab.revisions(namespace, 'fresh')).toEqual([])
  })

  it('allows one change of a release at a time, and cancels installs and upgrades', async () => {
    const never = writeObjects(lab.dir, 'never', [
      workload('Deployment', 'never', { annotations: { 'wheelhouse.dev/fate': 'never-ready' } }),
    ])
    const running = lab.failureOf(install('never', never))
    await lab.untilStatus(namespace, 'never', 'pending-install')
    const begun = lab.started.length
    for (const other of [
      install('never', never),
      upgrade('never', never),
      { verb: 'rollback', name: 'never', namespace, revision: 1 },
      { verb: 'uninstall', name: 'never', namespace },
    ] as Change[]) {
      expect(await lab.failureOf(other)).toMatchObject({ code: 'release-busy' })
    }
    expect(lab.started.length).toBe(begun)
    const [first] = lab.operations.list()
    lab.operations.cancel(first?.id ?? '')
    expect(await running).toMatchObject({ code: 'cancelled' })
    expect(lab.reportedOf('never').at(-1)?.status).toEqual({ phase: 'cancelled', releaseStatus: 'failed' })
    expect(lab.phasesOf('never')).toContain('cancelling')

    await lab.start(install('steady', plain))
    const stuck = writeObjects(lab.dir, 'stuck', [
      workload('Deployment', 'stuck', { annotations: { 'wheelhouse.dev/fate': 'never-ready' } }),
    ])
    const second = lab.failureOf(upgrade('steady', stuck, { values: '' }))
    await lab.untilStatus(namespace, 'steady', 'pending-upgrade')
    lab.operations.cancel(lab.operations.list()[0]?.id ?? '')
    expect(await second).toMatchObject({ code: 'cancelled' })
    expect(await history('steady')).toEqual(['deployed', 'failed'])
  })

  it('changes nothing where it could not verify the end', async () => {
    const elsewhere = openChangeLab({ helmPath: helms[major], kubeconfig, context, driver: 'configmap' })
    expect(await elsewhere.failureOf(install('elsewhere', plain))).toMatchObject({ code: 'helm-failed' })
    expect(elsewhere.calls).toEqual([])
    await elsewhere.dispose()
  })

  it("blocks rollback and uninstall while somebody else's helm is at work", async () => {
    const never = writeObjects(lab.dir, 'other', [
      workload('Deployment', 'other', { annotations: { 'wheelhouse.dev/fate': 'never-ready' } }),
    ])
    const theirs = lab.helm
      .byHand('install', 'other', never, '-n', namespace, '--wait', '--timeout', '8s')
      .catch(() => 'failed')
    await lab.untilStatus(namespace, 'other', 'pending-install')
    const begun = lab.started.length
    const rollback: Change = { verb: 'rollback', name: 'other', namespace, revision: 1 }
    expect(await lab.failureOf(rollback)).toMatchObject({ code: 'release-busy' })
    expect(await lab.failureOf({ verb: 'uninstall', name: 'other', namespace })).toMatchObject({
      code: 'release-busy',
    })
    expect(lab.started.length).toBe(begun)
    expect(await lab.failureOf(upgrade('other', never, { values: '' }))).toMatchObject({ code: 'release-busy' })
    expect(await theirs).toBe('failed')
    await lab.start({ verb: 'uninstall', name: 'other', namespace })
  })

  it('says what an interrupted rollback leaves, and lets it be repaired at once', async () => {
    const never = writeObjects(
      lab.dir,
      'cut',
      [workload('Deployment', 'cut', { annotations: { 'wheelhouse.dev/fate': 'never-ready' } })],
      '2.0.0',
    )
    await lab.start(install('cut', never, { wait: false }))
    await lab.start(upgrade('cut', plain, { values: '' }))
    const rollback: Change = { verb: 'rollback', name: 'cut', namespace, revision: 1, timeout_seconds: 60 }
    const running = lab.failureOf(rollback)
    await lab.untilStatus(namespace, 'cut', 'pending-rollback')
    const id = lab.operations.list()[0]?.id ?? ''
    expect(() => lab.operations.cancel(id, 'stop')).toThrow(failsWith('invalid-input'))
    lab.operations.cancel(id, 'leave')
    expect(lab.operations.atWork()).toMatchObject([{ id, unattended: true }])
    lab.operations.cancel(id, 'kill')
    const error = await running
    expect(error).toMatchObject({ code: 'cancelled', actions: ['repair'] })
    expect(error.cause).toContain('pending-rollback')
    expect(lab.reportedOf('cut').at(-1)).toMatchObject({
      status: { phase: 'stuck', releaseStatus: 'pending-rollback' },
      unattended: true,
      revision: 3,
    })
    expect(lab.operations.unfinishedRevision(target, rollback)).toBe(3)
    await lab.start({ verb: 'rollback', name: 'cut', namespace, revision: 2, timeout_seconds: 60 })
    expect((await history('cut')).at(-1)).toBe('deployed')
  })
})
