import { onBeforeUnmount } from 'vue'

/** Milliseconds of rest in typing before a long text is written to. */
const restMs = 200

interface Rest {
  /** Does it at once, or in a long text after a rest. What waits for another place is done first. */
  readonly write: (place: unknown, work: () => void) => void
  /** Does what still waits. */
  readonly flush: () => void
  /** Forgets what still waits. */
  readonly drop: () => void
}

/** Keeps typing light where every edit of the text takes longer than a frame. */
export function useRest(isLong: () => boolean): Rest {
  let waiting: { readonly place: unknown; readonly work: () => void } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function drop(): void {
    clearTimeout(timer)
    waiting = null
  }
  function flush(): void {
    const now = waiting
    drop()
    now?.work()
  }
  onBeforeUnmount(flush)
  return {
    flush,
    drop,
    write: (place, work) => {
      if (waiting !== null && waiting.place !== place) flush()
      waiting = { place, work }
      clearTimeout(timer)
      if (isLong()) timer = setTimeout(flush, restMs)
      else flush()
    },
  }
}
