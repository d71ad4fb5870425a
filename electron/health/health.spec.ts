import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppFailure, appError } from '@shared/errors'
import type { HealthPatch } from '@shared/model/health'
import type { FeedPhase, FeedSnapshot } from '@shared/model/release-feed'
import type { HelmRelease } from '@shared/model/release'
import { live } from '../releases/index/testing/feed-states'
import { createHealth, type Health } from './health'
import { createFakeWatch } from './testing/fake-watch'
import { allPaths, deployment, paths } from '../kube/live/testing/objects'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const web: HelmRelease = {
  name: 'web',
  namespace: 'shop',
  revision: 1,
  updated: '',
  status: 'deployed',
  chart: '',
  appVersion: '',
}
function open(phase: FeedPhase = 'live') {
  const cluster = createFakeWatch()
  const patches: HealthPatch[] = []
  const seen = { phase, description: 'one' }
  const snapshot = (context: string): FeedSnapshot => ({
    context,
    seq: 1,
    releases: [web],
    gone: [],
    state: { ...live, phase: seen.phase },
  })
  const health: Health = createHealth({
    targetOf: (context) => {
      if (context === 'missing') throw new AppFailure(appError('context-missing', 'There is no such context.'))
      return { context, kubeconfigFiles: [], helmEnv: {} }
    },
    describe: () => seen.description,
    snapshotOf: ({ context }) => snapshot(context),
    watchesOf: () => cluster.watches,
    onPatch: (patch) => void patches.push(patch),
  })
  const tell = (next: FeedPhase): void => {
    seen.phase = next
    const state = { ...live, phase: next }
    health.noteFeed({ context: 'prod', seq: 2, upserted: [], removed: [], gone: null, state })
  }
  return { cluster, health, patches, seen, tell }
}

const prod = [{ context: 'prod', rows: [] }]
const ready = { state: 'ready', words: '', detail: '' }

async function readAll({ cluster }: ReturnType<typeof open>): Promise<void> {
  cluster.live(...allPaths)
  cluster.put(paths.deployments, deployment('web'))
  await vi.advanceTimersByTimeAsync(50)
}

describe('health of the followed contexts', () => {
  it('begins only once the list of releases is live', () => {
    const { cluster, health, tell } = open('connecting')
    expect(health.follow(prod)).toEqual([{ context: 'prod', changed: [], problem: '' }])
    tell('reconnecting')
    expect(cluster.asked).toEqual([])
    tell('live')
    expect(cluster.asked).toEqual(allPaths)
    tell('live')
    expect(cluster.asked).toEqual(allPaths)
  })

  it('gives what is known to whoever asks: of all, or of the rows in sight', async () => {
    const lab = open()
    lab.health.follow(prod)
    await readAll(lab)
    expect(lab.patches).toEqual([{ context: 'prod', changed: [['shop/web', ready]], problem: '' }])
    expect(lab.health.follow(prod)).toEqual(lab.patches)
    expect(lab.health.follow([{ context: 'prod', rows: ['shop/other'] }])[0]?.changed).toEqual([])
    expect(lab.cluster.asked).toEqual(allPaths)
  })

  it('goes on for 30 seconds when nobody asks any more', async () => {
    const { cluster, health } = open()
    health.follow(prod)
    health.follow([])
    await vi.advanceTimersByTimeAsync(29_000)
    health.follow(prod)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(cluster.followed()).toEqual(allPaths)
    health.follow([])
    await vi.advanceTimersByTimeAsync(30_000)
    expect(cluster.followed()).toEqual([])
  })

  it('says so where a context is not there', () => {
    const { health } = open()
    const [answer] = health.follow([{ context: 'missing', rows: [] }])
    expect(answer).toEqual({ context: 'missing', changed: [], problem: 'There is no such context.' })
  })

  it('forgets what it told when the kubeconfig leads elsewhere, and begins anew', async () => {
    const lab = open()
    lab.health.follow(prod)
    await readAll(lab)
    lab.health.noteContexts()
    expect(lab.patches).toHaveLength(1)
    lab.seen.description = 'other'
    lab.health.noteContexts()
    expect(lab.patches.at(-1)).toEqual({ context: 'prod', changed: [['shop/web', null]], problem: '' })
    expect(lab.cluster.asked).toEqual([...allPaths, ...allPaths])
    expect(lab.cluster.followed()).toEqual(allPaths)
  })

  it('ends with the app', () => {
    const { cluster, health } = open()
    health.follow(prod)
    health.dispose()
    expect(cluster.followed()).toEqual([])
  })
})
