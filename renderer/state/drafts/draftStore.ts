import { defineStore } from 'pinia'
import { reactive } from 'vue'
import type { ChangeDraft } from '@/lib/change/change-draft'
import { typedText } from '@/lib/change/stored-draft'
import { useOperationStore } from '@/state/operations/operationStore'
import { createKeptDrafts } from './kept-drafts'
import { createDraftLoading } from './load-drafts'
import { onPause } from './on-pause'

/** What a page began with. */
interface Begun {
  readonly version: string
  readonly typed: string
}

/**
 * What the person has typed into the install and upgrade pages, until it has been used: leaving a page loses nothing, nor does the
 * end of the app. The main process keeps what differs from what its page began with, encrypted.
 */
export const useDraftStore = defineStore('drafts', () => {
  const drafts = reactive(new Map<string, ChangeDraft>())
  const begun = new Map<string, Begun>()
  const operations = useOperationStore()
  const isUsed = createUsed(operations)
  const kept = createKeptDrafts()
  const loading = createDraftLoading({ kept, has: (key) => drafts.has(key), keep })

  const find = (key: string): ChangeDraft | null => drafts.get(key) ?? null

  /** Keeps a draft that somebody has typed. @returns the reactive one, to be written to. */
  function keep(key: string, draft: ChangeDraft): ChangeDraft {
    begun.delete(key)
    drafts.set(key, draft)
    return drafts.get(key) ?? draft
  }

  /** Begins one with what its page knows: it is kept at rest once something else is in it. */
  function begin(key: string, draft: ChangeDraft): void {
    keep(key, draft)
    begun.set(key, { version: draft.version, typed: typedText(draft, draft.version) })
  }

  /** Whether there is more in it than its page has begun with. */
  function isTyped(key: string): boolean {
    const [draft, from] = [drafts.get(key), begun.get(key)]
    return draft !== undefined && (from === undefined || typedText(draft, from.version) !== from.typed)
  }

  function drop(key: string): void {
    drafts.delete(key)
    begun.delete(key)
    if (kept.has(key)) void kept.discard(key)
  }

  /** Gives a draft up. @returns what was in it, to be kept again; null when that can't be read */
  async function discard(key: string): Promise<ChangeDraft | null> {
    const draft = find(key) ?? (await kept.read(key))
    drop(key)
    return draft
  }

  /** The draft to go on with when its page is opened: one that ended well, or was dismissed, is over. */
  function resume(key: string): ChangeDraft | null {
    const draft = find(key)
    if (draft !== null && isOver(draft, operations)) drop(key)
    return find(key)
  }

  /** A used one is kept no more. */
  function saveAll(): void {
    for (const [key, draft] of drafts) {
      if (isTyped(key) && !isUsed(draft)) kept.save(key, draft)
      else if (kept.isHeld(key)) void kept.discard(key)
    }
  }

  /** Reads which drafts there are, and keeps what is typed from then on. @returns what stops that. */
  function start(): () => void {
    loading.list()
    return onPause(() => [drafts, operations.operations], saveAll)
  }

  const { heads, setAside, savings } = kept
  const { isLoading, load } = loading
  return { heads, setAside, savings, find, isLoading, keep, begin, isTyped, drop, discard, resume, load, start }
})

/** Whether a draft's operation has ended well; that is remembered, for it may be listed no more. */
function createUsed(store: ReturnType<typeof useOperationStore>): (draft: ChangeDraft) => boolean {
  const used = new Set<string>()
  return ({ operationId }) => {
    for (const { id, status } of store.operations) if (status.phase === 'done') used.add(id)
    return used.has(operationId)
  }
}

function isOver(draft: ChangeDraft, { operations, isOutdated }: ReturnType<typeof useOperationStore>): boolean {
  const operation = operations.find(({ id }) => id === draft.operationId)
  if (draft.operationId === '' || (operation !== undefined && operation.status.phase !== 'done')) return false
  if (!isOutdated(draft.operationId)) return true
  // It failed, and the release has been mended since: what was typed was never used.
  draft.operationId = ''
  return false
}
