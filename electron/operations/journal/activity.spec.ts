import { describe, expect, it } from 'vitest'
import { appError } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { makeOperation } from '@shared/testing/make-operation'
import { failsWith } from '../../kube/testing/client-lab'
import { createActivity } from './activity'
import { keptOf } from '../running/run-operation'
import type { JournalEntry } from './entries'
import { without } from '@shared/without'

const target = { context: 'prod', kubeconfigFiles: [], helmEnv: {} }
const detail = {
  objects: [{ kind: 'Job', name: 'a', namespace: 'shop', state: 'ready', reason: '' } as const],
  output: 'out',
}

function entryOf(operation: Operation): JournalEntry {
  const request = operation.verb === 'repair' ? null : { verb: operation.verb }
  const rest = { target, cluster: null, helm: null, file: 1, detail: null }
  return { operation: keptOf(operation), request, key: operation.id, ...rest }
}

const failed = { phase: 'failed', error: appError('timeout', 'Too late, "really".', { cause: '=cmd()' }) } as const
const all: readonly Operation[] = [
  makeOperation({ id: 'a', name: 'api', command: ['helm', 'upgrade'], status: { phase: 'applying' } }),
  makeOperation({ id: 'b', name: 'web', verb: 'install', status: failed, endedAt: '2026-03-01T10:01:30Z' }),
  makeOperation({
    id: 'c',
    verb: 'repair',
    repair: 'restore',
    status: { phase: 'done' },
    endedAt: '2026-03-01T10:01:00Z',
  }),
  makeOperation({ id: 'd', context: 'test', status: { phase: 'stuck', releaseStatus: 'pending-upgrade' } }),
]

function setUp(live: readonly Operation[] = []) {
  const entries = all.map(entryOf)
  return createActivity({
    journal: {
      ready: Promise.resolve(),
      entries: () => entries,
      entry: (id) => entries.find(({ operation }) => operation.id === id),
      readDetail: () => Promise.resolve(detail),
      problem: () => 'A line is damaged.',
    },
    operations: () => live,
  })
}

const everything = { query: '', results: [], verbs: [], offset: 0, limit: 10 }

async function found(request: Partial<Parameters<ReturnType<typeof setUp>['list']>[0]>): Promise<string[]> {
  return (await setUp().list({ ...everything, ...request })).entries.map(({ operation }) => operation.id)
}

async function exported(format: 'json' | 'csv'): Promise<string> {
  let text = ''
  for await (const piece of setUp().exported(format)) text += piece
  return text
}

describe('the activity', () => {
  it('finds by words, result and verb, page by page', async () => {
    expect(await found({})).toEqual(['a', 'b', 'c', 'd'])
    expect(await found({ query: 'SHOP api' })).toEqual(['a'])
    expect(await found({ query: 'nothing' })).toEqual([])
    expect(await found({ query: 'test' })).toEqual(['d'])
    expect(await found({ results: ['running', 'stuck'] })).toEqual(['a', 'd'])
    expect(await found({ verbs: ['install', 'repair'] })).toEqual(['b', 'c'])
    expect(await found({ offset: 1, limit: 2 })).toEqual(['b', 'c'])
    const page = await setUp().list({ ...everything, limit: 1 })
    expect(page).toMatchObject({ total: 4, problem: 'A line is damaged.' })
    expect(page.entries[0]?.request).toEqual({ verb: 'upgrade' })
    expect((await setUp().list({ ...everything, verbs: ['repair'] })).entries[0]).not.toHaveProperty('request')
  })

  it('tells of what is under way as it is now', async () => {
    const now = makeOperation({ id: 'a', status: { phase: 'waiting', ready: 1, total: 2 }, objects: detail.objects })
    const activity = setUp([now])
    const { entries } = await activity.list({ ...everything, limit: 1 })
    expect(entries[0]?.operation).toEqual(without(now, 'objects'))
    expect(await activity.entry('a')).toEqual({ operation: now, output: '', request: { verb: 'upgrade' } })
    expect(await activity.entry('b')).toMatchObject({
      operation: { status: failed, objects: detail.objects },
      output: 'out',
    })
    await expect(activity.entry('x')).rejects.toEqual(failsWith('invalid-input'))
  })

  it('exports all of it as JSON', async () => {
    const list: unknown = JSON.parse(await exported('json'))
    expect(list).toMatchObject([{ operation: { id: 'a' } }, { operation: { id: 'b' }, output: 'out' }, {}, {}])
  })

  it('exports all of it as CSV that no spreadsheet computes with', async () => {
    const lines = (await exported('csv')).split('\r\n')
    expect(lines).toHaveLength(6)
    expect(lines[0]).toContain('"id","started","ended","seconds","verb"')
    expect(lines[2]).toContain(
      '"90","install","","web","shop","prod","","failed","","Too late, ""really"".","\'=cmd()"',
    )
    expect(lines[4]).toContain('"stuck","pending-upgrade"')
  })
})
