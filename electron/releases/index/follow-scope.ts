import type { ApiClient } from '../../kube/api-client'
import {
  listWatch,
  type ListWatch,
  type ListWatchState,
  type ListWatchStore,
  type ListWatchTiming,
} from '../../kube/list-watch'
import { metadataListType, metadataType } from '../../kube/namespaces'
import { recordsPath, type RecordResource } from '../../records/record-name'
import { allRevisions, currentRevisions, toRecord, type ReleaseRecord } from './record'
import type { RecordSet } from './record-set'

export type FollowTiming = ListWatchTiming

export const defaultFollowTiming: FollowTiming = {
  retryMs: [200, 10_000],
  silenceMs: 150_000,
  watchMs: [300_000, 600_000],
  pollMs: 30_000,
  deniedMs: 300_000,
  // A page is some 60 KB: a person who waits for the first one hears of trouble soon.
  pageMs: [10_000, 30_000],
  replayMs: 250,
}

export type ScopeState = ListWatchState

export interface ScopeDeps {
  readonly client: Pick<ApiClient, 'read' | 'stream'>
  readonly resource: RecordResource
  /** A namespace, or '' for the whole cluster. */
  readonly scope: string
  readonly records: RecordSet
  readonly timing: FollowTiming
  /** The records may be others. */
  readonly onRecords: () => void
  readonly onState: (state: ScopeState) => void
  /** The server's clock, in milliseconds since 1970. */
  readonly onDate: (date: number) => void
  /** Resolves when what the person looks at has been read: the older revisions can wait for it. */
  readonly afterFirstRows: () => Promise<void>
}

export type FollowedScope = ListWatch

/** Some 650 bytes each: a page is parsed in 5 ms, so that nothing stalls however many there are. A million revisions. */
const limits = { pageSize: 1_000, maxPages: 1_000 }

/**
 * Follows the records of a namespace or cluster until it is stopped: a list of the current revisions, a watch of all from
 * there on, all older revisions behind it, because superseded ones are nine of ten.
 */
export function followScope(deps: ScopeDeps): FollowedScope {
  const { client, resource, scope, timing, onState, onDate, afterFirstRows } = deps
  return listWatch({
    client,
    path: recordsPath(resource, scope),
    query: { labelSelector: allRevisions },
    first: { query: { labelSelector: currentRevisions }, after: afterFirstRows },
    accept: metadataListType,
    watchAccept: metadataType,
    limits,
    store: storeOf(deps),
    timing,
    onState,
    onDate,
  })
}

/** The part of the records that is in a scope. */
function storeOf({ scope, records, onRecords }: ScopeDeps): ListWatchStore {
  return {
    beginList: () => {
      records.beginList(scope)
      return {
        take: (objects) => {
          for (const object of objects) {
            const record = toRecord(object)
            if (record !== null && isIn(scope, record)) records.take(scope, record)
          }
          onRecords()
        },
        done: () => {
          records.endList(scope)
          onRecords()
        },
        // One that broke off is forgotten when the next begins.
        end: () => undefined,
      }
    },
    tell: (kind, object) => {
      const record = toRecord(object)
      if (record === null) return ''
      if (isIn(scope, record)) {
        records[kind](scope, record)
        onRecords()
      }
      return record.resourceVersion
    },
  }
}

function isIn(scope: string, record: ReleaseRecord): boolean {
  return scope === '' || scope === record.namespace
}
