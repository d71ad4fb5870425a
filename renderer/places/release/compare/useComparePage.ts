import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'
import type { ComparedSide } from '@shared/model/comparison'
import type { ReleaseRef } from '@shared/model/release-ref'
import { queryText } from '@/lib/view/query-text'
import { ownRevision, sideOf, sideText } from './compare-side'
import { compareTabOf, type CompareTab } from './compare-words'

/** The sides that are compared. */
export interface Sides {
  readonly from: ComparedSide
  readonly to: ComparedSide
}

/** Which revisions of the timeline are marked, and as what. */
interface Marks {
  readonly from: number | null
  readonly to: number | null
}

interface ComparePage {
  /** null where nothing is compared. */
  readonly sides: ComputedRef<Sides | null>
  readonly marks: ComputedRef<Marks>
  readonly tab: ComputedRef<CompareTab>
  readonly openTab: (tab: CompareTab) => void
  /** Two revisions of the page's own release. */
  readonly compareOwn: (from: number, to: number) => void
  /** A revision of the page's own release with any other side. */
  readonly compareWith: (revision: number, other: ComparedSide) => void
  /** Another revision of it in the place of a side. */
  readonly choose: (side: 'from' | 'to', revision: number) => void
  readonly swap: () => void
  readonly close: () => void
  /** Marks a revision, or takes its mark away. The second mark compares. */
  readonly mark: (revision: number) => void
}

/** What of the address is about a comparison. */
export const noComparison = { from: undefined, to: undefined, part: undefined } as const

/** What the release page compares, kept in its address: every choice is a step of back and forward. */
export function useComparePage(own: () => ReleaseRef | null): ComparePage {
  const route = useRoute()
  const router = useRouter()
  const read = (name: 'from' | 'to'): ComparedSide | null => {
    const release = own()
    return release === null ? null : sideOf(queryText(route.query[name]), release)
  }
  const from = computed(() => read('from'))
  const to = computed(() => read('to'))
  const sides = computed(() => (from.value === null || to.value === null ? null : { from: from.value, to: to.value }))
  const marks = computed((): Marks => {
    const release = own()
    if (release === null) return { from: null, to: null }
    return { from: ownRevision(from.value, release), to: ownRevision(to.value, release) }
  })

  function go(part: LocationQueryRaw, how: 'push' | 'replace' = 'push'): void {
    void router[how]({ query: { ...route.query, ...part } })
  }

  function compareWith(revision: number, other: ComparedSide): void {
    const release = own()
    if (release !== null) go({ from: String(revision), to: sideText(other, release) })
  }

  function mark(revision: number): void {
    const next = marked(marks.value, sides.value !== null, revision)
    const [keepsFrom, keepsTo] = [
      from.value !== null && marks.value.from === null,
      to.value !== null && marks.value.to === null,
    ]
    go({
      from: next.from ?? (keepsFrom ? queryText(route.query['from']) : undefined),
      to: next.to ?? (keepsTo ? queryText(route.query['to']) : undefined),
    })
  }

  return {
    ...{ sides, marks, compareWith, mark },
    tab: computed(() => compareTabOf(queryText(route.query['part']))),
    openTab: (tab) => go({ part: tab === 'all' ? undefined : tab }, 'replace'),
    compareOwn: (first, second) => go({ from: String(first), to: String(second) }),
    choose: (side, revision) => go({ [side]: String(revision) }),
    swap: () => go({ from: route.query['to'], to: route.query['from'] }),
    close: () => go(noComparison),
  }
}

/**
 * The marks once a revision is marked, or no more. Of two the older one is From; a third one takes the place of From where it is
 * older than To, else that of To.
 */
export function marked({ from, to }: Marks, isComparing: boolean, revision: number): Marks {
  if (revision === from) return { from: null, to }
  if (revision === to) return { from, to: null }
  if (isComparing) {
    // A side that isn't of this release stays.
    const isFrom = to === null || (from !== null && revision < to)
    return isFrom ? { from: revision, to } : { from, to: revision }
  }
  const other = from ?? to
  if (other === null) return { from: revision, to: null }
  return { from: Math.min(other, revision), to: Math.max(other, revision) }
}
