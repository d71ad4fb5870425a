import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { ReleaseRef } from '@shared/model/release-ref'
import { releaseKey } from '@/lib/release/release-key'
import { followHistory, type HistoryAnswer } from '@/state/releases/follow-history'
import { useReleaseDetailStore } from '@/state/releases/releaseDetailStore'

/**
 * The revisions of another release than the page's own, newest first; null until they are known. One history is followed at a
 * time: the page's own is followed again when this one isn't needed any more.
 */
export function useOtherHistory(release: () => ReleaseRef | null): ShallowRef<HistoryAnswer | null> {
  const store = useReleaseDetailStore()
  const answer = shallowRef<HistoryAnswer | null>(null)
  let stop: (() => void) | null = null

  function end(): void {
    if (stop === null) return
    store.refresh()
    stop()
    stop = null
  }

  watch(
    () => {
      const wanted = release()
      return wanted === null ? '' : releaseKey(wanted)
    },
    () => {
      const wanted = release()
      answer.value = null
      const stopBefore = stop
      stop = wanted === null ? null : followHistory(wanted, (told) => (answer.value = newestFirst(told)))
      if (stop === null && stopBefore !== null) store.refresh()
      stopBefore?.()
    },
    { immediate: true },
  )
  onScopeDispose(end)
  return answer
}

/** None where the cluster says that there is no such release. */
function newestFirst(told: HistoryAnswer): HistoryAnswer {
  if (told.error?.code === 'release-not-found') return { history: [], error: null }
  if (told.history === null) return told
  return { ...told, history: [...told.history].sort((one, other) => other.revision - one.revision) }
}
