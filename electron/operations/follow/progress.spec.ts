import { describe, expect, it } from 'vitest'
import type { ObjectProgress } from '@shared/model/operation'
import { followedBy, type Followed, type FollowedOptions } from './followed'
import type { Sight } from '../../kube/live/objects/kind-request'
import { toLiveItem, type LiveItem } from '../../kube/live/watch/live-item'
import type { WantedObject } from '../../kube/live/objects/object-ref'
import { seen } from '../../kube/live/objects/object-set'
import { podSelector } from '../../kube/live/objects/pod-selector'
import { addressableObjects } from '../../records/manifest'
import { countReady, hasBegun, progressOf } from './progress'
import { isHandedOver, waitEnd } from './wait-end'

const now = Date.parse('2026-01-01T00:01:00Z')

function object(apiVersion: string, kind: string, name: string, more: object = {}): string {
  return JSON.stringify({ apiVersion, kind, metadata: { name, ...more } })
}

const web = object('apps/v1', 'Deployment', 'web')
const map = object('v1', 'ConfigMap', 'map')
const kept = object('v1', 'ConfigMap', 'kept', { annotations: { 'helm.sh/resource-policy': 'keep' } })

function hook(name: string, events: string[], more: object = {}) {
  const manifest = object('batch/v1', 'Job', name)
  return { name, kind: 'Job', manifest, objects: addressableObjects(manifest), events, ...more }
}

function follow(verb: FollowedOptions['verb'], manifest: string, hooks: object[] = [], more: object = {}): Followed[] {
  const payload = { objects: addressableObjects(manifest), hooks: hooks as ReturnType<typeof hook>[] }
  return followedBy(payload, { verb, hasRun: (startedAt) => startedAt >= now, ...more })
}

describe('what is followed', () => {
  const hooks = [
    hook('after', ['post-install', 'post-upgrade']),
    hook('before-b', ['pre-install'], { weight: 0 }),
    hook('before-a', ['pre-install']),
    hook('first', ['pre-install'], { weight: -3 }),
    hook('check', ['test']),
    hook('check-old', ['test-success']),
    hook('bye', ['pre-delete']),
  ]
  const names = (verb: FollowedOptions['verb'], more: object = {}): string[] =>
    follow(verb, [web, map, kept].join('\n---\n'), hooks, more).map((one) => `${one.object.name} ${one.goal}`)

  it('is the hooks of the verb in their order, then the objects; for an uninstall those that go', () => {
    const own = ['web started', 'map started', 'kept started']
    const before = ['first complete', 'before-a complete', 'before-b complete']
    expect(names('install')).toEqual([...before, 'after complete', ...own])
    expect(names('upgrade')).toEqual(['after complete', ...own])
    expect(names('rollback')).toEqual(own)
    expect(names('uninstall')).toEqual(['bye complete', 'web gone', 'map gone'])
    expect(names('install', { noHooks: true })).toEqual(own)
  })

  it('is the tests, or those that are named', () => {
    expect(names('test')).toEqual(['check complete', 'check-old complete'])
    expect(names('test', { tests: ['check-old'] })).toEqual(['check-old complete'])
  })

  it('tells runs of this change from those of before', () => {
    const phaseOf = (last_run: object | null) =>
      follow('install', '', [hook('h', ['pre-install'], { last_run })])[0]?.hook?.phase
    expect(phaseOf(null)).toBe('')
    expect(phaseOf({ phase: 'Succeeded', started_at: '2025-12-31T23:59:00Z' })).toBe('')
    expect(phaseOf({ phase: 'Succeeded', started_at: '0001-01-01T00:00:00Z' })).toBe('')
    expect(phaseOf({ phase: '', started_at: '' })).toBe('')
    expect(phaseOf({ phase: 'Succeeded', started_at: '2026-01-01T00:01:00Z' })).toBe('Succeeded')
    expect(phaseOf({ phase: 'Unknown', started_at: '2026-01-01T02:01:00+01:00' })).toBe('Running')
  })
})

