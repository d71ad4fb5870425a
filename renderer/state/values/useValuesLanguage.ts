import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { ValuesGuide } from '@shared/model/values-guide'
import type { ValuesDocuments } from '@shared/values-check/lines'
import type { LayersAround } from '@shared/values-verdict/verdict'
import { createValuesLanguage } from '@/lib/values-language/create-language'
import type { ValuesLanguage } from '@/lib/values-language/language'

interface LanguageHandle {
  readonly language: ValuesLanguage
  /** Another one whenever it knows something else. */
  readonly known: ShallowRef<unknown>
}

/**
 * Who knows the values of a chart, for as long as its page is open.
 * @param around the layers of values that lie below and above the text; null for none
 * @param before what the deployed version says, where another is being written for
 */
export function useValuesLanguage(
  guide: () => ValuesGuide | null,
  before: () => ValuesGuide | null,
  documents: () => ValuesDocuments,
  around: () => LayersAround | null = () => null,
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
  watch(
    () => [around()?.below ?? '', around()?.above ?? ''] as const,
    ([below, above], told) => {
      if (told === undefined && below === '' && above === '') return
      language.setLayers(below === '' && above === '' ? null : { below, above })
      known.value = {}
    },
    { immediate: true },
  )
  onScopeDispose(() => language.dispose())
  return { language, known }
}
