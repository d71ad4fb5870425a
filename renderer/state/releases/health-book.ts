import type { HealthPatch, ReleaseHealth } from '@shared/model/health'

/** What is known of the health of all followed contexts. */
export interface HealthBook {
  /** By the releases' keys. One Map that is changed in place, as the rows are; `version` tells that it changed. */
  readonly known: ReadonlyMap<string, ReleaseHealth>
  /** Why it is not known, by context; '' where it is. */
  readonly problems: ReadonlyMap<string, string>
  readonly version: number
}

export function newHealthBook(): HealthBook {
  return { known: new Map(), problems: new Map(), version: 0 }
}

/** Takes what changed, in its order. */
export function takeHealth(book: HealthBook, patches: readonly HealthPatch[]): HealthBook {
  if (patches.length === 0) return book
  const known = book.known as Map<string, ReleaseHealth>
  const problems = new Map(book.problems)
  for (const { context, changed, problem } of patches) {
    problems.set(context, problem)
    for (const [row, health] of changed) {
      if (health === null) known.delete(`${context}/${row}`)
      else known.set(`${context}/${row}`, health)
    }
  }
  return { known, problems, version: book.version + 1 }
}

/** Takes all that is known of a context: what is not in it is not known any more. */
export function takeAllHealth(book: HealthBook, patch: HealthPatch): HealthBook {
  const known = book.known as Map<string, ReleaseHealth>
  const named = new Set(patch.changed.map(([row]) => `${patch.context}/${row}`))
  for (const key of known.keys()) if (isOf(key, patch.context) && !named.has(key)) known.delete(key)
  return takeHealth(book, [patch])
}

/** Forgets every context but these. */
export function keepHealth(book: HealthBook, contexts: readonly string[]): HealthBook {
  const known = book.known as Map<string, ReleaseHealth>
  for (const key of known.keys()) if (!contexts.some((context) => isOf(key, context))) known.delete(key)
  const problems = new Map([...book.problems].filter(([context]) => contexts.includes(context)))
  return { known, problems, version: book.version + 1 }
}

/** Whether a release's key is of this context: what follows is namespace and name, which hold no slash. */
function isOf(key: string, context: string): boolean {
  return key.startsWith(`${context}/`) && key.split('/').length === context.split('/').length + 2
}