describe('the labels that all pods have', () => {
  const labelled = (name: string, matchLabels: object): string =>
    JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: { selector: { matchLabels } },
    })
  const selector = (...labels: object[]): string =>
    podSelector(follow('install', labels.map((one, at) => labelled(`w${at}`, one)).join('\n---\n')))

  it.each([
    [[{ app: 'a', tier: 'x' }], 'app=a,tier=x'],
    [
      [
        { app: 'a', release: 'r' },
        { app: 'b', release: 'r' },
      ],
      'app in (a,b),release=r',
    ],
    [[{ app: 'a' }, { name: 'b' }], ''],
    [[{ app: 'a' }, {}], ''],
    [[{ app: '{{ .Bad }}', 'ok/name': 'b' }], 'ok/name=b'],
  ])('%j: %s', (labels, text) => expect(selector(...labels)).toBe(text))

  it('are the template’s where there is no selector', () => {
    const template = { metadata: { labels: { app: 'once' } } }
    const job = JSON.stringify({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, spec: { template } })
    expect(podSelector(follow('install', job))).toBe('app=once')
  })
})

/** What the watches would have kept of these objects. */
function clusterOf(followed: readonly Followed[], objects: Readonly<Record<string, unknown>>, parts: LiveItem[] = []) {
  const see = (one: WantedObject): Sight => {
    const given = Object.hasOwn(objects, one.object.name) ? objects[one.object.name] : undefined
    if (given === undefined) return { is: 'absent' }
    if (typeof given === 'string')
      return given === 'unknown' ? { is: 'unknown', why: 'Because.' } : { is: given as 'hidden' }
    const live = toLiveItem({ ...one.object, isHeadEnough: false }, given)
    return live === null ? { is: 'loading' } : seen(one, { is: 'there', live }, false)
  }
  return { followed, live: { see, placeOf: () => 'shop', partsIn: () => parts } }
}

function look(
  followed: readonly Followed[],
  objects: Readonly<Record<string, unknown>>,
  { parts = [], before = [] }: { parts?: LiveItem[]; before?: readonly ObjectProgress[] } = {},
): readonly ObjectProgress[] {
  return progressOf({ ...clusterOf(followed, objects, parts), before, now })
}

const unready = {
  metadata: { uid: 'dep', name: 'web', generation: 1 },
  spec: { replicas: 2 },
  status: { observedGeneration: 1, updatedReplicas: 2, replicas: 2 },
}

function part(kind: string, raw: object): LiveItem {
  const item = toLiveItem({ apiVersion: kind === 'ReplicaSet' ? 'apps/v1' : 'v1', kind, isHeadEnough: false }, raw)
  if (item === null) throw new Error('no item')
  return item
}

function replicaSet(name: string, revision: number): LiveItem {
  const annotations = { 'deployment.kubernetes.io/revision': String(revision) }
  const ownerReferences = [{ uid: 'dep', kind: 'Deployment', name: 'web', controller: true }]
  return part('ReplicaSet', { metadata: { uid: name, name, annotations, ownerReferences } })
}

function pod(name: string, owner: string, status: object, more: object = {}): LiveItem {
  const ownerReferences = [{ uid: owner, kind: 'ReplicaSet', name: owner, controller: true }]
  const metadata = { uid: name, name, namespace: 'shop', ownerReferences, ...more }
  return part('Pod', { metadata, spec: { containers: [{ name: 'main' }] }, status })
}

function event(uid: string, reason: string, second: number, type = 'Warning'): LiveItem {
  const lastTimestamp = `2026-01-01T00:00:0${second}Z`
  const metadata = { uid: `${uid}${reason}`, name: `${uid}${reason}` }
  return part('Event', {
    metadata,
    type,
    reason,
    message: 'words',
    lastTimestamp,
    involvedObject: { kind: 'X', name: 'x', uid },
  })
}

const pulling = {
  containerStatuses: [{ name: 'main', state: { waiting: { reason: 'ImagePullBackOff', message: 'no' } } }],
}
const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }

