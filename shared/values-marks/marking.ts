import type { Pair } from 'yaml'
import type { KeyPath, ReadText } from '../values-edit/places'
import type { Knowledge, KnownPlace } from './knowledge'
import type { TextChange, ValuesMark } from './mark'

/** What the marks of one document are made from. */
export interface Marking {
  readonly read: ReadText
  readonly knowledge: Knowledge
  /** Of the version that is deployed. */
  readonly before: Knowledge | null
  /** What the text is laid over; undefined where that is nothing but the defaults. */
  readonly below: unknown
  /** A key taken out of one of several documents may come back from another. */
  readonly isAlone: boolean
  readonly removal: (path: KeyPath) => readonly TextChange[] | null
  readonly mark: (node: unknown, path: KeyPath, said: Said) => void
  readonly isFull: () => boolean
}

/** A mark without its place. */
export type Said = Pick<ValuesMark, 'kind' | 'severity' | 'message'> & { readonly fix?: ValuesMark['fix'] | undefined }

/** A map of somebody's, with all that is known of it. */
export interface Around {
  readonly path: readonly string[]
  readonly value: unknown
  readonly standard: unknown
  /** What another layer has here; undefined where none has. */
  readonly below: unknown
  readonly place: KnownPlace
  readonly old: KnownPlace | null
  readonly oldStandard: unknown
}

/** A key in it. */
export interface KeyAt extends Around {
  readonly pair: Pair
  readonly name: string
  readonly around: KnownPlace
  readonly siblings: ReadonlyMap<string, Pair>
}
