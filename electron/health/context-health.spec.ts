import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HealthPatch } from '@shared/model/health'
import { secretMask } from '@shared/mask'
import type { HelmRelease } from '@shared/model/release'
import { createContextHealth } from './context-health'
import { createFakeWatch } from './testing/fake-watch'
import { allPaths, claim, deployment, paths, waitingPod } from '../kube/live/testing/objects'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function row(name: string, part: Partial<HelmRelease> = {}): HelmRelease {
  return { name, namespace: 'shop', revision: 1, updated: '', status: 'deployed', chart: '', appVersion: '', ...part }
}

/** Health of these rows in a cluster that says nothing yet. */
function open(rows: readonly HelmRelease[], secretsOf?: () => Promise<readonly string[]>) {
  const cluster = createFakeWatch()
  const patches: HealthPatch[] = []
  const deps = {
    context: 'prod',
    watches: cluster.watches,
    onPatch: (patch: HealthPatch) => void patches.push(patch),
    secretsOf,
  }
  const health = createContextHealth(deps, rows)
  return {
    cluster,
    health,
    patches,
    /** What was told since it was asked last. */
    told: async (): Promise<HealthPatch[]> => {
      await vi.advanceTimersByTimeAsync(50)
      return patches.splice(0)
    },
  }
}

const ready = { state: 'ready', words: '', detail: '' }
const none = { state: 'none', words: '', detail: '' }
const inShop = (plural: string): string => `/apis/apps/v1/namespaces/shop/${plural}`
const narrowPaths = [
  inShop('deployments'),
  inShop('statefulsets'),
  inShop('daemonsets'),
  '/apis/batch/v1/namespaces/shop/jobs',
  '/api/v1/namespaces/shop/persistentvolumeclaims',
]

describe('the health of a context', () => {
  it('asks once for each kind in the whole cluster, and tells nothing before all are read', async () => {
    const { cluster, told } = open([row('web'), row('empty'), row('gone', { status: 'uninstalled' })])
    expect(cluster.asked).toEqual(allPaths)
    cluster.put(paths.deployments, deployment('web'))
    cluster.live(paths.statefulSets, paths.daemonSets, paths.jobs)
    expect(await told()).toEqual([{ context: 'prod', changed: [['shop/gone', none]], problem: '' }])
    cluster.live(paths.claims)
    expect(await told()).toEqual([
      {
        context: 'prod',
        changed: [
          ['shop/web', ready],
          ['shop/empty', none],
        ],
        problem: '',
      },
    ])
    expect(cluster.asked).toEqual(allPaths)
  })

  it('gathers what happens in 50 ms, and tells only what is other than before', async () => {
    const { cluster, told } = open([row('web'), row('api')])
    cluster.live(...allPaths)
    cluster.put(paths.deployments, deployment('web', { ready: 1, wanted: 3 }))
    cluster.put(paths.deployments, deployment('api'))
    expect((await told()).map(({ changed }) => changed.length)).toEqual([2])
    for (const count of [2, 1, 3]) cluster.put(paths.deployments, deployment('web', { ready: count, wanted: 3 }))
    cluster.put(paths.deployments, deployment('api'))
    expect(await told()).toEqual([{ context: 'prod', changed: [['shop/web', ready]], problem: '' }])
    cluster.put(paths.claims, claim('data', 'Bound', { release: 'web' }))
    expect(await told()).toEqual([])
  })

  it('takes an object to the release that its annotations name, in whose namespace it may not be', async () => {
    const { cluster, told } = open([row('web', { namespace: 'flux', targetNamespace: 'shop' })])
    cluster.live(...allPaths)
    cluster.put(paths.deployments, deployment('web', { ready: 0 }))
    const [patch] = await told()
    expect(patch?.changed).toMatchObject([['flux/web', { state: 'waiting', words: '0 of 1 ready' }]])
  })

  it('finds out why pods are not ready: of rows in sight first, at most 40 workloads at a time', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `web-${String(index).padStart(2, '0')}`)
    const { cluster, health, told } = open(names.map((name) => row(name)))
    cluster.live(...allPaths)
    for (const name of names) cluster.put(paths.deployments, deployment(name, { ready: 0 }))
    health.setSight(['shop/web-49', 'shop/web-48'])
    await told()
    const pods = cluster.followed().filter((path) => path.includes('/pods'))
    expect(pods).toHaveLength(40)
    expect(pods.slice(0, 2).map((path) => path.split('?')[1])).toEqual(['app=web-49', 'app=web-48'])
    cluster.put('/api/v1/namespaces/shop/pods', waitingPod('web-49-x', 'ImagePullBackOff', 'no such image'))
    expect((await told())[0]?.changed).toEqual([
      [
        'shop/web-49',
        {
          state: 'failing',
          words: 'ImagePullBackOff',
          detail: 'Deployment web-49: 0 of 1 ready.\nPod web-49-x: ImagePullBackOff: no such image',
        },
      ],
    ])
    cluster.put(paths.deployments, deployment('web-49'))
    expect((await told())[0]?.changed).toEqual([['shop/web-49', ready]])
    expect(cluster.followed().some((path) => path.endsWith('?app=web-49'))).toBe(false)
  })

  it('tells a sentence of a release in sight without what is secret in it, once that is known', async () => {
    const { cluster, health, told } = open([row('web')], () => Promise.resolve(['Pl4nted-pw']))
    cluster.live(...allPaths)
    cluster.put(paths.deployments, deployment('web', { ready: 0 }))
    health.setSight(['shop/web'])
    await told()
    cluster.put('/api/v1/namespaces/shop/pods', waitingPod('web-x', 'CrashLoopBackOff', 'no login with Pl4nted-pw'))
    const patches = [...(await told()), ...(await told())]
    expect(JSON.stringify(patches)).not.toContain('Pl4nted')
    const [, last] = patches.at(-1)?.changed[0] ?? []
    expect(last?.detail).toBe(`Deployment web: 0 of 1 ready.\nPod web-x: CrashLoopBackOff: no login with ${secretMask}`)
  })

  it('follows rows that come, change and go', async () => {
    const { cluster, health, told } = open([row('web')])
    cluster.live(...allPaths)
    cluster.put(paths.deployments, deployment('api'))
    await told()
    health.noteRows({ upserted: [row('api')], removed: [] })
    expect((await told())[0]?.changed).toEqual([['shop/api', ready]])
    health.noteRows({ upserted: [row('api', { status: 'uninstalled' })], removed: ['shop/web'] })
    expect((await told())[0]?.changed).toEqual([
      ['shop/api', none],
      ['shop/web', null],
    ])
    expect(health.told([]).changed).toEqual([['shop/api', none]])
    expect(health.told(['shop/other']).changed).toEqual([])
  })

  it('keeps what it knows of a lost cluster, and says that it is old', async () => {
    const { cluster, told } = open([row('web')])
    cluster.live(...allPaths)
    cluster.put(paths.deployments, deployment('web'))
    await told()
    cluster.lose(paths.deployments)
    const problem = 'Can\'t reach cluster "prod". Showing the last known health.'
    expect(await told()).toEqual([{ context: 'prod', changed: [], problem }])
    cluster.live(paths.deployments)
    expect(await told()).toEqual([{ context: 'prod', changed: [], problem: '' }])
  })

  it('says nothing more once it is stopped, and lets everything go', async () => {
    const { cluster, health, told } = open([row('web')])
    cluster.live(...allPaths)
    cluster.put(paths.deployments, deployment('web', { ready: 0 }))
    await told()
    health.noteRows({ upserted: [row('api')], removed: [] })
    health.stop()
    expect(await told()).toEqual([])
    expect(cluster.followed()).toEqual([])
  })
})

