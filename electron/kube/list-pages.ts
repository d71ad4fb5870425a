import { z } from 'zod'
import type { ApiClient } from './api-client'

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
    .looseObject({ resourceVersion: z.string().max(128).optional(), continue: z.string().optional() })
    .optional(),
  // An empty metadata list has null.
  items: z.array(z.unknown()).nullable(),
})

/**
 * Reads a list of the API page by page; all pages are of one moment.
 * @param ask one GET, of the path with its query
 * @param query of every page
 * @throws what `ask` throws (HTTP status 410 when the moment is too long ago for the next page); ZodError for what is no list
 */
export async function* listPages(
  ask: (path: string) => Promise<unknown>,
  path: string,
  query: Readonly<Record<string, string>>,
  { pageSize, maxPages }: ListLimits,
): AsyncGenerator<ListPage, void, undefined> {
  const asked = new URLSearchParams({ ...query, limit: String(pageSize) })
  for (let page = 0; page < maxPages; page++) {
    const { metadata, items } = pageShape.parse(await ask(`${path}?${asked.toString()}`))
    const rest = metadata?.continue ?? ''
    yield { items: items ?? [], resourceVersion: metadata?.resourceVersion ?? '', isLast: rest === '' }
    if (rest === '') return
    asked.set('continue', rest)
  }
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

/**
 * Reads a whole list, page by page.
 * @returns from where a watch resumes; null when the list never came to an end
 * @throws AppFailure of the API client; with HTTP status 410 when the moment is too long ago for the next page
 */
export async function readList(
  { client, path, query, accept, limits }: ListRequest,
  { signal, timeoutMs, onDate }: ListReading,
  onPage: (objects: readonly unknown[]) => void,
): Promise<string | null> {
  const ask = async (page: string): Promise<unknown> => {
    const { value, date } = await client.read(page, { accept, timeoutMs, signal })
    if (date !== null) onDate?.(date)
    return value
  }
  for await (const { items, resourceVersion, isLast } of listPages(ask, path, query, limits)) {
    onPage(items)
    if (isLast) return resourceVersion
  }
  return null
}
