import { maxScanned } from '@/state/releases/driftStore'
import type { Action } from './action'
import type { ListSubject, SelectionSubject } from './subjects'

/** What can be done with the list in sight. */
export const listActions: readonly Action<ListSubject>[] = [
  {
    id: 'list.search',
    label: 'Search',
    icon: 'i-lucide-search',
    keys: '/',
    appliesTo: ({ focusSearch }) => focusSearch !== null,
    perform: ({ focusSearch }) => focusSearch?.(),
  },
  {
    id: 'list.clear_filters',
    label: 'Clear filters',
    icon: 'i-lucide-filter-x',
    appliesTo: ({ clearFilters }) => clearFilters !== null,
    perform: ({ clearFilters }) => clearFilters?.(),
  },
]

/** What can be done with the releases that are selected in it. */
export const selectionActions: readonly Action<SelectionSubject>[] = [
  {
    id: 'selection.check_drift',
    label: 'Check drift',
    icon: 'i-lucide-diff',
    blockedBy: ({ count }) => (count > maxScanned ? 'At most 1,000 releases can be checked at a time.' : ''),
    perform: ({ checkDrift }) => checkDrift(),
  },
  {
    id: 'selection.uninstall',
    label: 'Uninstall…',
    icon: 'i-lucide-trash-2',
    isDangerous: true,
    asks: true,
    blockedBy: ({ waiting }) => waiting,
    perform: ({ uninstall }) => uninstall(),
  },
  {
    id: 'selection.clear',
    label: 'Clear',
    perform: ({ clear }) => clear(),
  },
]
