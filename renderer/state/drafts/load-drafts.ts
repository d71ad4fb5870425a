import { reactive } from 'vue'
import { invoke } from '@/bridge/invoke'
import type { ChangeDraft } from '@/lib/change/change-draft'
import { useOperationStore } from '@/state/operations/operationStore'
import type { KeptDrafts } from './kept-drafts'

interface LoadingDeps {
  readonly kept: KeptDrafts
  /** Whether the window has it already. */
  readonly has: (key: string) => boolean
  readonly keep: (key: string, draft: ChangeDraft) => void
}

interface DraftLoading {
  /** Finds out which there are. */
  readonly list: () => void
  /** Fetches a draft that only the main process has. @returns null where there is nothing to wait for. */
  readonly load: (key: string) => Promise<void> | null
  readonly isLoading: (key: string) => boolean
}

/** Brings drafts of the app's last start to the window, each when its page is opened. */
export function createDraftLoading({ kept, has, keep }: LoadingDeps): DraftLoading {
  const operations = useOperationStore()
  const loading = reactive(new Map<string, Promise<void>>())
  let listing: Promise<void> | null = null

  async function fetchKept(key: string): Promise<void> {
    if (has(key) || !kept.has(key)) return
    const draft = await kept.read(key)
    if (draft === null || has(key)) return
    if (draft.operationId === '' || (await goesOn(draft))) keep(key, draft)
    else void kept.discard(key)
  }

  /** Of one that was sent before the app's last start: what did not end well, or never began, is there as it was typed. */
  async function goesOn(draft: ChangeDraft): Promise<boolean> {
    const id = draft.operationId
    if (operations.operations.some((one) => one.id === id)) return true
    const entry = await invoke('activity:get_entry', { id }).catch(() => null)
    draft.operationId = ''
    return entry?.operation.status.phase !== 'done'
  }

  return {
    list: () => {
      listing = kept.list().finally(() => (listing = null))
    },
    isLoading: (key) => loading.has(key),
    load: (key) => {
      if (has(key) || (listing === null && !kept.has(key))) return null
      const before = loading.get(key)
      if (before !== undefined) return before
      const work = (listing ?? Promise.resolve()).then(() => fetchKept(key)).finally(() => loading.delete(key))
      loading.set(key, work)
      return work
    },
  }
}
