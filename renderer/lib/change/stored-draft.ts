import { optionsAsTyped } from '@shared/change-options/derived'
import type { StoredDraft } from '@shared/contract/draft-shape'
import type { ChangeDraft } from './change-draft'

/** A draft as JSON, as it is kept. */
export function draftText(draft: ChangeDraft): string {
  return JSON.stringify(draft)
}

/** What of a draft the person has chosen and typed: not what the page finds out or fills in by itself. */
export function typedText(draft: ChangeDraft, begunVersion: string): string {
  const version = begunVersion === '' ? '' : draft.version
  return JSON.stringify({ ...draft, cluster: '', operationId: '', fromRevision: 0, version })
}

/** A draft that was kept, perhaps by an older Wheelhouse. */
export function draftOf({ cluster, masksOf, options, ...stored }: StoredDraft): ChangeDraft {
  return {
    ...stored,
    options: optionsAsTyped(options),
    ...(cluster !== undefined && { cluster }),
    ...(masksOf !== undefined && { masksOf }),
  }
}
