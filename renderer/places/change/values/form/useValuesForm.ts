import { computed, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { FormAnswer } from '@shared/values-form/form-model'
import type { ValuesLanguage } from '@/lib/values-language/language'

interface ValuesForm {
  /** The last one there was; undefined until the first is there, null where none can be made. */
  readonly answer: ShallowRef<FormAnswer | null | undefined>
  /** Whether it is about the text as it is now. */
  readonly isSettled: ComputedRef<boolean>
}

/** Keeps a form of the text, made on another thread: one question at a time, and the last text counts. */
export function useValuesForm(
  text: Readonly<Ref<string>>,
  language: Pick<ValuesLanguage, 'form'>,
  known: () => unknown,
): ValuesForm {
  const answer = shallowRef<FormAnswer | null | undefined>(undefined)
  const of = shallowRef<{ readonly text: string; readonly known: unknown } | null>(null)
  const isSettled = computed(() => of.value?.text === text.value && of.value.known === known())
  let isAsking = false
  async function ask(): Promise<void> {
    if (isAsking || isSettled.value) return
    isAsking = true
    const asked = { text: text.value, known: known() }
    const made = await language.form(asked.text)
    isAsking = false
    of.value = asked
    answer.value = made
    void ask()
  }
  watch([text, known], ask, { immediate: true })
  return { answer, isSettled }
}
