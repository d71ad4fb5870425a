import { watchDebounced } from '@vueuse/core'
import { shallowRef, type ShallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import { draftProblems, previewRequest, type ChangeDraft } from '@/lib/change/change-draft'
import { useHelmStore } from '@/state/clusters/helmStore'
import { invoke } from '@/bridge/invoke'

interface CommandPreviewHandle {
  /** Program first; null while the draft is no command yet. */
  readonly command: ShallowRef<readonly string[] | null>
  readonly error: ShallowRef<AppError | null>
}

/** Keeps the exact command of a draft up to date: asked for a moment after the last change, late answers dropped. */
export function useCommandPreview(draft: () => ChangeDraft | null): CommandPreviewHandle {
  const helm = useHelmStore()
  const command = shallowRef<readonly string[] | null>(null)
  const error = shallowRef<AppError | null>(null)

  // As text, so that typing in the values does not ask again: the command tells only whether there are any.
  const wanted = (): string => {
    const now = draft()
    return now === null || Object.keys(draftProblems(now, helm.features)).length > 0
      ? ''
      : JSON.stringify(previewRequest(now, helm.features))
  }

  async function ask(asked: string): Promise<void> {
    const now = draft()
    if (asked === '' || now === null) {
      command.value = null
      error.value = null
      return
    }
    try {
      const answer = await invoke('helm:preview_command', previewRequest(now, helm.features))
      if (wanted() !== asked) return
      command.value = answer
      error.value = null
    } catch (thrown) {
      if (wanted() === asked) error.value = toAppError(thrown)
    }
  }

  watchDebounced(wanted, ask, { debounce: 150, immediate: true })
  return { command, error }
}