describe('where the whole cluster may not be read', () => {
  it('follows the namespaces of rows in sight, and of those that were', async () => {
    const { cluster, health, told } = open([row('web'), row('far', { namespace: 'far' })])
    health.setSight(['shop/web'])
    cluster.deny(...allPaths)
    await told()
    expect(cluster.followed()).toEqual([...allPaths, ...narrowPaths])
    cluster.live(...narrowPaths)
    cluster.put(inShop('deployments'), deployment('web'))
    expect(await told()).toEqual([{ context: 'prod', changed: [['shop/web', ready]], problem: '' }])
    health.setSight(['far/far'])
    await told()
    expect(cluster.followed()).toHaveLength(15)
  })

  it('follows at most 30', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => row('web', { namespace: `team-${index}` }))
    const { cluster, health, told } = open(rows)
    health.setSight(rows.map(({ namespace, name }) => `${namespace}/${name}`))
    cluster.deny(...allPaths)
    await told()
    expect(cluster.followed().filter((path) => path.endsWith('/jobs'))).toHaveLength(31)
  })

  it('does not call well what it cannot see whole, but tells trouble that it sees', async () => {
    const { cluster, health, told } = open([row('web'), row('bad')])
    health.setSight(['shop/web', 'shop/bad'])
    cluster.deny(...allPaths)
    await told()
    cluster.live(...narrowPaths.filter((path) => path !== inShop('statefulsets')))
    cluster.put(inShop('deployments'), deployment('web'))
    cluster.put(inShop('deployments'), deployment('bad', { ready: 0 }))
    cluster.deny(inShop('statefulsets'))
    expect(await told()).toMatchObject([
      {
        changed: [['shop/bad', { state: 'waiting' }]],
        problem: 'You may not list StatefulSets in shop, so their health is unknown there.',
      },
    ])
  })

  it('judges without what helm waits for least', async () => {
    const { cluster, health, told } = open([row('web')])
    health.setSight(['shop/web'])
    cluster.deny(paths.jobs, paths.claims)
    cluster.live(paths.deployments, paths.statefulSets, paths.daemonSets)
    await told()
    cluster.deny(...narrowPaths.slice(3))
    cluster.put(paths.deployments, deployment('web'))
    expect((await told()).flatMap(({ changed }) => changed)).toEqual([['shop/web', ready]])
  })

  it('goes back to the whole cluster when that may be read after all', async () => {
    const { cluster, health, told } = open([row('web')])
    health.setSight(['shop/web'])
    cluster.deny(...allPaths)
    await told()
    cluster.live(...allPaths)
    cluster.put(paths.deployments, deployment('web'))
    expect((await told()).at(-1)?.changed).toEqual([['shop/web', ready]])
    expect(cluster.followed()).toEqual(allPaths)
  })
})
