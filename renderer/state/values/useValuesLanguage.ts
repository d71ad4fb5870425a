import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { ValuesGuide } from '@shared/model/values-guide'
import type { ValuesDocuments } from '@shared/values-check/lines'
import { createValuesLanguage } from '@/lib/values-language/create-language'
import type { ValuesLanguage } from '@/lib/values-language/language'

interface LanguageHandle {
  readonly language: ValuesLanguage
  /** Another one whenever it knows something else. */
  readonly known: ShallowRef<unknown>
}

/**
 * Who knows the values of a chart, for as long as its page is open.
 * @param before what the deployed version says, where another is being written for
 */
export function useValuesLanguage(
  guide: () => ValuesGuide | null,
  before: () => ValuesGuide | null,
  documents: () => ValuesDocuments,
): LanguageHandle {
  const language = createValuesLanguage()
  const known = shallowRef<unknown>(null)
  watch(
    [guide, before, documents] as const,
    ([now, old, reads]) => {
      language.setSubject(now === null ? null : { guide: now, before: old, documents: reads })
      known.value = {}
    },
    { immediate: true },
  )
  onScopeDispose(() => language.dispose())
  return { language, known }
}
