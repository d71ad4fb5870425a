import { describe, expect, it } from 'vitest'
import type { ApiClient, GetRequest } from './api-client'
import { statusFailure } from './errors'
import { listNamespaces, metadataListType } from './namespaces'

const place = { context: 'c', server: 'https://c.test' }
const page = (names: string[], more = ''): unknown => ({
  metadata: { continue: more },
  items: names.map((name) => ({ metadata: { name } })),
})

/** Gives the answers one after the other. */
function clientWith(...answers: unknown[]): {
  client: Pick<ApiClient, 'get'>
  asked: { path: string; request: GetRequest | undefined }[]
} {
  const asked: { path: string; request: GetRequest | undefined }[] = []
  const get: ApiClient['get'] = (path, request) => {
    const answer = answers[asked.push({ path, request }) - 1]
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  }
  return { client: { get }, asked }
}

describe('the namespaces', () => {
  it('come sorted from all pages, as metadata only', async () => {
    const { client, asked } = clientWith(page(['c', 'a'], 'next/1='), page(['b']))
    expect(await listNamespaces(client)).toEqual(['a', 'b', 'c'])
    expect(asked.map(({ path }) => path)).toEqual([
      '/api/v1/namespaces?limit=500',
      '/api/v1/namespaces?limit=500&continue=next%2F1%3D',
    ])
    expect(asked[0]?.request?.accept).toBe(metadataListType)
  })

  it('may be none', async () => {
    expect(await listNamespaces(clientWith({ metadata: {}, items: null }).client)).toEqual([])
  })

  it('are read anew once when the list expired between two pages', async () => {
    const expired = statusFailure(place, 410, '')
    expect(await listNamespaces(clientWith(page(['a'], 'x'), expired, page(['a', 'b'])).client)).toEqual(['a', 'b'])
    await expect(listNamespaces(clientWith(expired, expired).client)).rejects.toBe(expired)
  })

  it('fail when they may not be listed, or the answer is none', async () => {
    const forbidden = statusFailure(place, 403, '')
    await expect(listNamespaces(clientWith(forbidden).client)).rejects.toMatchObject({ error: { code: 'forbidden' } })
    await expect(listNamespaces(clientWith({ items: [{}] }).client)).rejects.toThrow()
  })
})
