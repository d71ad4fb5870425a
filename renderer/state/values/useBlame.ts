import { computed, type ComputedRef } from 'vue'
import type { Blame, ValuesPath } from '@shared/model/blame'
import type { ReleaseRef } from '@shared/model/release-ref'
import { invoke } from '@/bridge/invoke'
import { releaseInput } from '@/lib/release/release-key'
import { exactTime, shortTime } from '@/lib/time/relative-time'
import { useAnswer } from '@/lib/view/useAnswer'

/** What is told beside a key. */
export interface BlameNote {
  readonly strong: string
  readonly weak: string
  readonly title: string
}

export interface BlameHandle {
  /** Null while nobody asks, or it is not known. */
  readonly noteOf: ComputedRef<((path: ValuesPath) => BlameNote | null) | null>
  /** What of it can't be told, in a sentence; '' where all can. */
  readonly gap: ComputedRef<string>
}

/** Which revision each of a release's own values comes from. @param of null asks nothing */
export function useBlame(of: () => { readonly release: ReleaseRef; readonly revision: number } | null): BlameHandle {
  const { answer, error } = useAnswer(of, ({ release, revision }) =>
    invoke('release:get_blame', { ...releaseInput(release), revision }),
  )
  return {
    noteOf: computed(() => (answer.value === null ? null : notesOf(answer.value))),
    gap: computed(() => (answer.value === null ? (error.value?.message ?? '') : gapOf(answer.value))),
  }
}

const nowhere: BlameNote = { strong: 'new', weak: '', title: 'No revision has this key.' }

/** A list that counts as one value tells for all that is in it. */
function notesOf({ keys, revisions }: Blame): (path: ValuesPath) => BlameNote | null {
  const set = new Map(keys.map(({ path, revision }) => [JSON.stringify(path), revision]))
  const about = new Map(revisions.map((one) => [one.revision, one]))
  return (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const revision = set.get(JSON.stringify(path.slice(0, length)))
      if (revision === undefined) {
        if (typeof path[length - 1] === 'string' && !path.slice(0, length).some((step) => typeof step === 'number'))
          return nowhere
        continue
      }
      const { updated = '', description = '' } = about.get(revision) ?? {}
      const when = updated === '' ? '' : `, ${exactTime(updated)}`
      const title = `Set in revision ${revision}${when}${description === '' ? '' : `: ${description}`}`
      return { strong: `r${revision}`, weak: updated === '' ? '' : shortTime(updated), title }
    }
    return nowhere
  }
}

function gapOf({ truncated, unread }: Blame): string {
  if (unread.length > 0) return `Revision ${unread.join(', ')} can't be read: what it changed is told of the next one.`
  return truncated === true ? 'Only the newest 50 revisions were looked at.' : ''
}
