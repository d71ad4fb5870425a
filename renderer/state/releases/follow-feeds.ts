import type { ShallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import type { FeedPatch } from '@shared/model/release-feed'
import { invoke, listen } from '@/bridge/invoke'
import { keepContexts, takePatches, takeSnapshots, type FeedBook } from '@/state/releases/feed-book'
import { frameBatch } from '@/state/releases/frame-batch'

export interface FeedsState {
  /** The followed contexts, the most wanted first. */
  readonly contexts: ShallowRef<readonly string[]>
  readonly book: ShallowRef<FeedBook>
  /** Why nothing is followed at all; what is wrong with one cluster stands in its feed. */
  readonly error: ShallowRef<AppError | null>
}

export interface FeedFollower {
  /** Follows these contexts from now on; what is known of those that stay stays. */
  readonly follow: (contexts: readonly string[]) => Promise<void>
  /** Asks for everything again; what is shown stays until the answer comes. */
  readonly again: () => Promise<void>
  /** Listens to patches. @returns what stops it. */
  readonly start: () => () => void
}

/**
 * Keeps a book of feeds current. Patches are applied once a frame. One that was missed, or that comes before its
 * snapshot, makes no hole: the later ones wait, and everything is asked for again.
 */
export function followFeeds(state: FeedsState): FeedFollower {
  const { contexts, book, error } = state
  let inbox: readonly FeedPatch[] = []
  let asked = 0
  let asking = false
  const frame = frameBatch(apply)

  function apply(): void {
    if (inbox.length === 0) return
    const taken = takePatches(book.value, inbox)
    book.value = taken.book
    inbox = taken.waiting
    if (inbox.length > 0 && !asking) void again()
  }

  async function again(): Promise<void> {
    const turn = ++asked
    asking = true
    try {
      const snapshots = await invoke('releases:follow', { contexts: [...contexts.value] })
      if (turn !== asked) return
      const followed = snapshots.filter(({ context }) => contexts.value.includes(context))
      book.value = takeSnapshots(book.value, followed)
      error.value = null
    } catch (thrown) {
      if (turn !== asked) return
      error.value = toAppError(thrown)
      // Nothing is lost with them: the next patch shows the gap again.
      inbox = []
    }
    asking = false
    apply()
  }

  async function follow(next: readonly string[]): Promise<void> {
    if (next.join('\n') === contexts.value.join('\n')) return
    contexts.value = next
    book.value = keepContexts(book.value, next)
    inbox = inbox.filter(({ context }) => next.includes(context))
    await again()
  }

  function start(): () => void {
    const stop = listen('releases:patched', (patch) => {
      if (!contexts.value.includes(patch.context)) return
      inbox = [...inbox, patch]
      frame.ask()
    })
    return () => {
      stop()
      frame.stop()
    }
  }

  return { follow, again, start }
}
