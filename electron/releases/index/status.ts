import type { FeedState, ReleaseStorage } from '@shared/model/release-feed'
import type { ApiClient } from '../../kube/api-client'
import { readVersion } from '../../kube/connection'
import type { ReachState } from './reach'

export interface StatusDeps {
  readonly client: Pick<ApiClient, 'get'>
  readonly storage: ReleaseStorage
  readonly now: () => Date
  readonly reach: () => ReachState
  /** For the first time all releases are known. */
  readonly onWhole: () => void
  /** The cluster answers, for the first time or again. */
  readonly onConnected: () => void
  /** Its version is known. */
  readonly onVersion: () => void
}

/** Tells how the index is, in the window's words. */
export interface Status {
  /** @param reading how many rows wait for their payload */
  readonly read: (reading: number, hasRows: boolean) => FeedState
  /** The cluster's clock was heard, in milliseconds since 1970. */
  readonly noteDate: (date: number) => void
}

/** The `Date` header has whole seconds, and an answer takes its time. */
const toleratedSkewMs = 2_000

const phases = {
  connecting: 'connecting',
  live: 'live',
  polling: 'polling',
  lost: 'reconnecting',
  denied: 'failed',
} as const

export function createStatus(deps: StatusDeps): Status {
  let version = ''
  let asOf = ''
  let clockSkewMs = 0
  let wasCurrent = false
  let isWhole = false

  const connected = (): void => {
    if (!isWhole) deps.onWhole()
    isWhole = true
    deps.onConnected()
    // Hardened clusters keep their version to themselves; it is a nicety.
    void readVersion(deps.client, { timeoutMs: 10_000 }).then(
      (found) => {
        if (found === '' || found === version) return
        version = found
        deps.onVersion()
      },
      () => undefined,
    )
  }
  return {
    read: (reading, hasRows) => {
      const { phase, error, limited } = deps.reach()
      const isCurrent = phase === 'live' || phase === 'polling'
      if (isCurrent !== wasCurrent) asOf = deps.now().toISOString()
      if (isCurrent && !wasCurrent) connected()
      wasCurrent = isCurrent
      const shown = phase === 'lost' && !hasRows && !isWhole ? 'failed' : phases[phase]
      return { phase: shown, error, asOf, storage: deps.storage, limited, reading, version, clockSkewMs }
    },
    noteDate: (date) => {
      const skew = date - deps.now().getTime()
      clockSkewMs = Math.abs(skew) < toleratedSkewMs ? 0 : Math.round(skew / 1_000) * 1_000
    },
  }
}
