import { describe, expect, it } from 'vitest'
import { AppFailure, appError } from '@shared/errors'
import { listPages, type ListPage } from './list-pages'
import { failsWith } from './testing/client-lab'

const limits = { pageSize: 2, maxPages: 3 }

/** Gives the answers one after the other. */
function asking(...answers: unknown[]) {
  const paths: string[] = []
  return { paths, ask: (path: string) => Promise.resolve(answers[paths.push(path) - 1]) }
}

async function all(pages: AsyncIterable<ListPage>): Promise<ListPage[]> {
  const found: ListPage[] = []
  for await (const page of pages) found.push(page)
  return found
}

describe('a list of the API', () => {
  it('is read to its last page, with the same query', async () => {
    const first = { metadata: { resourceVersion: '7', continue: 'a/b=' }, items: [1, 2] }
    const { paths, ask } = asking(first, { metadata: { resourceVersion: '7' }, items: [3] })
    expect(await all(listPages(ask, '/api/v1/pods', { labelSelector: 'a=b' }, limits))).toEqual([
      { items: [1, 2], resourceVersion: '7', isLast: false },
      { items: [3], resourceVersion: '7', isLast: true },
    ])
    expect(paths).toEqual([
      '/api/v1/pods?labelSelector=a%3Db&limit=2',
      '/api/v1/pods?labelSelector=a%3Db&limit=2&continue=a%2Fb%3D',
    ])
  })

  it('may be empty', async () => {
    const { ask } = asking({ metadata: {}, items: null })
    expect(await all(listPages(ask, '/x', {}, limits))).toEqual([{ items: [], resourceVersion: '', isLast: true }])
  })

  it('ends with a sentence where the server repeats itself', async () => {
    const again = { metadata: { continue: 'again' }, items: [1] }
    const { paths, ask } = asking(again, again, again, again)
    await expect(all(listPages(ask, '/x', {}, limits))).rejects.toEqual(failsWith('cluster-failed'))
    expect(paths).toHaveLength(2)
  })

  it.each([
    ['new pages for ever', [1], { pageSize: 2, maxPages: 7 }, 7],
    ['empty pages for ever', [], { pageSize: 2, maxPages: 100_000 }, 101],
  ])('ends with a sentence where there are %s', async (_what, items, own, asked) => {
    let pages = 0
    const ask = () => Promise.resolve({ metadata: { continue: `page ${++pages}` }, items })
    const failure = await all(listPages(ask, '/x', {}, own)).catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({ error: { message: 'The cluster sends a list that never ends.' } })
    expect(pages).toBe(asked)
  })

  it('asks for smaller pages where one is too large, and for no larger ones after that', async () => {
    const limitsAsked: (string | null)[] = []
    const ask = (path: string) => {
      const query = new URLSearchParams(path.split('?')[1])
      limitsAsked.push(query.get('limit'))
      if (Number(query.get('limit')) > 20) return Promise.reject(new AppFailure(appError('output-too-large', 'No.')))
      const isFirst = !query.has('continue')
      return Promise.resolve({ metadata: { ...(isFirst && { continue: 'more' }) }, items: [isFirst ? 1 : 2] })
    }
    const pages = await all(listPages(ask, '/x', {}, { pageSize: 250, maxPages: 9 }))
    expect(pages.flatMap(({ items }) => items)).toEqual([1, 2])
    expect(limitsAsked).toEqual(['250', '63', '16', '16'])
  })

  it('fails where a single object is too large', async () => {
    const ask = () => Promise.reject(new AppFailure(appError('output-too-large', 'No.')))
    await expect(all(listPages(ask, '/x', {}, limits))).rejects.toEqual(failsWith('output-too-large'))
  })

  it.each([null, 'text', {}, { metadata: {} }, { metadata: { continue: 1 }, items: [] }, { items: {} }])(
    'is not what %j is',
    async (answer) => {
      await expect(all(listPages(asking(answer).ask, '/x', {}, limits))).rejects.toEqual(failsWith('cluster-failed'))
    },
  )
})
