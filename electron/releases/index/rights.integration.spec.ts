import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { HelmRelease } from '@shared/model/release'
import { connectionOf } from './connection-of'
import { quickTiming, type IndexLab, type MadeRecord } from './testing/index-lab'
import { openRightsLab, type Grant, type RightsLab } from './testing/rights-lab'
import { removeRecord, upgradeRecord, writeRecords } from './testing/write-records'

const patient = { timeout: 20_000 }
const teams = ['team-a', 'team-b', 'team-c', 'team-d', 'team-e']
const all = ['get', 'list', 'watch']
/** A right that was taken away shows when a watch ends. */
const timing = { ...quickTiming, watchMs: [1_000, 1_000] as const }

const made: MadeRecord[] = teams.flatMap((namespace) =>
  [1, 2, 3].flatMap((at) => [
    { namespace, name: `web-${at}`, revision: 1, status: 'superseded' },
    { namespace, name: `web-${at}`, revision: 2, status: 'deployed' },
  ]),
)

let rights: RightsLab

beforeAll(async () => {
  rights = await openRightsLab(inject('binaries'))
  await writeRecords(rights.admin, made)
})
afterAll(() => rights.close())

const secretsIn = (user: string, namespace: string, verbs: readonly string[] = all): Grant => ({
  user,
  namespace,
  resource: 'secrets',
  verbs,
})
const namespaceNames = (user: string): Grant => ({ user, namespace: '', resource: 'namespaces', verbs: ['list'] })

async function give(...grants: Grant[]): Promise<void> {
  for (const grant of grants) await rights.give(grant)
}

/** Where its rows are, each as often as it has some. */
const placesOf = (rows: Iterable<HelmRelease>): string[] => [...rows].map(({ namespace }) => namespace).sort()
const rowsIn = (...namespaces: string[]): string[] =>
  namespaces.flatMap((namespace) => [namespace, namespace, namespace])
const places = (lab: IndexLab): string[] => placesOf(lab.rows().values())

async function showsOnly(lab: IndexLab, ...namespaces: string[]): Promise<void> {
  await expect.poll(() => places(lab), patient).toEqual(rowsIn(...namespaces))
}

/** A change by somebody else shows, and its end too. */
async function follows(lab: IndexLab, namespace: string): Promise<void> {
  const record: MadeRecord = { namespace, name: 'passing', revision: 1, status: 'deployed' }
  await writeRecords(rights.admin, [record])
  await expect.poll(() => lab.rows().get(`${namespace}/passing`), patient).toMatchObject({ chart: 'demo-1.2.3' })
  const upgraded = await upgradeRecord(rights.admin, record)
  await expect.poll(() => lab.rows().get(`${namespace}/passing`)?.revision, patient).toBe(2)
  await removeRecord(rights.admin, upgraded)
  await removeRecord(rights.admin, record)
  await expect.poll(() => lab.rows().has(`${namespace}/passing`), patient).toBe(false)
}

const forbidden = expect.objectContaining({
  error: expect.objectContaining({ code: 'forbidden' }) as unknown,
}) as unknown

describe('somebody with rights in two of five namespaces, who may list namespaces', () => {
  const user = 'two-of-five'

  beforeAll(() => give(secretsIn(user, 'team-a'), secretsIn(user, 'team-b'), namespaceNames(user)))

  it('sees those two, live, and is told which others there are', async () => {
    const lab = rights.open(user)
    expect(placesOf(await lab.index.list())).toEqual(rowsIn('team-a', 'team-b'))
    const { phase, error, limited } = lab.state()
    expect({ phase, error }).toEqual({ phase: 'live', error: null })
    expect(limited).toMatchObject({ readable: ['team-a', 'team-b'], namesKnown: true })
    expect(limited?.denied).toEqual(expect.arrayContaining(['team-c', 'team-d', 'team-e', 'kube-system']))
    expect(connectionOf(user, lab.state())).toMatchObject({ state: 'connected' })
    await follows(lab, 'team-b')
    const history = await lab.index.history({ namespace: 'team-a', name: 'web-1' })
    expect(history.map(({ revision, status }) => `${revision} ${status}`)).toEqual(['1 superseded', '2 deployed'])
  })

  it('gets an answer about any namespace, and keeps the others', async () => {
    const lab = rights.open(user)
    await lab.index.list()
    expect(placesOf(await lab.index.list('team-a'))).toEqual(rowsIn('team-a'))
    await expect(lab.index.list('team-c')).rejects.toEqual(forbidden)
    await follows(lab, 'team-b')
    expect(places(lab)).toEqual(rowsIn('team-a', 'team-b'))
    expect(lab.state().limited?.denied).toEqual(expect.arrayContaining(['team-c', 'team-d']))
  })
})

