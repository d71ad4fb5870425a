import { describe, expect, it } from 'vitest'
import { createAccessReviews, reviewAccess } from './access-review'
import type { ApiClient } from './api-client'

interface Asked {
  readonly path: string
  readonly verb: string
  readonly resource: string
  readonly namespace: string
}

type Status = Record<string, unknown>

/** Answers by verb; 'broken' rejects. */
function cluster(answers: Readonly<Record<string, Status | 'broken'>>, others: Status | 'broken' = { allowed: true }) {
  const asked: Asked[] = []
  const post: ApiClient['post'] = (path, body) => {
    const { kind, spec } = body as { kind: string; spec: { resourceAttributes: Omit<Asked, 'path'> } }
    const { verb, resource, namespace } = spec.resourceAttributes
    asked.push({ path, verb, resource, namespace })
    const status = answers[verb] ?? others
    return status === 'broken' ? Promise.reject(new Error('no answer')) : Promise.resolve({ kind, status })
  }
  return { client: { post }, asked }
}

const no = { allowed: false }
const all = { install: '', upgrade: '', rollback: '', uninstall: '' }
const sentence = (verb: string, resource = 'secrets'): string =>
  `You may not ${verb} ${resource} in team-b, and helm keeps its record of a release there.`

describe('a review of what a person may do', () => {
  it('asks for each verb once, of the resource helm uses', async () => {
    const { client, asked } = cluster({})
    expect(await reviewAccess(client, 'team-b', 'configmaps')).toEqual(all)
    expect(asked.map(({ verb }) => verb).sort()).toEqual(['create', 'delete', 'get', 'list', 'update'])
    expect(new Set(asked.map((one) => JSON.stringify({ ...one, verb: '' })))).toEqual(
      new Set([
        JSON.stringify({
          path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
          verb: '',
          resource: 'configmaps',
          namespace: 'team-b',
        }),
      ]),
    )
  })

  it.each([
    ['create', { install: 'create', upgrade: 'create', rollback: 'create', uninstall: '' }],
    ['update', { install: 'update', upgrade: 'update', rollback: 'update', uninstall: 'update' }],
    ['delete', { install: '', upgrade: '', rollback: '', uninstall: 'delete' }],
    ['list', { install: 'list', upgrade: 'list', rollback: 'list', uninstall: 'list' }],
    ['get', { install: 'get', upgrade: 'get', rollback: 'get', uninstall: 'get' }],
  ])('without %s says what cannot be done', async (verb, expected) => {
    const access = await reviewAccess(cluster({ [verb]: no }).client, 'team-b', 'secrets')
    expect(access).toEqual(
      Object.fromEntries(Object.entries(expected).map(([change, missing]) => [change, missing && sentence(missing)])),
    )
  })

  it('names what changes before what reads, and the storage', async () => {
    expect(await reviewAccess(cluster({}, no).client, 'team-b', 'configmaps')).toEqual({
      install: sentence('create', 'configmaps'),
      upgrade: sentence('create', 'configmaps'),
      rollback: sentence('create', 'configmaps'),
      uninstall: sentence('update', 'configmaps'),
    })
  })

  it.each([
    ['is refused itself', 'broken'],
    ['could not ask its authorizer', { allowed: false, evaluationError: 'webhook timed out' }],
  ] as const)('that %s forbids nothing', async (_what, status) => {
    expect(await reviewAccess(cluster({}, status).client, 'team-b', 'secrets')).toEqual(all)
  })

  it('believes a denial in spite of an error of another authorizer', async () => {
    const status = { allowed: false, denied: true, evaluationError: 'webhook timed out' }
    expect(await reviewAccess(cluster({ delete: status }).client, 'team-b', 'secrets')).toEqual({
      ...all,
      uninstall: sentence('delete'),
    })
  })
})

describe('reviews that are remembered', () => {
  it('are shared while under way, and count for their time', async () => {
    let now = 0
    const { client, asked } = cluster({})
    const reviews = createAccessReviews({ keepMs: 1_000, now: () => now })
    const both = [reviews.review(client, 'team-b', 'secrets'), reviews.review(client, 'team-b', 'secrets')]
    expect(await Promise.all(both)).toEqual([all, all])
    now = 999
    await reviews.review(client, 'team-b', 'secrets')
    expect(asked).toHaveLength(5)
    now = 1_000
    await reviews.review(client, 'team-b', 'secrets')
    expect(asked).toHaveLength(10)
  })

  it('are kept apart by client, namespace and storage', async () => {
    const [one, other] = [cluster({}), cluster({}, no)]
    const reviews = createAccessReviews()
    expect(await reviews.review(one.client, 'team-b', 'secrets')).toEqual(all)
    expect(await reviews.review(other.client, 'team-b', 'secrets')).not.toEqual(all)
    await reviews.review(one.client, 'team-c', 'secrets')
    await reviews.review(one.client, 'team-b', 'configmaps')
    expect(one.asked).toHaveLength(15)
  })

  it('are made anew when a part of them failed', async () => {
    const answers: Record<string, Status | 'broken'> = { delete: 'broken' }
    const { client } = cluster(answers)
    const reviews = createAccessReviews()
    expect(await reviews.review(client, 'team-b', 'secrets')).toEqual(all)
    answers['delete'] = no
    expect(await reviews.review(client, 'team-b', 'secrets')).toEqual({ ...all, uninstall: sentence('delete') })
  })
})