describe('progress', () => {
  const followed = follow('install', web)

  it('names the reason of a pod of the newest ReplicaSet, and shows these pods', () => {
    const parts = [
      replicaSet('web-1', 1),
      replicaSet('web-2', 2),
      pod('old', 'web-1', pulling),
      pod('new-a', 'web-2', ready),
      pod('new-b', 'web-2', pulling),
      pod('leaving', 'web-2', pulling, { deletionTimestamp: 'now' }),
      event('new-b', 'BackOff', 5),
      event('old', 'Later', 9),
    ]
    const [first] = look(followed, { web: unready }, { parts })
    expect(first).toMatchObject({
      kind: 'Deployment',
      name: 'web',
      namespace: 'shop',
      state: 'failing',
      reason: 'ImagePullBackOff: no',
      replicas: { ready: 0, wanted: 2 },
      event: 'BackOff: words',
    })
    expect(first?.pods?.map(({ name, state }) => `${name} ${state}`)).toEqual(['new-b failing', 'new-a ready'])
  })

  it('finds the pods by name where ReplicaSets may not be seen', () => {
    const parts = [pod('a', 'web-5d4f', pulling), pod('b', 'web-api-5d4f', ready)]
    expect(look(followed, { web: unready }, { parts })[0]?.pods?.map(({ name }) => name)).toEqual(['a'])
  })

  it('takes the warning of a controller that makes no pod for its end, unless it was heard of better things since', () => {
    const refused = [replicaSet('web-1', 1), event('web-1', 'FailedCreate', 1)]
    expect(look(followed, { web: unready }, { parts: refused })[0]).toMatchObject({
      state: 'failing',
      reason: 'FailedCreate: words',
    })
    const better = [...refused, event('web-1', 'SuccessfulCreate', 2, 'Normal')]
    expect(look(followed, { web: unready }, { parts: better })[0]).toMatchObject({
      state: 'waiting',
      reason: '0 of 2 ready.',
      event: 'SuccessfulCreate: words',
    })
  })

  it('adds what a pod that only waits is told to wait for', () => {
    const parts = [replicaSet('web-1', 1), pod('a', 'web-1', { phase: 'Running' }), event('a', 'Unhealthy', 1)]
    expect(look(followed, { web: unready }, { parts })[0]).toMatchObject({
      state: 'waiting',
      reason: '0 of 2 ready: Unhealthy: words',
    })
  })

  it('does not take a warning about a load balancer for its end: it is tried again', () => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'edge' } }
    const live = { metadata: { uid: 'edge', name: 'edge' }, spec: { type: 'LoadBalancer' } }
    const [first] = look(
      follow('install', JSON.stringify(service)),
      { edge: live },
      { parts: [event('edge', 'Sync', 1)] },
    )
    expect(first).toMatchObject({
      state: 'waiting',
      reason: expect.stringMatching(/no address.*Sync: words/) as string,
    })
    expect(first?.pods).toBeUndefined()
  })

  it('says what is not known instead of guessing', () => {
    const [hidden] = look(followed, { web: 'hidden' })
    expect(hidden).toMatchObject({
      state: 'waiting',
      hidden: true,
      reason: expect.stringMatching(/may not read/) as string,
    })
    expect(look(followed, { web: 'unknown' })[0]).toMatchObject({ state: 'waiting', reason: 'Because.' })
    const before = look(followed, { web: unready })
    expect(look(followed, { web: 'loading' }, { before })[0]).toMatchObject({ reason: '0 of 2 ready.' })
  })

  it('has not begun before the first object is there', () => {
    const none = look(followed, {})
    expect([hasBegun(none), none[0]?.reason]).toEqual([false, 'Not created yet'])
    const some = look(followed, { web: unready })
    expect([hasBegun(some), countReady(some)]).toEqual([true, 0])
  })

  it('watches what goes until it has gone, for good', () => {
    const going = follow('uninstall', [map, web].join('\n---\n'))
    const metadata = { uid: 'm', name: 'map', deletionTimestamp: 'now', finalizers: ['example.com/guard'] }
    const first = look(going, { map: { metadata } })
    expect(first.map(({ state }) => state)).toEqual(['waiting', 'gone'])
    expect(first[0]?.reason).toBe('It is being deleted and waits for example.com/guard.')
    const second = look(going, { web: unready }, { before: first })
    expect(second.map(({ state }) => state)).toEqual(['gone', 'gone'])
    expect(countReady(second)).toBe(2)
  })

  it('follows a hook that helm deletes when it has ended', () => {
    const ran = (phase: string, started_at = '2026-01-01T00:01:00Z') =>
      follow('install', '', [hook('h', ['pre-install'], { weight: 3, last_run: { phase, started_at } })])
    const running = { h: { metadata: { uid: 'h', name: 'h' }, status: { startTime: 'now' } } }
    const notRun = look(ran('', ''), running)
    expect(notRun[0]).toMatchObject({ state: 'waiting', reason: 'Not run yet', hook: { phase: '' } })
    expect(hasBegun(notRun)).toBe(false)
    const coming = look(ran('Running'), {}, { before: notRun })
    expect(coming[0]).toMatchObject({ state: 'waiting', reason: 'Not created yet', hook: { phase: 'Running' } })
    const seen = look(ran('Running'), running, { before: coming })
    expect(seen[0]).toMatchObject({ state: 'waiting', reason: 'It is running.', hook: { weight: 3, phase: 'Running' } })
    const gone = look(ran('Running'), {}, { before: seen })
    expect(gone[0]).toMatchObject({ state: 'ready', hook: { phase: 'Succeeded' } })
    expect(look(ran('Running'), {}, { before: gone })[0]?.state).toBe('ready')
    expect(look(ran('Succeeded'), {}, { before: notRun })[0]?.state).toBe('ready')
    expect(look(ran('Failed'), {}, { before: seen })[0]?.state).toBe('failing')
    const failed = {
      h: { metadata: { uid: 'h', name: 'h' }, status: { conditions: [{ type: 'Failed', status: 'True' }] } },
    }
    const failing = look(ran('Running'), failed, { before: seen })
    expect(failing[0]).toMatchObject({ state: 'failing', reason: 'Failed' })
    expect(look(ran('Running'), {}, { before: failing })[0]).toMatchObject({ state: 'failing', reason: 'Failed' })
  })
})

