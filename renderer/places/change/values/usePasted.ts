import { shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { PastedValues } from '@shared/values-edit/only-own'
import type { ValuesLanguage } from '@/lib/values-language/language'

/** So many characters at once are pasted, dropped or taken from somewhere, not typed. */
const manyAtOnce = 80

/**
 * Notices a text that is what helm or the chart wrote, when it comes in or the chart becomes known.
 * @returns what it is, null where it is somebody's own; and what keeps only what differs
 */
export function usePasted(
  text: Ref<string>,
  language: Pick<ValuesLanguage, 'pasted'>,
  known: ShallowRef<unknown>,
): { readonly pasted: ShallowRef<PastedValues | null>; readonly keepOwn: () => void } {
  const pasted = shallowRef<PastedValues | null>(null)
  async function look(): Promise<void> {
    const asked = text.value
    const found = await language.pasted(asked)
    if (text.value === asked) pasted.value = found
  }
  watch(text, (next, before) => {
    if (next.trim() === '') pasted.value = null
    else if (next.length - before.length >= manyAtOnce) void look()
  })
  watch(known, look, { immediate: true })
  return {
    pasted,
    keepOwn: () => {
      if (pasted.value !== null) text.value = pasted.value.onlyOwn
      pasted.value = null
    },
  }
}
