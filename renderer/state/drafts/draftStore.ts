import { defineStore } from 'pinia'
import { reactive } from 'vue'
import type { ChangeDraft } from '@/lib/change/change-draft'
import { useOperationStore } from '@/state/operations/operationStore'

/**
 * What the person has typed into the install and upgrade pages, until it has been used: leaving a page loses nothing.
 * In memory only, because values may hold secrets.
 */
export const useDraftStore = defineStore('drafts', () => {
  const drafts = reactive(new Map<string, ChangeDraft>())
  const operations = useOperationStore()

  const find = (key: string): ChangeDraft | null => drafts.get(key) ?? null
  const drop = (key: string): void => void drafts.delete(key)

  /** Keeps a new draft. @returns the reactive one, to be written to. */
  function keep(key: string, draft: ChangeDraft): ChangeDraft {
    drafts.set(key, draft)
    return drafts.get(key) ?? draft
  }

  /** The draft to go on with when its page is opened: one that ended well, or was dismissed, is over. */
  function resume(key: string): ChangeDraft | null {
    const draft = find(key)
    if (draft === null || draft.operationId === '') return draft
    const operation = operations.operations.find((one) => one.id === draft.operationId)
    if (operation !== undefined && operation.status.phase !== 'done') return draft
    if (operations.isOutdated(draft.operationId)) {
      // It failed, and the release has been mended since: what was typed was never used.
      draft.operationId = ''
      return draft
    }
    drop(key)
    return null
  }

  return { find, keep, drop, resume }
})
