import { computed } from 'vue'
import type { Origins, ValueOrigin, ValuesPath } from '@shared/model/blame'
import type { ReleaseRef } from '@shared/model/release-ref'
import { invoke } from '@/bridge/invoke'
import { releaseInput } from '@/lib/release/release-key'
import { useAnswer } from '@/lib/view/useAnswer'
import type { BlameHandle, BlameNote } from './useBlame'

const words: Readonly<Record<ValueOrigin, Omit<BlameNote, 'weak'>>> = {
  mine: { strong: 'yours', title: 'You set it.' },
  chart: { strong: 'chart', title: 'The default of the chart.' },
  parent: { strong: 'parent', title: 'Set by the defaults of the chart around it.' },
  global: { strong: 'global', title: 'From the global values.' },
}

/**
 * Where each of a revision's computed values comes from; of the person's own also since which revision.
 * @param of null asks nothing
 * @param blameOf which revision an own value comes from; null where that isn't known
 */
export function useOrigins(
  of: () => { readonly release: ReleaseRef; readonly revision: number } | null,
  blameOf: () => BlameHandle['noteOf']['value'],
): BlameHandle {
  const { answer, error } = useAnswer(of, ({ release, revision }) =>
    invoke('release:get_origins', { ...releaseInput(release), revision }),
  )
  return {
    noteOf: computed(() => (answer.value === null ? null : notesOf(answer.value, blameOf()))),
    gap: computed(() => (answer.value === null ? (error.value?.message ?? '') : answer.value.gaps.join(' '))),
  }
}

/** A list tells for all that is in it; a map is told by what is in it. */
function notesOf(
  { origins }: Origins,
  blameOf: BlameHandle['noteOf']['value'],
): (path: ValuesPath) => BlameNote | null {
  const known = new Map(origins.map(({ path, origin }) => [JSON.stringify(path), origin]))
  return (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const origin = known.get(JSON.stringify(path.slice(0, length)))
      if (origin === undefined) continue
      const blamed = origin === 'mine' ? (blameOf?.(path) ?? null) : null
      if (blamed === null) return { ...words[origin], weak: '' }
      return { strong: words.mine.strong, weak: blamed.strong, title: blamed.title }
    }
    return null
  }
}
