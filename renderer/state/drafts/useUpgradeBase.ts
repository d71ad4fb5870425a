import type { ReleaseRef } from '@shared/model/release-ref'
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { appError, toAppError, type AppError } from '@shared/errors'
import type { HelmRevision, RevisionDetail } from '@shared/model/release'
import { releaseInput } from '@/lib/release/release-key'
import { useClusterStore } from '@/state/clusters/clusterStore'
import { followHistory, type HistoryAnswer } from '@/state/releases/follow-history'
import { invoke } from '@/bridge/invoke'

/** What an upgrade begins with: the revision that counts, with its own values, secrets masked. */
export interface UpgradeBase {
  readonly revision: RevisionDetail
  readonly values: string
  /** Whether they are the text that was sent from here. */
  readonly isAsWritten: boolean
  /** Where its chart came from; '' when not known. */
  readonly source: string
}

interface UpgradeBaseHandle {
  readonly base: ShallowRef<UpgradeBase | null>
  readonly error: ShallowRef<AppError | null>
  /** The revision that counts now, followed while the page is open; 0 until known. */
  readonly newest: Ref<number>
  /** The newest revision there is, whether or not it counts: it may be in the middle of being made. */
  readonly last: ShallowRef<HelmRevision | null>
  readonly load: () => void
  /** Reads the revision that counts now, while the page stays as it is; null when it could not be read. */
  readonly readNewest: () => Promise<UpgradeBase | null>
}

/** The revision whose values count: the deployed one, else the last that was tried; 0 where there is none. */
function revisionThatCounts(history: readonly HelmRevision[]): number {
  const counts = history.findLast((one) => one.status === 'deployed') ?? history.at(-1)
  return counts?.revision ?? 0
}

/** Reads what an upgrade of a release begins with, and follows whether that is still the newest. */
export function useUpgradeBase(release: () => ReleaseRef | null): UpgradeBaseHandle {
  const base = shallowRef<UpgradeBase | null>(null)
  const error = shallowRef<AppError | null>(null)
  const newest = ref(0)
  const cluster = useClusterStore()
  const last = shallowRef<HelmRevision | null>(null)
  let stop: () => void = () => undefined
  let turn = 0
  /** Of the cluster that the page was opened for. */
  let asked: ReleaseRef | null = null

  function load(): void {
    const [place, stopBefore, mine] = [release(), stop, ++turn]
    const bound = (asked = place && cluster.bind(place))
    for (const one of [base, error, last]) one.value = null
    newest.value = 0
    stop = bound === null ? () => undefined : followHistory(bound, (answer) => take(bound, answer, mine))
    stopBefore()
  }

  function take(of: ReleaseRef, { history, error: problem }: HistoryAnswer, mine: number): void {
    if (history === null) {
      // What was read stays: the upgrade itself tells more.
      if (newest.value === 0) error.value = problem
      return
    }
    const isFirst = newest.value === 0
    const counts = revisionThatCounts(history)
    last.value = history.at(-1) ?? null
    if (counts !== 0) newest.value = counts
    else if (isFirst) error.value = appError('release-not-found', `The release ${of.name} no longer exists.`)
    if (counts !== 0 && isFirst) void read(of, counts, mine)
  }

  async function read(of: ReleaseRef, revision: number, mine: number): Promise<UpgradeBase | null> {
    try {
      const found = await readBase(of, revision)
      if (mine === turn) return (base.value = found)
    } catch (thrown) {
      if (mine === turn) error.value = toAppError(thrown)
    }
    return null
  }

  const readNewest = async (): Promise<UpgradeBase | null> => asked && read(asked, newest.value, turn)

  watch(() => JSON.stringify(release()), load, { immediate: true })
  onScopeDispose(() => {
    turn += 1
    stop()
  })
  return { base, error, newest, last, load, readNewest }
}

async function readBase(release: ReleaseRef, number: number): Promise<UpgradeBase> {
  const which = releaseInput(release)
  const [revision, { text, isAsWritten }, source] = await Promise.all([
    invoke('release:get_revision', { ...which, revision: number }),
    invoke('release:get_own_values', { ...which, revision: number }),
    invoke('release:get_source', which).catch(() => ''),
  ])
  return { revision, values: text, isAsWritten, source }
}
