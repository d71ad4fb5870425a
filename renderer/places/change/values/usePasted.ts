import { computed, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { PastedValues } from '@shared/values-edit/only-own'
import type { ValuesLanguage } from '@/lib/values-language/language'

/** So many characters at once are pasted, dropped or taken from somewhere, not typed. */
const manyAtOnce = 80

interface Pasted {
  /** What the text is, null where it is somebody's own, or has changed since. */
  readonly pasted: ComputedRef<PastedValues | null>
  /** Keeps only what differs from the defaults. */
  readonly keepOwn: () => void
  readonly dismiss: () => void
}

/** Notices a text that is what helm or the chart wrote, when it comes in or the chart becomes known. */
export function usePasted(
  text: Ref<string>,
  language: Pick<ValuesLanguage, 'pasted'>,
  known: ShallowRef<unknown>,
): Pasted {
  const found = shallowRef<{ readonly of: string; readonly what: PastedValues } | null>(null)
  const pasted = computed(() => (found.value?.of === text.value ? found.value.what : null))
  async function look(): Promise<void> {
    const of = text.value
    const what = await language.pasted(of)
    found.value = what === null ? null : { of, what }
  }
  watch(text, (next, before) => {
    if (next.length - before.length >= manyAtOnce) void look()
  })
  watch(known, look, { immediate: true })
  return {
    pasted,
    keepOwn: () => {
      if (pasted.value !== null) text.value = pasted.value.onlyOwn
    },
    dismiss: () => (found.value = null),
  }
}
