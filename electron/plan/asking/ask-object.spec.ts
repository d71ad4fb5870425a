import { describe, expect, it } from 'vitest'
import { AppFailure } from '@shared/errors'
import type { SendMethod } from '../../kube/api-client'
import { createDiscovery } from '../../kube/discovery'
import { statusFailure } from '../../kube/errors'
import type { PlainObject } from '../../records/manifest'
import { askGone, askNext, type AskDeps } from './ask-object'

const next: PlainObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { x: '2' } }
const old: PlainObject = { ...next, data: { x: '1', gone: '1' } }
const live = (version: string, more: object = {}): PlainObject => {
  return {
    ...next,
    metadata: { name: 'a', resourceVersion: version, ...more },
    data: { x: '1', gone: '1', theirs: '1' },
  }
}

interface Sent {
  readonly method: SendMethod
  readonly path: string
  readonly body: unknown
  readonly type: string | undefined
}

/** An API server of one ConfigMap. @param lives what is there, read after read */
function server(lives: readonly (PlainObject | null)[], answers: readonly unknown[]): { deps: AskDeps; sent: Sent[] } {
  const sent: Sent[] = []
  const [reads, replies] = [[...lives], [...answers]]
  const client: AskDeps['client'] = {
    get: () => {
      const found = reads.length > 1 ? reads.shift() : reads[0]
      return found === null || found === undefined ? Promise.reject(refused(404, 'not found')) : Promise.resolve(found)
    },
    sendRead: (method, path, body, request) => {
      sent.push({ method, path, body, type: request?.contentType })
      const answer = replies.shift()
      if (answer instanceof AppFailure) return Promise.reject(answer)
      return Promise.resolve({ value: answer, date: null, warnings: [] })
    },
  }
  const deps: AskDeps = {
    client,
    discovery: createDiscovery(client),
    namespace: 'shop',
    way: 'apply',
    takesFields: false,
    signal: new AbortController().signal,
  }
  return { deps, sent }
}

function refused(status: number, message: string, causes: readonly object[] = []): AppFailure {
  const body = JSON.stringify({ kind: 'Status', message, reason: 'Conflict', details: { causes } })
  return statusFailure({ context: 'a', server: 'https://127.0.0.1:1' }, status, body)
}

const path = '/api/v1/namespaces/shop/configmaps/a'
const conflict = (manager: string): AppFailure =>
  refused(409, 'conflicts', [
    { reason: 'FieldManagerConflict', message: `conflict with "${manager}" using v1`, field: '.data.x' },
  ])

