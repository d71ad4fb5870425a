import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { connect } from '../../../e2e/cluster/kube-client.mjs'
import { readKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { ensureNamespace } from '../../../e2e/cluster/users.mjs'
import { configMap, job, workload, writeObjects } from '../../helm/testing/sample-objects'
import { openFollowLab } from './testing/follow-lab'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']
const fate = (of: string) => ({ annotations: { 'wheelhouse.dev/fate': of } })
const wait = ['--wait', '--timeout', '30s']

describe.each([3, 4] as const)('a change with helm %i is followed by watches', (major) => {
  const lab = openFollowLab({ helmPath: helms[major], kubeconfig, context, major })
  const namespace = `follow-${major}`
  const cluster = connect(kubeconfig)
  const place = (name: string) => ({ namespace, name })

  beforeAll(() => ensureNamespace(cluster, namespace))
  afterAll(async () => {
    cluster.close()
    await lab.dispose()
  })

  /** Installs and gives what was told when an object failed; helm is left to its end. */
  const failingInstall = async (name: string, objects: readonly object[], timeout = '6s') => {
    const chart = writeObjects(lab.dir, name, objects)
    const change = await lab.change('install', place(name), [chart, '--wait', '--timeout', timeout])
    const object = await change.until(name, ({ state }) => state === 'failing')
    const seen = await change.finish()
    expect(await change.end).toBe(false)
    return { object, last: seen.objects.find((one) => one.name === name) }
  }

  it('tells every object, its replicas and its pods, from nothing to ready', async () => {
    const annotations = { 'wheelhouse.dev/ready-after': '2s' }
    const chart = writeObjects(lab.dir, 'slow', [
      workload('Deployment', 'slow-web', { annotations, replicas: 2 }),
      workload('StatefulSet', 'slow-db', { annotations }),
      workload('DaemonSet', 'slow-agent', { annotations }),
      job('slow-once'),
      configMap('slow-map'),
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'slow-secret' }, stringData: { a: 'b' } },
    ])
    const change = await lab.change('install', place('slow'), [chart, ...wait])
    const half = await change.until('slow-web', ({ pods }) => pods?.length === 2)
    expect(half).toMatchObject({ state: 'waiting', replicas: { wanted: 2 } })
    expect(half.pods?.[0]).toMatchObject({ state: 'waiting', container: 'main', restarts: 0, namespace })
    const { objects, mark } = await change.finish()
    expect(await change.end).toBe(true)
    expect(mark).toMatchObject({ revision: 1, status: 'deployed' })
    expect(change.stored()).toBe(1)
    const states = objects.map(({ kind, state }) => `${kind} ${state}`).sort()
    expect(states).toEqual(
      ['ConfigMap', 'DaemonSet', 'Deployment', 'Job', 'Secret', 'StatefulSet'].map((kind) => `${kind} ready`),
    )
    const web = objects.find(({ name }) => name === 'slow-web')
    expect(web).toMatchObject({ replicas: { ready: 2, wanted: 2 } })
    expect(web?.pods?.map(({ state }) => state)).toEqual(['ready', 'ready'])
    expect(web?.event).toMatch(/^(Started|Created|Scheduled|SuccessfulCreate|ScalingReplicaSet)/)
    expect(change.counts.at(-1)).toEqual([6, 6])
    expect(change.counts[0]?.[0]).toBeLessThan(6)
    expect(change.blind()).toEqual([])
    const [until] = change.untils
    expect(Date.parse(until ?? '') - Date.now()).toBeGreaterThan(0)
    expect(change.untils.at(-1)).toBeNull()
  })

  it.each([
    ['image-pull', /^(ErrImagePull|ImagePullBackOff): /],
    ['crash-loop', /^CrashLoopBackOff: container main ended with code 1/],
    ['oom', /^CrashLoopBackOff: container main ended with code 137, OOMKilled/],
  ])('names the pods own reason: %s', async (how, reason) => {
    const name = `bad-${how}`
    const { object, last } = await failingInstall(name, [workload('Deployment', name, fate(how))])
    expect(object.reason).toMatch(reason)
    expect(object.pods?.[0]).toMatchObject({ state: 'failing', container: 'main' })
    expect(last).toMatchObject({ state: 'failing', replicas: { ready: 0, wanted: 1 } })
  })

  it('tells a probe that never succeeds', async () => {
    const chart = writeObjects(lab.dir, 'never', [workload('Deployment', 'never', fate('never-ready'))])
    const change = await lab.change('install', place('never'), [chart, '--wait', '--timeout', '15s'])
    const object = await change.until('never', ({ reason }) => reason.includes('Unhealthy'))
    expect(object).toMatchObject({ state: 'waiting', event: expect.stringMatching(/^Unhealthy: /) as string })
    await change.finish()
  })

  it('names a pod that no node takes, after kstatus has given up hope', async () => {
    const big = workload('Deployment', 'big') as { spec: { template: { spec: { nodeSelector?: object } } } }
    big.spec.template.spec.nodeSelector = { nowhere: 'here' }
    const { object } = await failingInstall('big', [big], '25s')
    expect(object.reason).toMatch(/^Unschedulable: 0\/\d+ nodes/)
  })

  it.each(['Deployment', 'StatefulSet', 'Job'])('names the quota that refuses the pods of a %s', async (kind) => {
    const name = `quota-${kind.toLowerCase()}`
    await ensureNamespace(cluster, `${name}-${major}`)
    const path = `/api/v1/namespaces/${name}-${major}/resourcequotas`
    const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'none' }, spec: { hard: { pods: '0' } } }
    await cluster.call('POST', path, quota)
    // Before the controller has counted, the API server lets a pod through.
    await vi.waitFor(
      async () => expect(await cluster.call('GET', `${path}/none`)).toMatchObject({ status: { hard: { pods: '0' } } }),
      { timeout: 20_000, interval: 100 },
    )
    const object = kind === 'Job' ? job(name) : workload(kind, name)
    const chart = writeObjects(lab.dir, name, [object])
    const there = { namespace: `${name}-${major}`, name }
    const more = kind === 'Job' ? ['--wait-for-jobs'] : []
    const change = await lab.change('install', there, [chart, '--wait', ...more, '--timeout', '6s'])
    // A Job counts as ready as soon as it has started; its warning is told all the same.
    const told = await change.until(name, ({ reason, event }) => `${reason} ${event ?? ''}`.includes('exceeded quota'))
    if (kind !== 'Job') expect(told).toMatchObject({ state: 'failing' })
    await change.finish()
  })

  it('names PodSecurity and a LimitRange that refuse pods', async () => {
    const there = `guarded-${major}`
    await ensureNamespace(cluster, there)
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' }
    await cluster.call('PATCH', `/api/v1/namespaces/${there}`, { metadata: { labels } }, merge)
    const chart = writeObjects(lab.dir, 'guarded', [workload('Deployment', 'guarded')])
    const change = await lab.change('install', { namespace: there, name: 'guarded' }, [chart, ...short])
    const object = await change.until('guarded', ({ state }) => state === 'failing')
    expect(object.reason).toMatch(/^FailedCreate: .*violates PodSecurity/)
    await change.finish()

    const limited = `limited-${major}`
    await ensureNamespace(cluster, limited)
    const spec = { limits: [{ type: 'Container', min: { cpu: '1' }, default: { cpu: '1m' } }] }
    const range = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'l' }, spec }
    const made = await cluster.send('POST', `/api/v1/namespaces/${limited}/limitranges`, range)
    expect(made.status).toBe(422)
    const right = { ...range, spec: { limits: [{ type: 'Container', max: { cpu: '1m' }, default: { cpu: '1m' } }] } }
    await cluster.call('POST', `/api/v1/namespaces/${limited}/limitranges`, right)
    const hungry = workload('Deployment', 'hungry') as { spec: { template: { spec: { containers: object[] } } } }
    hungry.spec.template.spec.containers = [
      { name: 'main', image: 'registry.test/web:1', resources: { limits: { cpu: '2' } } },
    ]
    const other = writeObjects(lab.dir, 'hungry', [hungry])
    const second = await lab.change('install', { namespace: limited, name: 'hungry' }, [other, ...short])
    const refused = await second.until('hungry', ({ state }) => state === 'failing')
    expect(refused.reason).toMatch(/^FailedCreate: .*maximum cpu usage/)
    await second.finish()
  })

  it('follows hooks in their order, with their pods', async () => {
    const annotations = { 'wheelhouse.dev/complete-after': '1s' }
    const weighted = (name: string, hook: string, weight: number) => {
      const made = job(name, { hook, annotations }) as { metadata: { annotations: Record<string, string> } }
      made.metadata.annotations['helm.sh/hook-weight'] = String(weight)
      return made
    }
    const chart = writeObjects(lab.dir, 'hooks', [
      workload('Deployment', 'hooks'),
      weighted('b-second', 'pre-install', 5),
      weighted('z-first', 'pre-install', -5),
      weighted('after', 'post-install', -10),
      weighted('not-mine', 'pre-upgrade', 0),
    ])
    const change = await lab.change('install', place('hooks'), [chart, ...wait])
    const first = await change.until('z-first', ({ pods }) => pods?.[0]?.state === 'ready')
    expect(first).toMatchObject({ state: 'waiting', hook: { events: ['pre-install'], weight: -5, phase: 'Running' } })
    expect(change.object('b-second')).toMatchObject({ reason: 'Not run yet', hook: { phase: '' } })
    const { objects } = await change.finish()
    expect(objects.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'z-first ready',
      'b-second ready',
      'after ready',
      'hooks ready',
    ])
    expect(objects.slice(0, 3).map(({ hook }) => hook?.phase)).toEqual(['Succeeded', 'Succeeded', 'Succeeded'])
    expect(objects[0]?.pods?.[0]?.state).toBe('ended')
    // One limit for each of the three hooks, and at times one for the objects.
    expect(new Set(change.untils.filter((until) => until !== null)).size).toBeGreaterThanOrEqual(3)

    const upgrade = await lab.change('upgrade', place('hooks'), [chart, ...wait])
    await upgrade.finish()
    expect(upgrade.told.at(-1)?.map(({ name, state }) => `${name} ${state}`)).toEqual(['not-mine ready', 'hooks ready'])
    const back = await lab.change('rollback', place('hooks'), ['1', ...wait])
    expect((await back.finish()).objects.map(({ name, state }) => `${name} ${state}`)).toEqual(['hooks ready'])
  })

  it('tells why a hook fails, and that one hangs', async () => {
    const failing = job('fails', { hook: 'pre-install', ...fate('fail') })
    const chart = writeObjects(lab.dir, 'fails', [failing, configMap('fails-map')])
    const change = await lab.change('install', place('fails'), [chart, '--wait', '--timeout', '20s'])
    const object = await change.until('fails', ({ state }) => state === 'failing')
    expect(object.reason).toMatch(/Error: container main ended with code 1|BackoffLimitExceeded/)
    expect(object.hook?.phase).not.toBe('')
    const { objects } = await change.finish()
    expect(objects[0]).toMatchObject({ state: 'failing', hook: { events: ['pre-install'] } })
    expect(objects[1]).toMatchObject({ state: 'waiting', reason: 'Not created yet' })

    const hanging = job('hangs', { hook: 'pre-install', ...fate('hang') })
    const other = writeObjects(lab.dir, 'hangs', [hanging, configMap('hangs-map')])
    const second = await lab.change('install', place('hangs'), [other, '--timeout', '4s'], { timeoutSeconds: 4 })
    const hung = await second.until('hangs', ({ pods }) => pods?.[0]?.state === 'ready')
    expect(hung).toMatchObject({ state: 'waiting', reason: 'It is running.', hook: { phase: 'Running' } })
    const until = second.untils.at(-1) ?? ''
    expect(Math.abs(Date.parse(until) - Date.now())).toBeLessThan(10_000)
    await second.finish()
  })

  it('follows tests by their newest run', async () => {
    const test = { ...job('check', { hook: 'test', annotations: { 'wheelhouse.dev/complete-after': '1s' } }) }
    const chart = writeObjects(lab.dir, 'tested', [configMap('tested-map'), test])
    await lab.helm.byHand('install', 'tested', chart, '-n', namespace)
    for (const run of [1, 2]) {
      const change = await lab.change('test', place('tested'), [])
      const running = await change.until('check', ({ hook }) => hook?.phase === 'Running')
      expect(running.state, `run ${run}`).toBe('waiting')
      expect(change.stored()).toBe(1)
      const { objects } = await change.finish()
      expect(objects).toMatchObject([{ name: 'check', state: 'ready', hook: { events: ['test'], phase: 'Succeeded' } }])
    }
  })

  it('watches what an uninstall takes away, and what holds it', async () => {
    const held = { ...configMap('held-map'), metadata: { name: 'held-map', finalizers: ['example.com/guard'] } }
    const kept = { ...configMap('kept-map'), metadata: { name: 'kept-map', annotations: keep } }
    const hook = job('before-gone', { hook: 'pre-delete' })
    const chart = writeObjects(lab.dir, 'leaves', [workload('Deployment', 'leaves'), held, kept, hook])
    await lab.helm.byHand('install', 'leaves', chart, '-n', namespace, ...wait)
    const change = await lab.change('uninstall', place('leaves'), wait)
    const stuck = await change.until('held-map', ({ reason }) => reason.includes('example.com/guard'))
    expect(stuck.reason).toBe('It is being deleted and waits for example.com/guard.')
    expect(change.object('kept-map')).toBeUndefined()
    const path = `/api/v1/namespaces/${namespace}/configmaps/held-map`
    await cluster.call('PATCH', path, { metadata: { finalizers: null } }, merge)
    const { objects, mark } = await change.finish()
    expect(await change.end).toBe(true)
    expect(mark).toBeNull()
    expect(objects.map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
      'before-gone ready',
      'held-map gone',
      'leaves gone',
    ])
  })

  it('tells what was true at the end of a helm that did not wait', async () => {
    const chart = writeObjects(lab.dir, 'quick', [workload('Deployment', 'quick'), configMap('quick-map')])
    const change = await lab.change('install', place('quick'), [chart])
    const { objects, mark } = await change.finish()
    expect(mark).toMatchObject({ status: 'deployed' })
    expect(objects.map(({ kind }) => kind).sort()).toEqual(['ConfigMap', 'Deployment'])
    expect(objects.find(({ kind }) => kind === 'ConfigMap')).toMatchObject({ state: 'ready' })
    expect(objects.find(({ kind }) => kind === 'Deployment')?.reason).not.toBe('Not created yet')
  })
})

const merge = { contentType: 'application/merge-patch+json' }
const short = ['--wait', '--timeout', '6s']
const keep = { 'helm.sh/resource-policy': 'keep' }
