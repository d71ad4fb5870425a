import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPodWatches } from './pod-watches'
import { createFakeWatch } from './testing/fake-watch'
import { deployment, waitingPod } from '../kube/live/testing/objects'
import { toWorkload, type Workload } from '../kube/live/watch/workload'

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-03-01T10:00:00Z') }))
afterEach(() => vi.useRealTimers())

const podsPath = '/api/v1/namespaces/shop/pods'
const image = 'ImagePullBackOff'

function unready(name: string, ready = 0): Workload {
  const workload = toWorkload('Deployment', deployment(name, { ready, wanted: 3 }))
  if (workload === null) throw new Error('no workload')
  return workload
}

function open(most = 40) {
  const cluster = createFakeWatch()
  const onChange = vi.fn()
  const pods = createPodWatches({ watches: cluster.watches, onChange, most })
  return { cluster, pods, onChange }
}

describe('the pods of workloads that are not ready', () => {
  it('are found by their labels, and their trouble told once they are read', () => {
    const { cluster, pods, onChange } = open()
    const web = unready('web')
    pods.want([web])
    expect(cluster.followed()).toEqual([`${podsPath}?app=web`])
    expect(pods.troubleOf(web)).toBeNull()
    cluster.put(podsPath, waitingPod('web-1', image, 'no such image'))
    expect(onChange).toHaveBeenCalled()
    expect(pods.troubleOf(web)).toEqual({ reason: `${image}: no such image`, podName: 'web-1', isFailing: true })
    cluster.drop(podsPath, 'web-1')
    expect(pods.troubleOf(web)).toBeNull()
  })

  it('tell the worst of them: what goes on before what has ended, and that before what is on its way', () => {
    const { cluster, pods } = open()
    const web = unready('web')
    pods.want([web])
    const ended = { state: { terminated: { exitCode: 1, reason: 'Error' } } }
    const again = {
      state: { running: {} },
      restartCount: 2,
      lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
    }
    const of = (name: string, status: object): Parameters<typeof cluster.put>[1] =>
      ({ metadata: { name }, status: { containerStatuses: [{ name: 'main', ready: false, ...status }] } }) as never
    cluster.put(podsPath, of('web-0', again))
    expect(pods.troubleOf(web)).toMatchObject({ podName: 'web-0', isFailing: false })
    cluster.put(podsPath, of('web-1', ended))
    expect(pods.troubleOf(web)).toMatchObject({ podName: 'web-1', isFailing: true })
    cluster.put(podsPath, waitingPod('web-3', 'CrashLoopBackOff'))
    cluster.put(podsPath, waitingPod('web-2', image))
    expect(pods.troubleOf(web)).toMatchObject({ podName: 'web-2', reason: image })
  })

  it('make room for what is wanted more, and what was known of them counts until they change', () => {
    const { cluster, pods } = open(1)
    const web = unready('web')
    pods.want([web])
    cluster.put(podsPath, waitingPod('web-1', image))
    pods.want([unready('api'), web])
    expect(cluster.followed()).toEqual([`${podsPath}?app=api`])
    expect(pods.troubleOf(web)).toMatchObject({ reason: image })
    expect(pods.troubleOf(unready('web', 2))).toBeNull()
    pods.want([])
    expect(cluster.followed()).toEqual([])
    expect(pods.troubleOf(web)).toBeNull()
  })

  it('are not looked for where nothing selects them', () => {
    const { cluster, pods } = open()
    pods.want([{ ...unready('web'), pods: '' }])
    expect(cluster.followed()).toEqual([])
  })

  it('have 15 seconds to find a node', async () => {
    const { cluster, pods, onChange } = open()
    const web = unready('web')
    pods.want([web])
    const unscheduled = {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message: '0/3 nodes',
      lastTransitionTime: '2026-03-01T10:00:00Z',
    }
    cluster.put(podsPath, { metadata: { name: 'web-1' }, status: { conditions: [unscheduled] } } as never)
    expect(pods.troubleOf(web)).toEqual({ reason: 'Unschedulable: 0/3 nodes', podName: 'web-1', isFailing: false })
    onChange.mockClear()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(onChange).toHaveBeenCalled()
    expect(pods.troubleOf(web)).toMatchObject({ isFailing: true })
  })
})
