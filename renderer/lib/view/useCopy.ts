import { refAutoReset } from '@vueuse/core'
import type { Ref } from 'vue'

type CopyOutcome = 'idle' | 'copied' | 'failed'

/** What a copy button says. */
export const copyWords: Record<CopyOutcome, string> = { idle: 'Copy', copied: 'Copied', failed: "Couldn't copy" }

interface Copy {
  /** What came of the last copy, for two seconds. */
  readonly outcome: Ref<CopyOutcome>
  readonly copy: (text: string) => void
}

/**
 * Copies text by the document's own copy command, which needs no permission (the app grants none) and no selection:
 * the text is handed over in the copy event, so that a dialog keeps its focus. Only a click or a key may call it.
 */
export function useCopy(): Copy {
  const outcome = refAutoReset<CopyOutcome>('idle', 2000)

  function copy(text: string): void {
    const handed = { over: false }
    const handOver = (event: ClipboardEvent): void => {
      event.clipboardData?.setData('text/plain', text)
      event.preventDefault()
      event.stopImmediatePropagation()
      handed.over = event.clipboardData !== null
    }
    document.addEventListener('copy', handOver, { capture: true, once: true })
    // Deprecated, and still the only way that asks for no permission.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const done = document.execCommand('copy')
    document.removeEventListener('copy', handOver, { capture: true })
    outcome.value = done && handed.over ? 'copied' : 'failed'
  }

  return { outcome, copy }
}
