import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { HealthPatch, ReleaseHealth } from '@shared/model/health'
import { addContext, readKubeconfig, writeKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { certificateUser, ensureNamespace, grantInNamespace, rules } from '../../e2e/cluster/users.mjs'
import { connect } from '../../e2e/cluster/kube-client.mjs'
import { realHelm, targetOf } from '../helm/testing/real-helm'
import { createApiClient, type ApiClient } from '../kube/api-client'
import { createWatchSet } from '../kube/live/watch/watch-set'
import { configMap, job, workload, writeObjects } from '../helm/testing/sample-objects'
import { openIndexLab, type IndexLab } from '../releases/index/testing/index-lab'
import { createHealth, type Health } from './health'

const patient = { timeout: 30_000, interval: 100 }
const kubeconfig = inject('kubeconfig')
const context = readKubeconfig(kubeconfig)['current-context']

/** The health of a context as the app composes it, and what a window would make of its patches. */
interface HealthLab {
  readonly health: Health
  /** Lists and watches that were asked for, in their order. */
  readonly asked: readonly string[]
  readonly of: (key: string) => ReleaseHealth | undefined
  readonly problem: () => string
  /** How often it was told that a release is otherwise. */
  readonly tellings: (key: string) => number
  readonly close: () => void
}

function openHealth(config: string, name: string, rows: readonly string[] = [], ownNamespace = ''): HealthLab {
  const target = targetOf(config, name)
  const client = createApiClient(target, { env: process.env })
  const asked: string[] = []
  const known = new Map<string, ReleaseHealth>()
  const told: string[] = []
  let problem = ''
  const take = (patch: HealthPatch): void => {
    problem = patch.problem
    for (const [key, health] of patch.changed) {
      told.push(key)
      if (health === null) known.delete(key)
      else known.set(key, health)
    }
  }
  const watches = createWatchSet({ client: { ...client, ...noting(client, asked) } })
  const index: IndexLab = openIndexLab(target, { ownNamespace, onPatch: (patch) => health.noteFeed(patch) })
  const health = createHealth({
    targetOf: () => target,
    describe: () => '',
    snapshotOf: () => index.index.snapshot(),
    watchesOf: () => watches,
    onPatch: take,
  })
  health.follow([{ context: name, rows }]).forEach(take)
  return {
    health,
    asked,
    of: (key) => known.get(key),
    problem: () => problem,
    tellings: (key) => told.filter((one) => one === key).length,
    close: () => {
      health.dispose()
      index.close()
      client.dispose()
    },
  }
}

function noting(client: ApiClient, asked: string[]): Pick<ApiClient, 'read' | 'stream'> {
  const note = (kind: string, path: string): void => void asked.push(`${kind} ${path.split('?')[0] ?? ''}`)
  return {
    read: (path, request) => {
      note('list', path)
      return client.read(path, request)
    },
    stream: (path, request) => {
      note('watch', path)
      return client.stream(path, request)
    },
  }
}

const fate = (name: string): Readonly<Record<string, string>> => ({ 'wheelhouse.dev/fate': name })
const clusterPaths = [
  '/apis/apps/v1/deployments',
  '/apis/apps/v1/statefulsets',
  '/apis/apps/v1/daemonsets',
  '/apis/batch/v1/jobs',
  '/api/v1/persistentvolumeclaims',
]
const everyPath = clusterPaths.flatMap((path) => [`list ${path}`, `watch ${path}`]).sort()

describe.each([3, 4] as const)('the health of releases of helm %i on a real cluster', (major) => {
  const namespace = `health-${major}`
  const helm = realHelm(inject('helms')[major], kubeconfig)
  let lab: HealthLab

  const chart = (name: string, ...objects: object[]): string => writeObjects(helm.dir, name, objects)
  const install = (name: string, path: string, ...flags: string[]): Promise<string> =>
    helm.byHand('install', name, path, '-n', namespace, '--create-namespace', ...flags)
  const health = (name: string): ReleaseHealth | undefined => lab.of(`${namespace}/${name}`)

  beforeAll(async () => {
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'never-bound' },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'none', resources: { requests: { storage: '1Gi' } } },
    }
    await install(
      'well',
      chart('well', workload('Deployment', 'web', { replicas: 2 }), workload('DaemonSet', 'agent'), job('once')),
    )
    await install('settings', chart('settings', configMap('settings')))
    await install('image', chart('image', workload('Deployment', 'image', { annotations: fate('image-pull') })))
    await install('crash', chart('crash', workload('StatefulSet', 'crash', { annotations: fate('crash-loop') })))
    await install('memory', chart('memory', workload('Deployment', 'memory', { annotations: fate('oom') })))
    await install('volume', chart('volume', claim))
    const slow = workload('Deployment', 'slow', { annotations: { 'wheelhouse.dev/ready-after': '10m' }, replicas: 3 })
    await install('slow', chart('slow', slow, workload('Deployment', 'quick')))
    lab = openHealth(kubeconfig, context)
  })
  afterAll(async () => {
    lab.close()
    await helm.dispose()
  })

  it('tells the worst of each in words', async () => {
    await expect.poll(() => health('well'), patient).toEqual({ state: 'ready', words: '', detail: '' })
    expect(health('settings')).toEqual({ state: 'none', words: '', detail: '' })
    await expect.poll(() => health('image')?.words, patient).toBe('ImagePullBackOff')
    expect(health('image')).toMatchObject({ state: 'failing' })
    expect(health('image')?.detail).toMatch(
      /^Deployment image: 0 of 1 ready\.\nPod image-\S+: ImagePullBackOff: Back-off/,
    )
    await expect.poll(() => health('crash')?.words, patient).toBe('CrashLoopBackOff')
    await expect.poll(() => health('memory')?.words, patient).toBe('OOMKilled')
    expect(health('slow')).toMatchObject({ state: 'waiting', words: '0 of 3 ready' })
    expect(health('volume')).toMatchObject({ state: 'waiting', words: 'never-bound is not ready' })
    expect(lab.problem()).toBe('')
  })

  it('asks for each kind once, and besides only for the pods of what is not ready', () => {
    const pods = lab.asked.filter((path) => path.includes('/pods'))
    expect(lab.asked.filter((path) => !path.includes('/pods')).sort()).toEqual(everyPath)
    // A list and a watch each of image, crash, memory and slow; other specs' releases add their own, and "well" may not have
    // been ready at once.
    const own = pods.filter((path) => path.includes(`/${namespace}/`)).length
    expect(own).toBeGreaterThanOrEqual(8)
    expect(own).toBeLessThanOrEqual(10)
    expect(new Set(pods.map((path) => path.split(' ')[0]))).toEqual(new Set(['list', 'watch']))
  })

  it('follows what happens: an upgrade that breaks, a rollback, an uninstall', async () => {
    const before = lab.asked.length
    const broken = writeObjects(
      helm.dir,
      'well',
      [workload('Deployment', 'web', { replicas: 2, image: 'registry.test/web:missing' })],
      '2.0.0',
    )
    await helm.byHand('upgrade', 'well', broken, '-n', namespace)
    await expect.poll(() => health('well'), patient).toMatchObject({ state: 'failing', words: 'ImagePullBackOff' })
    await helm.byHand('rollback', 'well', '1', '-n', namespace)
    await expect.poll(() => health('well')?.state, patient).toBe('ready')
    // Only pods, of the broken Deployment; and of what other specs break meanwhile.
    expect(lab.asked.slice(before).filter((path) => !path.endsWith('/pods'))).toEqual([])
    await helm.byHand('uninstall', 'image', '-n', namespace, '--keep-history')
    await expect.poll(() => health('image')?.state, patient).toBe('none')
    await helm.byHand('uninstall', 'crash', '-n', namespace)
    await expect.poll(() => health('crash'), patient).toBeUndefined()
  })
})

