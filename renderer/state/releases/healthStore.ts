import type { ReleaseRef } from '@shared/model/release-ref'
import { defineStore } from 'pinia'
import { computed, shallowRef, type ShallowRef } from 'vue'
import { toAppError } from '@shared/errors'
import type { HealthPatch, ReleaseHealth } from '@shared/model/health'
import { invoke, listen } from '@/bridge/invoke'
import { frameBatch } from '@/state/releases/frame-batch'
import { keepHealth, newHealthBook, takeAllHealth, takeHealth, type HealthBook } from '@/state/releases/health-book'
import { rowOf } from '@/lib/release/release-key'

/** More rows than this are not named one by one (the contract's limit). */
const maxRows = 1_000

/** How the objects of the shown releases are, live. It comes after the rows and never takes any away. */
export const useHealthStore = defineStore('health', () => {
  const book = shallowRef<HealthBook>(newHealthBook())
  const version = computed(() => book.value.version)
  /** By the releases' keys; read it together with `version`, which is another one when it has changed. */
  const known = (): ReadonlyMap<string, ReleaseHealth> => (version.value < 0 ? new Map() : book.value.known)
  /** Why it is not known in a context, one sentence; '' where it is. */
  const problemOf = (context: string): string => book.value.problems.get(context) ?? ''

  return { version, known, problemOf, ...followHealth(book) }
})

type Book = ShallowRef<HealthBook>

interface HealthFollower {
  /** Follows these contexts from now on; of none: nothing is asked of the clusters. */
  readonly follow: (contexts: readonly string[]) => Promise<void>
  /** These rows are in sight: why they are not ready is found out first. */
  readonly showRows: (rows: readonly ReleaseRef[]) => Promise<void>
  /** Listens to what changes. @returns what stops it. */
  readonly start: () => () => void
}

interface Asking {
  contexts: readonly string[]
  /** The rows in sight, by context. */
  sight: ReadonlyMap<string, readonly string[]>
  /** Contexts of which all that is known has been told. */
  readonly told: Set<string>
  /** What was told since all of a context was asked for; null while nothing of that kind is on its way. */
  since: readonly HealthPatch[] | null
  asks: number
}

/** Subscribes first and asks after; what is told meanwhile counts after the answer. */
function followHealth(book: Book): HealthFollower {
  const asking: Asking = { contexts: [], sight: new Map(), told: new Set(), since: null, asks: 0 }
  let inbox: readonly HealthPatch[] = []
  const apply = (): void => {
    book.value = takeHealth(book.value, inbox)
    inbox = []
  }
  const frame = frameBatch(apply)

  async function follow(next: readonly string[]): Promise<void> {
    if (next.join('\n') === asking.contexts.join('\n')) return
    asking.contexts = next
    for (const context of asking.told) if (!next.includes(context)) asking.told.delete(context)
    // Whoever comes back sees what was known until the answer is there.
    if (next.length > 0) book.value = keepHealth(book.value, next)
    await ask(book, asking, apply)
  }

  async function showRows(rows: readonly ReleaseRef[]): Promise<void> {
    const next = new Map(asking.sight)
    for (const context of asking.contexts) {
      const named = rows.filter((row) => row.context === context).map(rowOf)
      // Naming none would ask for all: what was in sight of this one last stays so.
      if (named.length > 0) next.set(context, named.slice(0, maxRows))
    }
    const isSame = JSON.stringify([...next]) === JSON.stringify([...asking.sight])
    asking.sight = next
    if (!isSame && asking.contexts.length > 0) await ask(book, asking, apply)
  }

  function start(): () => void {
    const stop = listen('releases:health_changed', (patch) => {
      if (!asking.contexts.includes(patch.context)) return
      inbox = [...inbox, patch]
      if (asking.since !== null) asking.since = [...asking.since, patch]
      frame.ask()
    })
    return () => {
      stop()
      frame.stop()
    }
  }

  return { follow, showRows, start }
}

/** @param apply brings what was told into the book */
async function ask(book: Book, asking: Asking, apply: () => void): Promise<void> {
  const { contexts, sight, told } = asking
  const turn = ++asking.asks
  const whole = contexts.filter((context) => !told.has(context))
  asking.since = whole.length > 0 ? [] : null
  // Of none named is told all that is known: what has been told is not asked for again.
  const rowsOf = (context: string): string[] => (told.has(context) ? [...(sight.get(context) ?? [])] : [])
  const wishes = contexts.map((context) => ({ context, rows: rowsOf(context) }))
  try {
    const answer = await invoke('releases:follow_health', { contexts: wishes })
    if (turn !== asking.asks) return
    apply()
    for (const patch of answer.filter(({ context }) => whole.includes(context))) {
      book.value = takeAllHealth(book.value, patch)
      told.add(patch.context)
    }
    book.value = takeHealth(book.value, asking.since ?? [])
    asking.since = null
    if (whole.some((context) => asking.sight.has(context))) await ask(book, asking, apply)
  } catch (thrown) {
    if (turn !== asking.asks) return
    const { message: problem } = toAppError(thrown)
    const patches = contexts.map((context): HealthPatch => ({ context, changed: [], problem }))
    book.value = takeHealth(book.value, patches)
  }
}
