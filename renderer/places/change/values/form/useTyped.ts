import { computed, onBeforeUnmount, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { FormText } from './form-text'
import { useRest } from './useRest'

interface Typed {
  /** What the control shows. */
  readonly shown: ComputedRef<string>
  /** Whether the text has no place for what was typed; it stays in the control then. */
  readonly isRefused: Ref<boolean>
  readonly input: (text: string) => void
  readonly focus: () => void
  readonly blur: () => void
  /** Writes what is still waiting. */
  readonly commit: () => void
}

/**
 * What somebody types into a control: it is theirs until they leave and the form shows it too, however late the form is. An emptied
 * control waits for that, so that the comments beside its key survive somebody who types another value.
 * @param value what the form shows
 * @param write '' to take the key away
 */
export function useTyped(value: () => string, form: () => FormText, write: (text: string) => boolean): Typed {
  const typed = ref<string | null>(null)
  const isRefused = ref(false)
  let isWaiting = false
  let isFocused = false
  const rest = useRest(() => form().isLong())

  function commit(): void {
    rest.drop()
    if (!isWaiting || typed.value === null) return
    isWaiting = false
    isRefused.value = !write(typed.value)
  }
  function release(): void {
    if (!isFocused && !isWaiting && !isRefused.value && form().isSettled()) typed.value = null
  }
  watch(() => form().isSettled(), release)
  onBeforeUnmount(commit)
  return {
    shown: computed(() => typed.value ?? value()),
    isRefused,
    input: (text) => {
      typed.value = text
      isWaiting = true
      if (text === '') rest.drop()
      else rest.write(null, commit)
    },
    focus: () => (isFocused = true),
    blur: () => {
      isFocused = false
      commit()
      release()
    },
    commit,
  }
}
