import { refAutoReset } from '@vueuse/core'
import type { Ref } from 'vue'
import { copyText } from './copy-text'

type CopyOutcome = 'idle' | 'copied' | 'failed'

/** What a copy button says. */
export const copyWords: Record<CopyOutcome, string> = { idle: 'Copy', copied: 'Copied', failed: "Couldn't copy" }

interface Copy {
  /** What came of the last copy, for two seconds. */
  readonly outcome: Ref<CopyOutcome>
  readonly copy: (text: string) => void
}

/** Copies text, and tells what came of it. Only a click or a key may call it. */
export function useCopy(): Copy {
  const outcome = refAutoReset<CopyOutcome>('idle', 2000)
  return { outcome, copy: (text) => (outcome.value = copyText(text) ? 'copied' : 'failed') }
}
