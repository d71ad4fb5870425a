import type { ReleaseRef } from '@shared/model/release-ref'
import type { AppError, ErrorAction } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import type { ReleaseAccess } from '@shared/model/release-feed'
import type { OperationFacts } from '@/lib/operation/operation-words'
import type { BusyRelease } from '@/lib/release/busy-release'

/** The dialogs of a release's page, each of which asks for a change. */
export type ReleaseDialog = 'rollback' | 'uninstall' | 'repair' | 'test'

/** What a release's open page knows and a list does not. */
export interface ReleasePage {
  readonly newest: number
  /** The revision looked at: a rollback goes there unless it is the newest. */
  readonly selected: number | null
  readonly canRollBack: boolean
  /** Its chart brings tests. */
  readonly canTest: boolean
  /** Opens a dialog in place. */
  readonly ask: (dialog: ReleaseDialog) => void
}

export interface ReleaseSubject {
  readonly kind: 'release'
  readonly release: ReleaseRef
  /** helm's word; '' while it is not known. */
  readonly status: string
  /** Its newest record cannot be read. */
  readonly damaged: boolean
  /** Who is in the middle of a change of it; null when nobody is. */
  readonly busy: BusyRelease | null
  readonly access: ReleaseAccess
  /** null in a list. */
  readonly page: ReleasePage | null
}

export interface OperationSubject {
  readonly kind: 'operation'
  readonly operation: OperationFacts & Pick<Operation, 'foreign'>
  /** Its release has been repaired since, or somebody is at work on it. */
  readonly isSettled?: boolean
  /** How it is run again; null where that makes no sense, or where nobody knows what was asked for. */
  readonly again?: { readonly refused: string; readonly start: () => unknown } | null
}

/** A list in sight. */
export interface ListSubject {
  readonly kind: 'list'
  /** null where there is nothing to search. */
  readonly focusSearch: (() => void) | null
  /** null where nothing is narrowed. */
  readonly clearFilters: (() => void) | null
}

/** Several releases of the list. */
export interface SelectionSubject {
  readonly kind: 'selection'
  /** Why nothing can be begun now; '' when it can. */
  readonly waiting: string
  readonly uninstall: () => void
  /** How many they are. */
  readonly count: number
  /** Holds them against their clusters. */
  readonly checkDrift: () => void
  readonly clear: () => void
}

export interface ErrorSubject {
  readonly kind: 'error'
  readonly error: Pick<AppError, 'actions'>
  /** What its place can do about it beyond what every place can. */
  readonly offers: readonly ErrorAction[]
  readonly ignored: readonly ErrorAction[]
  /** The chart that it is about; '' where none is known. */
  readonly chart: string
  /** The release that it is about, for its repair. */
  readonly release: ReleaseRef | null
  /** What its place does itself; the window does the rest. */
  readonly own: Partial<Readonly<Record<ErrorAction, () => unknown>>>
}

/** A revision in the history of its release's open page. */
export interface RevisionSubject {
  readonly kind: 'revision'
  readonly revision: number
  /** The one before it that is kept; null where there is none. */
  readonly previous: number | null
  readonly current: number
  readonly isMarked: boolean
  /** Whether another one is marked, which it would be compared with. */
  readonly isOtherMarked: boolean
  readonly compare: (from: number, to: number) => void
  readonly mark: () => void
}

/** Two sides that are compared in sight. */
export interface ComparisonSubject {
  readonly kind: 'comparison'
  readonly focusSearch: () => void
  readonly swap: () => void
  readonly close: () => void
}

/** The app as a whole. */
export interface WindowSubject {
  readonly kind: 'window'
}

/** What something can be done with. */
export type Subject =
  | ReleaseSubject
  | RevisionSubject
  | ComparisonSubject
  | OperationSubject
  | ListSubject
  | SelectionSubject
  | ErrorSubject
  | WindowSubject

export type SubjectOf<K extends Subject['kind']> = Extract<Subject, { readonly kind: K }>
