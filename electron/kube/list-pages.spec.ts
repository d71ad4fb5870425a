import { describe, expect, it } from 'vitest'
import { listPages, type ListPage } from './list-pages'

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

  it('is given up where the server repeats itself', async () => {
    const again = { metadata: { continue: 'again' }, items: [1] }
    const { paths, ask } = asking(again, again, again, again)
    expect((await all(listPages(ask, '/x', {}, limits))).map(({ isLast }) => isLast)).toEqual([false, false, false])
    expect(paths).toHaveLength(3)
  })

  it.each([null, 'text', {}, { metadata: {} }, { metadata: { continue: 1 }, items: [] }, { items: {} }])(
    'is not what %j is',
    async (answer) => {
      await expect(all(listPages(asking(answer).ask, '/x', {}, limits))).rejects.toThrow()
    },
  )
})
