import type { VNodeChild } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { ListedRelease } from '@/lib/release/release-key'
import type { TableColumn } from '@/ui/table/table-column'

/** All there is to say of a column: the table's head, rows and order, its search and its chooser go by it. */
export interface ColumnOf<Id extends string = string> extends TableColumn<Id> {
  /** What its cell says: the search looks in it, and marks what it finds. Left out where nobody searches for it. */
  readonly text?: (release: ListedRelease) => string
  /** What rows are ordered by; numbers and texts compare as `<` does. */
  readonly sortKey: (release: ListedRelease) => string | number
  /** A click on its head sorts the largest first. */
  readonly descending?: true
  /** Where a cell is more than that text. Hundreds of them scroll by: plain elements, hardly any components. */
  readonly cell?: (scope: CellScope) => VNodeChild
  /** What shows over its cell; left out, the text. */
  readonly hint?: (scope: CellScope) => string | undefined
  /** How its texts look: digits below each other, digits to the right, or as what carries the row. */
  readonly look?: 'figures' | 'number' | 'strong'
  /** It is known once the chart has been read. */
  readonly ofChart?: true
  /** It says something where several clusters are shown only. */
  readonly ofSeveral?: true
}

/** What a row's cells are drawn from. */
export interface CellScope {
  readonly release: ListedRelease
  /** Where the release's page is. */
  readonly to: RouteLocationRaw
  /** What the clock of its cluster shows, in milliseconds since 1970. */
  readonly now: number
  /** Tab reaches its row. */
  readonly reachable: boolean
  /** Why health is not known in its cluster; '' where it is. */
  readonly healthProblem: string
  /** What is searched for. */
  readonly words: readonly string[]
  /** What the search found in a column that is not shown. */
  readonly aside: ColumnMatch | null
  readonly open: () => void
  readonly showHealth: (word: HTMLElement) => void
}

/** A text that a search found, and the title of its column. */
export interface ColumnMatch {
  readonly title: string
  readonly text: string
}
