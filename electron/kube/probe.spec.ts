import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ConnectionState } from '@shared/model/cluster'
import type { ApiClient, GetRequest } from './api-client'
import { cancelledFailure, statusFailure, timeoutFailure } from './errors'
import { createProbe, type Probe } from './probe'
import type { ClusterTarget } from './target'

const place = { context: 'a', server: 'https://a.test' }
const forbidden = (): Error => statusFailure(place, 403, '')
const target = (context: string): ClusterTarget => ({ context, kubeconfigFiles: ['/config'], helmEnv: {} })
const secrets = (...versions: string[]): unknown => ({
  items: versions.map((resourceVersion, n) => ({ metadata: { namespace: 'n', name: `r${n}`, resourceVersion } })),
})
const clusterWide = '/api/v1/secrets'
const inTeam = '/api/v1/namespaces/team/secrets'

/** A cluster whose answers a test changes on the way. Time is vitest's. */
function fakeCluster(): {
  answers: Record<string, unknown>
  asked: string[]
  running: number
  mostAtOnce: number
  hang: boolean
  client: ApiClient
} {
  const cluster = {
    answers: { '/version': { gitVersion: 'v1' }, '/api': {}, [clusterWide]: secrets('1') } as Record<string, unknown>,
    asked: [] as string[],
    running: 0,
    mostAtOnce: 0,
    hang: false,
    client: { get: (path: string, request?: GetRequest) => get(path, request), dispose: () => undefined },
  }
  const get = async (path: string, { signal, timeoutMs = 0 }: GetRequest = {}): Promise<unknown> => {
    const [bare = ''] = path.split('?')
    cluster.asked.push(bare)
    // /version and /api of one check go together.
    if (bare !== '/api') cluster.mostAtOnce = Math.max(cluster.mostAtOnce, ++cluster.running)
    try {
      if (cluster.hang) await hang(signal, timeoutMs)
      const answer = cluster.answers[bare]
      if (answer instanceof Error) throw answer
      return answer
    } finally {
      if (bare !== '/api') cluster.running--
    }
  }
  return cluster
}

function hang(signal: AbortSignal | undefined, timeoutMs: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(timeoutFailure(place, timeoutMs)), timeoutMs)
    signal?.addEventListener('abort', () => reject(cancelledFailure()))
  })
}

