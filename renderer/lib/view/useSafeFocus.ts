import type { ShallowRef } from 'vue'

/**
 * Gives the focus of a question that opens to its safe answer.
 * @returns the handler for the dialog's `openAutoFocus`
 */
export function useSafeFocus(safe: Readonly<ShallowRef<{ readonly $el: HTMLElement } | null>>): (event: Event) => void {
  return (event) => {
    event.preventDefault()
    safe.value?.$el.focus()
  }
}
