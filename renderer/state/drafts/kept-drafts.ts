import { reactive, shallowRef, type ShallowRef } from 'vue'
import type { StoredDraft } from '@shared/contract/draft-shape'
import { toAppError } from '@shared/errors'
import type { DraftHead } from '@shared/model/draft'
import type { ChangeDraft } from '@/lib/change/change-draft'
import { draftOf, draftText } from '@/lib/change/stored-draft'
import { invoke } from '@/bridge/invoke'

/** What became of keeping a draft, for the head of its editor. */
export interface DraftSaving {
  /** RFC 3339; '' before the first time. */
  readonly savedAt: string
  readonly isSaving: boolean
  /** Why it isn't kept, or not for long; '' where all is well. */
  readonly problem: string
}

/** The drafts that the main process keeps, as this window knows them. */
export interface KeptDrafts {
  /** The one that was kept last first. */
  readonly heads: ShallowRef<readonly DraftHead[]>
  /** How many could not be read. */
  readonly setAside: ShallowRef<number>
  readonly savings: ReadonlyMap<string, DraftSaving>
  /** Whether it is kept, or on its way there. */
  readonly has: (key: string) => boolean
  /** Whether this window has read or sent it: one that couldn't be read is nobody's to discard unasked. */
  readonly isHeld: (key: string) => boolean
  /** Reads which there are. Never rejects: then none is known. */
  readonly list: () => Promise<void>
  /** Null when it can't be read. */
  readonly read: (key: string) => Promise<ChangeDraft | null>
  /** Keeps it as it is now, unless it is kept so already. */
  readonly save: (key: string, draft: ChangeDraft) => void
  /** Never rejects. */
  readonly discard: (key: string) => Promise<void>
}

/** What is known of what is kept. */
interface Book {
  readonly heads: ShallowRef<readonly DraftHead[]>
  readonly savings: Map<string, DraftSaving>
  /** As they were sent last. */
  readonly sent: Map<string, string>
}

export function createKeptDrafts(): KeptDrafts {
  const book: Book = { heads: shallowRef([]), savings: reactive(new Map()), sent: new Map() }
  const { heads, savings, sent } = book
  const setAside = shallowRef(0)
  const send = createSender(book)
  const forget = (key: string): void => {
    heads.value = heads.value.filter((head) => head.key !== key)
    savings.delete(key)
    sent.delete(key)
  }
  async function list(): Promise<void> {
    const found = await invoke('drafts:list', {}).catch(() => ({ drafts: [], setAside: 0 }))
    heads.value = found.drafts
    setAside.value = found.setAside
  }
  return {
    ...{ heads, setAside, savings },
    isHeld: (key) => sent.has(key),
    has: (key) => savings.has(key) || heads.value.some((head) => head.key === key),
    list,
    read: async (key) => {
      try {
        const { draft, head } = await invoke('drafts:read', { key })
        const typed = draftOf(draft)
        sent.set(key, draftText(typed))
        savings.set(key, { savedAt: head.updatedAt, isSaving: false, problem: '' })
        return typed
      } catch {
        // It may only be out of reach now: then it is still there, and listed.
        await list()
        if (!heads.value.some((head) => head.key === key)) forget(key)
        return null
      }
    },
    save: (key, draft) => {
      const json = draftText(draft)
      if (json !== sent.get(key)) send(key, json)
    },
    discard: async (key) => {
      forget(key)
      await invoke('drafts:discard', { key }).catch(() => undefined)
    },
  }
}

/** Sends drafts to be kept, one state of each at a time: each is made from the one before. */
function createSender({ heads, savings, sent }: Book): (key: string, json: string) => void {
  const window = crypto.randomUUID()
  const sending = new Set<string>()
  const note = (key: string, part: Partial<DraftSaving>): void => {
    const before = savings.get(key) ?? { savedAt: '', isSaving: false, problem: '' }
    savings.set(key, { ...before, ...part })
  }

  async function keep(key: string, json: string): Promise<void> {
    const base = heads.value.find((head) => head.key === key)?.revision ?? 0
    try {
      const { head, problem } = await invoke('drafts:keep', {
        key,
        base,
        window,
        draft: JSON.parse(json) as StoredDraft,
      })
      if (sent.has(key)) {
        heads.value = [head, ...heads.value.filter((one) => one.key !== key)]
        note(key, { savedAt: head.updatedAt, problem })
      } else await invoke('drafts:discard', { key })
    } catch (thrown) {
      const { message, cause } = toAppError(thrown)
      if (sent.has(key)) note(key, { problem: `${message} ${cause}`.trim() })
    }
  }

  async function send(key: string): Promise<void> {
    sending.add(key)
    note(key, { isSaving: true })
    // What is typed meanwhile, or after the draft was discarded meanwhile, follows.
    for (
      let kept: string | undefined, json = sent.get(key);
      json !== undefined && json !== kept;
      json = sent.get(key)
    ) {
      await keep(key, json)
      kept = json
    }
    sending.delete(key)
    if (sent.has(key)) note(key, { isSaving: false })
  }

  return (key, json) => {
    sent.set(key, json)
    if (!sending.has(key)) void send(key)
  }
}