describe('the probe', () => {
  let cluster: ReturnType<typeof fakeCluster>
  let states: ConnectionState[]
  let changed: string[]
  let current: ClusterTarget | null
  let visible: boolean
  let probe: Probe
  beforeEach(() => {
    vi.useFakeTimers()
    cluster = fakeCluster()
    states = []
    changed = []
    current = target('a')
    visible = true
    probe = createProbe({
      targetNow: () => current,
      namespaceOf: () => 'team',
      clientFor: () => cluster.client,
      onConnection: (state) => states.push(state),
      onReleasesChanged: (context) => changed.push(context),
      isVisible: () => visible,
    })
  })
  afterEach(() => {
    probe.stop()
    vi.useRealTimers()
  })

  const pass = (seconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(seconds * 1_000)
  const names = (): string[] => states.map(({ state }) => state)

  it('tells of a connection once, and of changed releases each time', async () => {
    probe.start()
    await pass(11)
    expect(states).toMatchObject([
      { state: 'connecting', context: 'a' },
      { state: 'connected', context: 'a', version: 'v1' },
    ])
    expect(changed).toEqual([])
    cluster.answers[clusterWide] = secrets('2')
    await pass(5)
    cluster.answers[clusterWide] = secrets('2', '3')
    await pass(5)
    await pass(10)
    expect(changed).toEqual(['a', 'a'])
  })

  it('asks one thing every 5 seconds, every 30 when nobody looks', async () => {
    probe.start()
    await pass(1)
    cluster.asked.length = 0
    await pass(20)
    expect(cluster.asked).toEqual(Array(4).fill(clusterWide))
    visible = false
    await pass(5)
    cluster.asked.length = 0
    await pass(60)
    expect(cluster.asked).toHaveLength(2)
  })

  it('shows a lost cluster and finds it again by itself within 20 seconds', async () => {
    probe.start()
    await pass(1)
    cluster.hang = true
    await pass(60)
    expect(names()).toEqual(['connecting', 'connected', 'failed'])
    expect(states.at(-1)).toMatchObject({ error: { code: 'cluster-unreachable' } })
    cluster.hang = false
    cluster.answers[clusterWide] = secrets('9')
    await pass(20)
    expect(names()).toEqual(['connecting', 'connected', 'failed', 'connected'])
    expect(changed).toEqual(['a'])
  })

  it('shows each kind of trouble as its own state', async () => {
    cluster.answers['/api'] = statusFailure(place, 401, '')
    probe.start()
    await pass(1)
    expect(states.at(-1)).toMatchObject({ state: 'failed', error: { code: 'cluster-unauthorised' } })
    cluster.answers['/api'] = {}
    await pass(20)
    expect(names().at(-1)).toBe('connected')
  })

  it("looks into the context's namespace where the cluster is refused", async () => {
    cluster.answers[clusterWide] = forbidden()
    cluster.answers[inTeam] = secrets('1')
    probe.start()
    await pass(1)
    expect(names().at(-1)).toBe('connected')
    cluster.asked.length = 0
    cluster.answers[inTeam] = secrets('2')
    await pass(6)
    expect(cluster.asked).toEqual([inTeam])
    expect(changed).toEqual(['a'])
  })

  it('only asks whether the cluster is there where nothing may be read, and tries again later', async () => {
    cluster.answers[clusterWide] = forbidden()
    cluster.answers[inTeam] = forbidden()
    probe.start()
    await pass(1)
    cluster.asked.length = 0
    await pass(20)
    expect(new Set(cluster.asked)).toEqual(new Set(['/version']))
    cluster.answers[clusterWide] = secrets('1')
    await pass(120)
    expect(cluster.asked).toContain(clusterWide)
    expect(names()).toEqual(['connecting', 'connected'])
  })

  it('leaves the old context at once, and its late answer changes nothing', async () => {
    cluster.hang = true
    probe.start()
    await pass(1)
    cluster.hang = false
    current = target('b')
    probe.kick()
    await pass(1)
    expect(states.map(({ state, context }) => `${context} ${state}`)).toEqual([
      'a connecting',
      'b connecting',
      'b connected',
    ])
  })

  it('notices a changed context without being told', async () => {
    probe.start()
    await pass(1)
    current = target('b')
    await pass(5)
    expect(states.at(-1)).toMatchObject({ state: 'connected', context: 'b' })
  })

  it('waits without a context and looks as soon as there is one', async () => {
    current = null
    probe.start()
    await pass(20)
    expect(cluster.asked).toEqual([])
    current = target('a')
    probe.kick()
    await pass(1)
    expect(names()).toEqual(['connecting', 'connected'])
  })

  it('never runs two looks at once, however often it is kicked, and looks again after the last kick', async () => {
    cluster.hang = true
    probe.start()
    for (let n = 0; n < 10; n++) probe.kick()
    await pass(1)
    expect(cluster.mostAtOnce).toBe(1)
    cluster.asked.length = 0
    cluster.hang = false
    await pass(8)
    expect(names()).toEqual(['connecting', 'failed', 'connected'])
    expect(cluster.mostAtOnce).toBe(1)
  })

  it('is silent once stopped', async () => {
    probe.start()
    await pass(1)
    cluster.hang = true
    await pass(5)
    probe.stop()
    const [told, asked] = [states.length, cluster.asked.length]
    probe.kick()
    await pass(60)
    expect([states.length, cluster.asked.length]).toEqual([told, asked])
  })
})