describe('until when helm waits', () => {
  const last_run = { phase: 'Running', started_at: '2026-01-01T00:01:30Z' }
  const hooks = (more: object) => [hook('h', ['pre-install'], more)]
  const one = (state: ObjectProgress['state'], reason = ''): ObjectProgress => {
    return { kind: 'K', name: 'n', namespace: '', state, reason }
  }
  const base = { timeoutSeconds: 60, waitsForObjects: true, handedOverAt: null }

  it('is the whole time from the start of the hook that runs', () => {
    const followed = follow('install', web, hooks({ last_run }))
    const objects = [one('waiting'), one('waiting', 'Not created yet')]
    expect(waitEnd({ ...base, followed, objects })).toBe(Date.parse('2026-01-01T00:02:30Z'))
    expect(isHandedOver(followed, objects)).toBe(false)
    expect(waitEnd({ ...base, followed, objects: [one('ready'), one('waiting')] })).toBeNull()
  })

  it('is the whole time again from when the objects were handed over, while one is not ready', () => {
    const followed = follow('install', web, hooks({ last_run }))
    const objects = [one('ready'), one('waiting', '0 of 1 ready.')]
    expect(isHandedOver(followed, objects)).toBe(true)
    expect(waitEnd({ ...base, followed, objects, handedOverAt: now })).toBe(now + 60_000)
    expect(waitEnd({ ...base, followed, objects, handedOverAt: now, waitsForObjects: false })).toBeNull()
    expect(waitEnd({ ...base, followed, objects: [one('ready'), one('ready')], handedOverAt: now })).toBeNull()
  })

  it('begins for an uninstall when the first object goes', () => {
    const followed = follow('uninstall', web)
    expect(isHandedOver(followed, [one('waiting', 'It is still there.')])).toBe(false)
    expect(isHandedOver(followed, [one('waiting', 'It is being deleted.')])).toBe(true)
    expect(isHandedOver(followed, [one('gone')])).toBe(true)
  })
})