describe('somebody with rights in two of five namespaces, who may not list namespaces', () => {
  const user = 'nameless'

  beforeAll(() => give(secretsIn(user, 'team-a'), secretsIn(user, 'team-b')))

  it('sees the namespace of the context', async () => {
    const lab = rights.open(user, { ownNamespace: 'team-a' })
    expect(placesOf(await lab.index.list())).toEqual(rowsIn('team-a'))
    expect(lab.state().limited).toEqual({ readable: ['team-a'], denied: [], namesKnown: false })
  })

  it('sees more as soon as it is named', async () => {
    const lab = rights.open(user, { ownNamespace: 'team-a' })
    await lab.index.list()
    expect(placesOf(await lab.index.list('team-b'))).toEqual(rowsIn('team-b'))
    await expect(lab.index.list('team-c')).rejects.toEqual(forbidden)
    await showsOnly(lab, 'team-a', 'team-b')
    const history = await lab.index.history({ namespace: 'team-b', name: 'web-2' })
    expect(history).toHaveLength(2)
    await follows(lab, 'team-b')
  })

  it('gets a history from a namespace that nobody named, even when its own is refused', async () => {
    const lab = rights.open(user, { ownNamespace: 'team-e' })
    await expect(lab.index.list()).rejects.toEqual(forbidden)
    expect(await lab.index.history({ namespace: 'team-b', name: 'web-2' })).toHaveLength(2)
    expect(lab.state()).toMatchObject({ phase: 'live', limited: { readable: ['team-b'], denied: ['team-e'] } })
    expect(await lab.index.followHistory({ namespace: 'team-a', name: 'web-2' })).toHaveLength(2)
    await expect(lab.index.history({ namespace: 'team-c', name: 'web-2' })).rejects.toEqual(forbidden)
  })

  it('sees the namespaces that are remembered, and others when others are', async () => {
    let remembered = ['team-b', 'team-d']
    const lab = rights.open(user, { ownNamespace: 'team-a', remembered: () => remembered })
    expect(placesOf(await lab.index.list())).toEqual(rowsIn('team-b'))
    expect(lab.state().limited).toEqual({ readable: ['team-b'], denied: ['team-d'], namesKnown: false })
    remembered = ['team-a', 'team-b']
    lab.index.rescope()
    await showsOnly(lab, 'team-a', 'team-b')
    remembered = []
    lab.index.rescope()
    await showsOnly(lab, 'team-a')
    await expect.poll(() => lab.state().limited).toEqual({ readable: ['team-a'], denied: [], namesKnown: false })
    expect(lab.index.snapshot().gone).toEqual([])
  })
})

describe('somebody who may read no release', () => {
  it('is told so in words, and is connected all the same', async () => {
    await give(namespaceNames('nobody'))
    const lab = rights.open('nobody')
    await expect(lab.index.list()).rejects.toEqual(forbidden)
    await expect(lab.index.list('team-a')).rejects.toEqual(forbidden)
    expect(lab.state()).toMatchObject({
      phase: 'failed',
      error: { code: 'forbidden', cause: expect.stringContaining('cannot list resource "secrets"') as unknown },
      limited: { readable: [] },
    })
    expect(connectionOf('nobody', lab.state())).toMatchObject({ state: 'connected' })
    await give(secretsIn('nobody', ''))
    await expect.poll(() => lab.state().phase, patient).toBe('live')
    await showsOnly(lab, ...teams)
  })
})

describe('somebody who may list but not watch', () => {
  it.each([
    ['the whole cluster', [''], teams],
    ['some namespaces', ['team-a', 'team-c'], ['team-a', 'team-c']],
  ])('%s, sees changes all the same', async (what, granted, shown) => {
    const user = `unwatching-${what.replaceAll(' ', '-')}`
    await give(namespaceNames(user), ...granted.map((namespace) => secretsIn(user, namespace, ['get', 'list'])))
    const lab = rights.open(user)
    expect(placesOf(await lab.index.list())).toEqual(rowsIn(...shown))
    expect(lab.state()).toMatchObject({ phase: 'polling', error: null })
    expect(await lab.index.history({ namespace: 'team-a', name: 'web-1' })).toHaveLength(2)
    await follows(lab, 'team-c')
    expect(lab.state().phase).toBe('polling')
  })
})

describe('somebody whose rights come and go', () => {
  it('loses the rows of a namespace with the right to it, and has them back with it', async () => {
    const user = 'changing'
    const grant = secretsIn(user, 'team-b')
    await give(secretsIn(user, 'team-a'), grant, namespaceNames(user))
    const lab = rights.open(user, { timing })
    expect(placesOf(await lab.index.list())).toEqual(rowsIn('team-a', 'team-b'))
    await rights.take(grant)
    await showsOnly(lab, 'team-a')
    expect(lab.state()).toMatchObject({ phase: 'live', error: null, limited: { readable: ['team-a'] } })
    expect(lab.state().limited?.denied).toContain('team-b')
    await expect(lab.index.list('team-b')).rejects.toEqual(forbidden)
    // Nobody removed them.
    expect(lab.index.snapshot().gone).toEqual([])
    await rights.give(grant)
    await showsOnly(lab, 'team-a', 'team-b')
    await expect.poll(() => lab.state().limited?.readable, patient).toEqual(['team-a', 'team-b'])
    expect([...lab.rows().values()].filter(({ unseen }) => unseen)).toEqual([])
    await follows(lab, 'team-b')
  })

  it('keeps what may still be read when the whole cluster is refused, and has all back with the right', async () => {
    const user = 'shrinking'
    const grant = secretsIn(user, '')
    await give(grant, secretsIn(user, 'team-d'), namespaceNames(user))
    const lab = rights.open(user, { timing })
    expect(placesOf(await lab.index.list())).toEqual(rowsIn(...teams))
    expect(lab.state().limited).toBeNull()
    await rights.take(grant)
    await showsOnly(lab, 'team-d')
    await expect.poll(() => lab.state(), patient).toMatchObject({ phase: 'live', limited: { readable: ['team-d'] } })
    expect(lab.index.snapshot().gone).toEqual([])
    await rights.give(grant)
    await showsOnly(lab, ...teams)
    await expect.poll(() => lab.state(), patient).toMatchObject({ phase: 'live', limited: null })
    expect([...lab.rows().values()].filter(({ unseen }) => unseen)).toEqual([])
    await follows(lab, 'team-e')
  })
})
