import type { ReleaseRef } from '@shared/model/release-ref'
import { toAppError, type AppError } from '@shared/errors'
import type { HelmRevision } from '@shared/model/release'
import { releaseInput } from '@/lib/release/release-key'
import { invoke, listen } from '@/bridge/invoke'

/** A release's history, oldest first, or why it cannot be had. */
export type HistoryAnswer =
  | { readonly history: readonly HelmRevision[]; readonly error: null }
  | { readonly history: null; readonly error: AppError }

// The main process follows one history at a time: a page that closes after the next one opened must not end that one's.
let latest = 0

/**
 * Follows the history of a release: subscribes first, then asks.
 * @param tell gets every history, the first as soon as it is known, or why there is none. One without revisions means
 * that the release is gone.
 * @returns what stops it.
 */
export function followHistory(release: ReleaseRef, tell: (answer: HistoryAnswer) => void): () => void {
  latest += 1
  const turn = latest
  // What is told is newer than an answer that comes after it.
  let isSettled = false
  const stopListening = listen('releases:history_changed', ({ revisions, ...told }) => {
    if (!isSame(told, release)) return
    isSettled = true
    tell({ history: revisions, error: null })
  })
  const answer = (told: HistoryAnswer): void => {
    if (!isSettled) tell(told)
  }
  invoke('releases:follow_history', { release: releaseInput(release) }).then(
    (history) => answer({ history, error: null }),
    (thrown: unknown) => answer({ history: null, error: toAppError(thrown) }),
  )
  return () => {
    isSettled = true
    stopListening()
    // Where this fails a history is told to nobody: no harm is done.
    if (turn === latest) void invoke('releases:follow_history', { release: null }).catch(() => undefined)
  }
}

function isSame(one: ReleaseRef, other: ReleaseRef): boolean {
  return one.context === other.context && one.namespace === other.namespace && one.name === other.name
}