describe('how the cluster is asked about an object', () => {
  it('sends what helm 4 would apply, as a dry run', async () => {
    const { deps, sent } = server([live('5')], [{ ...live('5'), data: { x: '2' } }])
    const asked = await askNext(deps, { next, old })
    expect(sent).toEqual([
      {
        method: 'PATCH',
        path: `${path}?dryRun=All&fieldManager=helm&fieldValidation=Strict&force=false`,
        body: next,
        type: 'application/apply-patch+yaml',
      },
    ])
    expect(asked).toMatchObject({ by: 'server', after: { data: { x: '2' } }, refusals: [], namespace: 'shop' })
  })

  it('asks again where somebody changed the object between the two requests', async () => {
    const { deps, sent } = server([live('5'), live('6')], [live('6'), live('6')])
    const asked = await askNext(deps, { next, old })
    expect(sent).toHaveLength(2)
    expect(asked.live?.metadata).toMatchObject({ resourceVersion: '6' })
  })

  it('shows the values behind a conflict', async () => {
    const { deps, sent } = server([live('5')], [conflict('kubectl-edit'), live('5')])
    const asked = await askNext(deps, { next, old })
    expect(sent.map((one) => /force=(\w+)/.exec(one.path)?.[1])).toEqual(['false', 'true'])
    expect(asked).toMatchObject({ by: 'server', refusals: [{ status: 409, causes: [{ field: '.data.x' }] }] })
  })

  it('takes what helm once patched for its own, and lets the merge say what goes', async () => {
    const managed = { managedFields: [{ manager: 'helm', operation: 'Update' }] }
    const { deps, sent } = server([live('5', managed)], [conflict('helm'), live('5')])
    const asked = await askNext(deps, { next, old })
    expect(asked.refusals).toEqual([])
    expect(sent[1]).toMatchObject({
      type: 'application/merge-patch+json',
      body: { data: { x: '2', gone: null } },
    })
  })

  it('sends the difference that helm 3 would patch, and nothing where there is none', async () => {
    const { deps, sent } = server([live('5')], [live('5')])
    await askNext({ ...deps, way: 'merge' }, { next, old })
    expect(sent).toEqual([
      {
        method: 'PATCH',
        path: `${path}?dryRun=All&fieldManager=helm`,
        body: { data: { x: '2', gone: null } },
        type: 'application/merge-patch+json',
      },
    ])
    const same = server([{ ...next, metadata: { name: 'a', resourceVersion: '1' } }], [])
    expect(await askNext({ ...same.deps, way: 'merge' }, { next, old: next })).toMatchObject({
      by: 'server',
      refusals: [],
    })
    expect(same.sent).toEqual([])
  })

  it('creates what is not there, and replaces with the version that it saw', async () => {
    const absent = server([null], [live('1')])
    expect(await askNext({ ...absent.deps, way: 'merge' }, { next, old: null })).toMatchObject({
      live: null,
      by: 'server',
    })
    expect(absent.sent[0]).toMatchObject({
      method: 'POST',
      path: '/api/v1/namespaces/shop/configmaps?dryRun=All&fieldManager=helm',
    })
    const there = server([live('5')], [live('5')])
    await askNext({ ...there.deps, way: 'replace' }, { next, old })
    expect(there.sent[0]).toMatchObject({ method: 'PUT', body: { metadata: { resourceVersion: '5' } } })
  })

  it('says what it knows where the server does not: what a merge would make of it', async () => {
    const { deps } = server(
      [live('5')],
      [refused(403, 'configmaps "a" is forbidden: User "u" cannot patch resource "configmaps"')],
    )
    const asked = await askNext(deps, { next, old })
    expect(asked).toMatchObject({ by: 'merge', refusals: [{ status: 403, verb: 'patch' }] })
    expect(asked.after?.['data']).toEqual({ x: '2', theirs: '1' })
  })

  it('asks whether an object may go, and is told where it is gone', async () => {
    const { deps, sent } = server([live('5')], [{ kind: 'Status', metadata: {} }])
    expect(await askGone(deps, old)).toMatchObject({ by: 'server', refusals: [] })
    expect(sent[0]).toMatchObject({ method: 'DELETE', path: `${path}?dryRun=All&propagationPolicy=Background` })
    expect(await askGone(server([null], []).deps, old)).toMatchObject({ live: null, isLiveKnown: true })
  })

  it('ends at once when nobody waits for it any more', async () => {
    const ending = new AbortController()
    ending.abort()
    const { deps } = server([null], [refused(500, 'x')])
    await expect(askNext({ ...deps, signal: ending.signal }, { next, old })).rejects.toMatchObject({
      error: { code: 'cancelled' },
    })
  })

  it.each(['..', '.', ''])('asks nothing about an object that is called "%s"', async (name) => {
    const { deps, sent } = server([live('5')], [])
    const odd = { ...next, metadata: { name } }
    expect(await askNext(deps, { next: odd, old: null })).toMatchObject({ by: 'nobody', isLiveKnown: false })
    expect(await askGone(deps, odd)).toMatchObject({ by: 'nobody', isLiveKnown: false })
    expect(sent).toEqual([])
  })

  it('makes nothing of an answer that is no object', async () => {
    const { deps } = server([live('5')], [[]])
    expect(await askNext(deps, { next, old })).toMatchObject({
      by: 'merge',
      refusals: [{ message: "The cluster's answer is no object." }],
    })
  })
})
