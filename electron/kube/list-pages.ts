import { toAppError } from '@shared/errors'
import { z } from 'zod'
import type { ApiClient } from './api-client'
import { expectAnswer } from './expect-answer'
import { endlessListFailure } from './odd-answers'
import { createRests } from './rests'

export interface ListPage {
  /** Not yet checked. */
  readonly items: readonly unknown[]
  /** Of which moment it is; '' when the server did not say. */
  readonly resourceVersion: string
  /** Nothing comes after it. */
  readonly isLast: boolean
}

export interface ListLimits {
  /** Items the server is asked for at a time. */
  readonly pageSize: number
  /** A server that repeats itself must not keep us busy for ever. */
  readonly maxPages: number
}

const pageShape = z.looseObject({
  metadata: z
    .looseObject({ resourceVersion: z.string().max(128).optional(), continue: z.string().max(8_192).optional() })
    .optional(),
  // An empty metadata list has null.
  items: z.array(z.unknown()).nullable(),
})

/** So many pages in a row without an object are no list any more. */
const mostEmptyPages = 100

/**
 * Reads a list of the API page by page; all pages are of one moment. Where a page is too large to be taken, smaller ones are
 * asked for.
 * @param ask one GET, of the path with its query
 * @param query of every page
 * @throws what `ask` throws (HTTP status 410 when the moment is too long ago for the next page); AppFailure `cluster-failed` for
 *   what is no list, or one without an end
 */
export async function* listPages(
  ask: (path: string) => Promise<unknown>,
  path: string,
  query: Readonly<Record<string, string>>,
  { pageSize, maxPages }: ListLimits,
): AsyncGenerator<ListPage, void, undefined> {
  const sized = smallerWhereNeeded(ask, pageSize)
  const seen = new Set<string>()
  let rest = ''
  let empty = 0
  for (let page = 1; ; page++) {
    const asked = new URLSearchParams({ ...query, limit: '', ...(rest !== '' && { continue: rest }) })
    const answer = await sized.ask(path, asked)
    const { metadata, items } = expectAnswer(pageShape, answer, 'a list of objects')
    rest = metadata?.continue ?? ''
    yield { items: items ?? [], resourceVersion: metadata?.resourceVersion ?? '', isLast: rest === '' }
    if (rest === '') return
    empty = items === null || items.length === 0 ? empty + 1 : 0
    const most = maxPages * sized.pagesForOne()
    if (seen.has(rest) || empty > mostEmptyPages || page >= most) throw endlessListFailure(page)
    seen.add(rest)
  }
}

interface SizedPages {
  readonly ask: (path: string, query: URLSearchParams) => Promise<unknown>
  /** How many pages now come for one of the usual size. */
  readonly pagesForOne: () => number
}

/** Asks for pages of half the size whenever one was too large; it stays at that, because what comes next is much the same. */
function smallerWhereNeeded(ask: (path: string) => Promise<unknown>, pageSize: number): SizedPages {
  let size = pageSize
  const askSized = async (path: string, query: URLSearchParams): Promise<unknown> => {
    query.set('limit', String(size))
    try {
      return await ask(`${path}?${query.toString()}`)
    } catch (thrown) {
      if (toAppError(thrown).code !== 'output-too-large' || size === 1) throw thrown
      size = Math.ceil(size / 4)
      return askSized(path, query)
    }
  }
  return { ask: askSized, pagesForOne: () => Math.ceil(pageSize / size) }
}

/** Which objects are asked for, and how. */
export interface ListRequest {
  readonly client: Pick<ApiClient, 'read'>
  /** Of the collection, without a query: `/api/v1/namespaces/shop/pods`. */
  readonly path: string
  /** Selectors. */
  readonly query: Readonly<Record<string, string>>
  /** Media types. */
  readonly accept: string
  readonly limits: ListLimits
}

export interface ListReading {
  readonly signal: AbortSignal
  /** For one page. Milliseconds. */
  readonly timeoutMs: number
  /** The server's clock, in milliseconds since 1970. */
  readonly onDate?: ((date: number) => void) | undefined
}

/** A server may ignore what it was asked for, and send all at once. */
const takenAtOnce = 250

/**
 * Reads a whole list, page by page.
 * @param onPage told some objects at a time, with rests in between
 * @returns from where a watch resumes
 * @throws AppFailure of the API client; with HTTP status 410 when the moment is too long ago for the next page; `cluster-failed`
 *   for what is no list, or one without an end
 */
export async function readList(
  { client, path, query, accept, limits }: ListRequest,
  { signal, timeoutMs, onDate }: ListReading,
  onPage: (objects: readonly unknown[]) => void,
): Promise<string> {
  const ask = async (page: string): Promise<unknown> => {
    const { value, date } = await client.read(page, { accept, timeoutMs, signal })
    if (date !== null) onDate?.(date)
    return value
  }
  let version = ''
  for await (const { items, resourceVersion } of listPages(ask, path, query, limits)) {
    const rests = createRests()
    for (let at = 0; at < items.length; at += takenAtOnce) {
      onPage(items.slice(at, at + takenAtOnce))
      if (rests.isDue()) await rests.take()
    }
    version = resourceVersion
  }
  return version
}
