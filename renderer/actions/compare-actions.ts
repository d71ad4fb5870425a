import type { Action } from './action'
import type { ComparisonSubject, RevisionSubject } from './subjects'

/** What can be done with a revision of a release's history. */
export const revisionActions: readonly Action<RevisionSubject>[] = [
  {
    id: 'revision.compare_previous',
    label: 'Compare with previous',
    icon: 'i-lucide-git-compare',
    appliesTo: ({ previous }) => previous !== null,
    perform: ({ revision, previous, compare }) => compare(previous ?? revision, revision),
  },
  {
    id: 'revision.compare_current',
    label: 'Compare with current',
    icon: 'i-lucide-git-compare-arrows',
    appliesTo: ({ revision, current }) => revision !== current,
    perform: ({ revision, current, compare }) => compare(revision, current),
  },
  {
    id: 'revision.mark',
    label: ({ isMarked, isOtherMarked }) => {
      if (isMarked) return 'Remove the mark'
      return isOtherMarked ? 'Compare with the marked revision' : 'Mark to compare'
    },
    icon: 'i-lucide-bookmark',
    group: 1,
    perform: ({ mark }) => mark(),
  },
]

/** What can be done with two sides that are compared. */
export const comparisonActions: readonly Action<ComparisonSubject>[] = [
  {
    id: 'comparison.search',
    label: 'Search the differences',
    icon: 'i-lucide-search',
    keys: 'CmdOrCtrl+F',
    perform: ({ focusSearch }) => focusSearch(),
  },
  {
    id: 'comparison.swap',
    label: 'Swap the sides',
    icon: 'i-lucide-arrow-right-left',
    perform: ({ swap }) => swap(),
  },
  {
    id: 'comparison.close',
    label: 'Close',
    icon: 'i-lucide-x',
    keys: 'Escape',
    perform: ({ close }) => close(),
  },
]
