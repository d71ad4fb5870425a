import { useDebounceFn, useEventListener } from '@vueuse/core'
import { effectScope, watch } from 'vue'

/** How long nothing changes before it counts as a pause. Milliseconds. */
const pause = 500

/** Runs `work` once what changed has rested for a moment, and at once when the window may be about to end. @returns what stops that. */
export function onPause(source: () => object, work: () => void): () => void {
  const scope = effectScope()
  scope.run(() => {
    watch(source, useDebounceFn(work, pause), { deep: true })
    useEventListener(window, ['blur', 'pagehide'], work)
    useEventListener(document, 'visibilitychange', work)
  })
  return () => scope.stop()
}
