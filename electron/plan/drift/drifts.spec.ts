import { gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import type { DriftMark } from '@shared/model/drift'
import { AppFailure, appError } from '@shared/errors'
import type { GetRequest } from '../../kube/api-client'
import { cancelledFailure } from '../../kube/errors'
import { failsWith } from '../../kube/testing/client-lab'
import { recordName } from '../../records/record-name'
import { createDrifts } from './drifts'

const target = { context: 'prod', kubeconfigFiles: [], helmEnv: {} }
const now = (): Date => new Date('2026-01-01T00:00:00Z')

const helm = { run: nothingRuns, capabilities: nothingRuns }
const parts = { helm, root: '/nowhere', now }

function nothingRuns(): Promise<never> {
  return Promise.reject(new Error('nothing is run'))
}

/** A cluster in which every release is at one revision, of this status, and has no readable record. */
function open(status: string, ask: (path: string) => unknown = () => undefined) {
  const marks: DriftMark[] = []
  const paths: string[] = []
  const get = (path: string): Promise<unknown> => {
    paths.push(path)
    const release = /name%3D([a-z0-9]+)/.exec(path)?.[1] ?? 'none'
    const labels = { owner: 'helm', name: release, status, version: '3' }
    const metadata = { name: recordName(release, 3), labels, resourceVersion: '1' }
    return Promise.resolve(ask(path)).then((answer) => answer ?? { metadata: {}, items: [{ metadata }] })
  }
  const client = { get, sendRead: () => Promise.reject(new Error('nothing is sent')) }
  const drifts = createDrifts({ ...parts, clientFor: () => client, onMark: (mark) => marks.push(mark) })
  return { drifts, marks, paths }
}

const releases = (count: number): { namespace: string; name: string }[] =>
  Array.from({ length: count }, (_, index) => ({ namespace: 'shop', name: `r${index}` }))

describe('a scan for drift', () => {
  it('tells what it finds of each release, in the middle of a change or unreadable', async () => {
    const busy = open('pending-upgrade')
    busy.drifts.scan(target, releases(3))
    await vi.waitFor(() => expect(busy.marks).toHaveLength(3))
    expect(busy.marks[0]).toEqual({
      ...{ context: 'prod', namespace: 'shop', name: 'r0', revision: 0 },
      checkedAt: '2026-01-01T00:00:00.000Z',
      state: { is: 'busy' },
    })
    const damaged = open('deployed')
    damaged.drifts.scan(target, releases(1))
    await vi.waitFor(() => expect(damaged.marks).toHaveLength(1))
    const why = 'helm\'s record of "r0" can\'t be read.'
    expect(damaged.marks[0]?.state).toEqual({ is: 'failed', why, isForbidden: false })
  })

  it('asks nothing more where the cluster is away', async () => {
    const away = new AppFailure(appError('cluster-unreachable', 'It is away.'))
    const { drifts, marks, paths } = open('deployed', () => Promise.reject(away))
    drifts.scan(target, releases(50))
    await vi.waitFor(() => expect(marks).toHaveLength(50))
    expect(new Set(marks.map(({ state }) => state.is === 'failed' && state.why))).toEqual(new Set(['It is away.']))
    expect(paths.length).toBeLessThan(5)
  })

  it('ends when it is stopped or another one begins in its cluster', async () => {
    let answer: () => void = () => undefined
    const waiting = new Promise<undefined>((resolve) => (answer = () => resolve(undefined)))
    const { drifts, marks, paths } = open('pending-upgrade', (path) => (path.includes('r0') ? waiting : undefined))
    drifts.scan(target, [...releases(1), ...releases(1)])
    drifts.scan(target, [{ namespace: 'shop', name: 'other' }])
    await vi.waitFor(() => expect(marks.map(({ name }) => name)).toEqual(['other']))
    drifts.scan(target, [...releases(1), ...releases(1), { namespace: 'shop', name: 'late' }])
    drifts.stopScans()
    answer()
    await waiting
    await expect(drifts.check(target, { namespace: 'shop', name: 'r1' }, 'any')).rejects.toThrow('is being changed')
    expect(marks.map(({ name }) => name)).toEqual(['other'])
    expect(paths.filter((path) => path.includes('late'))).toEqual([])
  })
})

describe('a check for drift', () => {
  const web = { namespace: 'shop', name: 'web' }

  it('ends when it is cancelled, and no other does', async () => {
    const get = (_: string, request: GetRequest = {}): Promise<unknown> =>
      new Promise((_resolve, reject) => request.signal?.addEventListener('abort', () => reject(cancelledFailure())))
    const client = { get, sendRead: () => Promise.reject(new Error('nothing is sent')) }
    const drifts = createDrifts({ ...parts, clientFor: () => client, onMark: () => undefined })
    const [one, other] = [drifts.check(target, web, 'one'), drifts.check(target, web, 'other')]
    let ended = 0
    other.catch(() => (ended += 1))
    drifts.cancel('unknown')
    drifts.cancel('one')
    await expect(one).rejects.toEqual(failsWith('cancelled'))
    expect(ended).toBe(0)
    drifts.dispose()
    await expect(other).rejects.toEqual(failsWith('cancelled'))
  })

  it('is kept until there are newer ones', async () => {
    const payload = { name: 'web', namespace: 'shop', version: 3, info: {}, chart: { metadata: {} }, manifest: '' }
    const release = Buffer.from(gzipSync(JSON.stringify(payload)).toString('base64')).toString('base64')
    const { drifts, marks } = open('deployed', (path) => (path.includes('?') ? undefined : { data: { release } }))
    for (const id of ['a', 'b', 'c', 'd', 'e']) await drifts.check(target, web, id)
    expect(marks).toHaveLength(5)
    await expect(drifts.exportText('a', 'json')).rejects.toEqual(failsWith('plan-missing'))
    expect(JSON.parse(await drifts.exportText('b', 'json'))).toEqual(drifts.get('b'))
    expect(await drifts.exportText('e', 'markdown')).toContain('Drift of `web` in `shop` on `prod`')
  })
})
