import { defineStore } from 'pinia'
import type { RowAnchor } from '@/ui/table/row-anchor'

/** Where the person was in the list of releases. */
interface ListPlace {
  readonly view: string
  /** The first row in sight; null at the top. */
  readonly anchor: RowAnchor | null
}

/** Remembers where a list was left, for whoever comes back to the same one. */
export const useListPlaceStore = defineStore('list-place', () => {
  let left: ListPlace | null = null

  function leave(place: ListPlace): void {
    left = place
  }

  /** Where the list of this view was left, once; null where another one was. */
  function comeBack(view: string): ListPlace | null {
    const place = left?.view === view ? left : null
    left = null
    return place
  }

  return { leave, comeBack }
})
