import type { ReleaseId } from '@shared/model/release-ref'
import { AppFailure, appError, type AppError } from '@shared/errors'
import type { ReleaseHistory } from '@shared/model/release-feed'
import type { HelmRevision } from '@shared/model/release'
import { payloadKey, type ReleaseRecord } from './record'
import type { RecordSet } from './record-set'
import { toRevision } from './rows'
import type { SummaryCache } from './summary-cache'
import type { Waiters } from './waiters'

export interface HistoriesDeps {
  readonly context: string
  readonly records: Pick<RecordSet, 'revisions'>
  readonly cache: Pick<SummaryCache, 'get'>
  /** Reads a payload some time soon. */
  readonly want: (record: ReleaseRecord) => void
  readonly waiters: Pick<Waiters, 'until'>
  readonly onHistory: (history: ReleaseHistory) => void
}

/** The histories that somebody looks at: their older revisions' payloads are read too. */
export interface Histories {
  /** Whether the payloads of this release's older revisions are wanted. */
  readonly isOpen: (key: string) => boolean
  /** Every kept revision, oldest first, once all are known whole. @throws AppFailure `release-not-found`, or why not */
  readonly read: (place: ReleaseId) => Promise<HelmRevision[]>
  /** Tells of this history from now on; gives what is known of it. Null: of none. @throws AppFailure as `read` */
  readonly follow: (place: ReleaseId | null) => Promise<HelmRevision[]>
  /** These releases changed, or more of them was read. */
  readonly note: (keys: ReadonlySet<string>) => void
}

/** Histories out of the index: no question to the cluster but for payloads never read before. */
export function createHistories(deps: HistoriesDeps): Histories {
  const open = new Map<string, number>()
  let followed: ReleaseId | null = null

  const revisionsOf = (place: ReleaseId): HelmRevision[] =>
    deps.records.revisions(keyOf(place)).map((record) => {
      const facts = deps.cache.get(payloadKey(record))
      if (facts === undefined) deps.want(record)
      return toRevision(record, facts)
    })
  const known = (place: ReleaseId): HelmRevision[] => {
    const revisions = revisionsOf(place)
    if (revisions.length === 0) throw new AppFailure(notFound(place.name))
    return revisions
  }
  return {
    isOpen: (key) => open.has(key) || (followed !== null && keyOf(followed) === key),
    read: async (place) => {
      const key = keyOf(place)
      open.set(key, (open.get(key) ?? 0) + 1)
      try {
        const isRead = (): boolean => known(place).every(({ provisional }) => provisional !== true)
        await deps.waiters.until(isRead, place.namespace)
        return known(place)
      } finally {
        const others = (open.get(key) ?? 1) - 1
        if (others === 0) open.delete(key)
        else open.set(key, others)
      }
    },
    follow: async (place) => {
      followed = place
      if (place === null) return []
      await deps.waiters.until(() => true, place.namespace)
      return known(place)
    },
    note: (keys) => {
      if (followed === null || !keys.has(keyOf(followed))) return
      deps.onHistory({ context: deps.context, ...followed, revisions: revisionsOf(followed) })
    },
  }
}

function keyOf({ namespace, name }: ReleaseId): string {
  return `${namespace}/${name}`
}

function notFound(name: string): AppError {
  return appError('release-not-found', `The release "${name}" no longer exists.`, {
    cause: 'It may have been uninstalled by somebody else.',
    actions: ['retry'],
  })
}