describe('somebody with one namespace only', () => {
  const namespace = 'health-team'
  const other = 'health-other-team'
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-health-'))
  const config = join(dir, 'config')
  const helm = realHelm(inject('helms')[4], kubeconfig)
  const labs: HealthLab[] = []

  beforeAll(async () => {
    const { pki } = inject('clusterKeys')
    const admin = connect(kubeconfig)
    await ensureNamespace(admin, other)
    admin.close()
    await grantInNamespace(kubeconfig, { user: 'health-team', namespace, rules: rules.readOnly })
    await grantInNamespace(kubeconfig, { user: 'health-records', namespace, rules: rules.recordsOnly })
    const all = readKubeconfig(kubeconfig)
    const cluster = all.clusters[0]?.cluster
    if (cluster === undefined) throw new Error('no cluster')
    for (const user of ['health-team', 'health-records']) {
      addContext(all, user, { cluster, user: certificateUser(pki, user), namespace })
    }
    writeKubeconfig(config, all)
    const chart = writeObjects(helm.dir, 'team', [workload('Deployment', 'web', { annotations: fate('image-pull') })])
    const good = writeObjects(helm.dir, 'good', [workload('Deployment', 'good')])
    await helm.byHand('install', 'bad', chart, '-n', namespace)
    await helm.byHand('install', 'good', good, '-n', namespace)
    await helm.byHand('install', 'elsewhere', good, '-n', other)
  })
  afterAll(async () => {
    labs.forEach((lab) => lab.close())
    await helm.dispose()
    await rm(dir, { recursive: true, force: true })
  })

  function open(user: string): HealthLab {
    const lab = openHealth(config, user, [`${namespace}/bad`, `${namespace}/good`], namespace)
    labs.push(lab)
    return lab
  }

  it('sees the health of that one, after one refusal for each kind', async () => {
    const lab = open('health-team')
    await expect.poll(() => lab.of(`${namespace}/bad`)?.words, patient).toBe('ImagePullBackOff')
    await expect.poll(() => lab.of(`${namespace}/good`)?.state, patient).toBe('ready')
    expect(lab.of(`${other}/elsewhere`)).toBeUndefined()
    expect(lab.problem()).toBe('')
    const wide = lab.asked.filter((path) => !path.includes('/namespaces/'))
    expect(wide.sort()).toEqual(clusterPaths.map((path) => `list ${path}`).sort())
    expect(lab.asked.filter((path) => path.includes('/namespaces/') && !path.includes('/pods'))).toHaveLength(10)
  })

  it('is told where nothing may be seen but helm’s records', async () => {
    const lab = open('health-records')
    await expect
      .poll(lab.problem, patient)
      .toBe(
        `You may not list Deployments, StatefulSets, DaemonSets, Jobs and PersistentVolumeClaims in ${namespace}, so their health is unknown there.`,
      )
    expect(lab.tellings(`${namespace}/bad`)).toBe(0)
  })
})
