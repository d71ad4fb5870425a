import type { GoneRelease } from '@shared/model/release-feed'
import type { ReleaseRecord } from './record'

/** What the person has seen of a context: `revision status` by release. */
export type SeenMarks = ReadonlyMap<string, string>

export interface Seen {
  /** Whether a release is other than the person saw it. Notes it as seen when it is the person's own change. */
  readonly isUnseen: (key: string, newest: ReleaseRecord) => boolean
  /** A release whose row was there is no more. */
  readonly noteGone: (key: string) => void
  /**
   * All releases that may be read are known now: what was seen once and is not among them went away meanwhile.
   * @param isReadable whether a release could be among them
   */
  readonly noteAll: (keys: ReadonlySet<string>, isReadable: (key: string) => boolean) => void
  readonly gone: () => readonly GoneRelease[]
  /** The person has seen these, or everything. */
  readonly mark: (newest: Iterable<readonly [string, ReleaseRecord]>, isAll: boolean) => void
  /** To be kept for the next start; null when nothing was ever seen whole. */
  readonly marks: () => SeenMarks | null
}

export interface SeenDeps {
  /** From the last time; null: this cluster was never looked at, so everything counts as seen. */
  readonly marks: SeenMarks | null
  /** Whether a change to this release comes from this app. */
  readonly isOurs: (key: string) => boolean
  readonly now: () => Date
}

/** More removals than anybody reads. */
const maxGone = 200

/** Knows what of a context's releases somebody else changed since the person looked. */
export function createSeen(deps: SeenDeps): Seen {
  const marks = new Map(deps.marks ?? [])
  let gone: readonly GoneRelease[] = []
  let isFirstTime = deps.marks === null
  let isWhole = false

  const noteGone = (key: string): void => {
    marks.delete(key)
    if (deps.isOurs(key)) return
    const slash = key.indexOf('/')
    const one = { namespace: key.slice(0, slash), name: key.slice(slash + 1), at: deps.now().toISOString() }
    gone = [one, ...gone].slice(0, maxGone)
  }
  return {
    isUnseen: (key, newest) => {
      const mark = markOf(newest)
      if (isFirstTime || deps.isOurs(key)) marks.set(key, mark)
      return marks.get(key) !== mark
    },
    noteGone: (key) => {
      if (isWhole) noteGone(key)
    },
    noteAll: (keys, isReadable) => {
      isFirstTime = false
      isWhole = true
      for (const key of [...marks.keys()]) if (!keys.has(key) && isReadable(key)) noteGone(key)
    },
    gone: () => gone,
    mark: (newest, isAll) => {
      for (const [key, record] of newest) marks.set(key, markOf(record))
      if (isAll) gone = []
    },
    marks: () => (isFirstTime ? null : marks),
  }
}

function markOf({ revision, status }: ReleaseRecord): string {
  return `${revision} ${status}`
}
