import type { ReleaseSummary, Unreadable } from '../../records/summary'

/** What is known of a payload: its summary, and where its objects are when that is elsewhere; or why it cannot be read. */
export type PayloadFacts = (ReleaseSummary & { readonly targetNamespace?: string }) | Unreadable

/** Facts by payload (uid and resourceVersion): what was read once is never read again. */
export interface SummaryCache {
  readonly get: (key: string) => PayloadFacts | undefined
  readonly set: (key: string, facts: PayloadFacts) => void
  readonly entries: () => IterableIterator<[string, PayloadFacts]>
}

/** About 300 bytes each: all the revisions that somebody looks at, and never more than some MB. */
const maxEntries = 20_000

export function createSummaryCache(known: Iterable<readonly [string, PayloadFacts]> = []): SummaryCache {
  const facts = new Map<string, PayloadFacts>(known)
  return {
    get: (key) => facts.get(key),
    set: (key, value) => {
      if (facts.size >= maxEntries && !facts.has(key)) facts.delete(facts.keys().next().value ?? '')
      facts.set(key, value)
    },
    entries: () => facts.entries(),
  }
}
