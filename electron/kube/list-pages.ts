import { z } from 'zod'

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
