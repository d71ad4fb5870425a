import type { DriftMark } from '@shared/model/drift'
import { statusTone } from '@shared/model/release'
import { toAppError } from '@shared/errors'
import { groupBy } from '@shared/group-by'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { invoke, listen } from '@/bridge/invoke'
import { frameBatch } from '@/state/releases/frame-batch'
import { releaseKey, rowOf, type ListedRelease } from '@/lib/release/release-key'

/** More releases are not looked at in one scan (the contract's limit). */
export const maxScanned = 1_000

type Marks = ReadonlyMap<string, DriftMark>

/** What looks at releases against their clusters have found, as long as the window is open. */
export const useDriftStore = defineStore('drift', () => {
  /** By the releases' keys. */
  const marks = shallowRef<Marks>(new Map())
  /** The keys of the scan that was begun last; empty once the person is done with it. */
  const scanned = shallowRef<readonly string[]>([])
  const found = computed(() => scanned.value.flatMap((key) => marks.value.get(key) ?? []))
  const left = computed(() => found.value.filter(({ state }) => state.is === 'checking').length)
  const isRunning = computed(() => left.value > 0)

  function take(next: readonly DriftMark[]): void {
    const all = new Map(marks.value)
    for (const mark of next) {
      const key = releaseKey(mark)
      // A look that failed doesn't know the revision: it is that of which was asked.
      all.set(key, { ...mark, revision: mark.revision || (all.get(key)?.revision ?? 0) })
    }
    marks.value = all
  }

  /** What is still being looked at was not looked at after all. */
  function forgetWaiting(): void {
    marks.value = new Map([...marks.value].filter(([, { state }]) => state.is !== 'checking'))
  }

  async function scan(releases: readonly ListedRelease[]): Promise<void> {
    await stop()
    scanned.value = releases.map(({ key }) => key)
    take(releases.map(waitingMark))
    await Promise.all(
      [...groupBy(releases, ({ context }) => context)].map(async ([context, ofContext]) => {
        try {
          await invoke('drift:scan', { context, rows: ofContext.map(rowOf).slice(0, maxScanned) })
        } catch (thrown) {
          const { message: why } = toAppError(thrown)
          take(ofContext.map((one) => ({ ...waitingMark(one), state: { is: 'failed', why, isForbidden: false } })))
        }
      }),
    )
  }

  async function stop(): Promise<void> {
    if (!isRunning.value) return
    forgetWaiting()
    // One that goes on all the same only finds more.
    await invoke('drift:stop_scan', {}).catch(() => undefined)
  }

  /** The person has seen how the scan went; its marks stay. */
  function dismiss(): void {
    if (!isRunning.value) scanned.value = []
  }

  return { marks, scanned, found, left, isRunning, scan, stop, dismiss, start: () => startListening(take) }
})

function startListening(take: (marks: readonly DriftMark[]) => void): () => void {
  let inbox: readonly DriftMark[] = []
  const frame = frameBatch(() => {
    take(inbox)
    inbox = []
  })
  const stop = listen('drift:scanned', (mark) => {
    inbox = [...inbox, mark]
    frame.ask()
  })
  return () => {
    stop()
    frame.stop()
  }
}

function waitingMark({ context, namespace, name, revision }: ListedRelease): DriftMark {
  return { context, namespace, name, revision, checkedAt: '', state: { is: 'checking' } }
}

// A row with its mark stays the same object until either is another: so sorting and drawing know what changed.
const joined = new WeakMap<ListedRelease, ListedRelease>()

/** The rows with what was found of them; what was found of another revision says nothing any more. */
export function withDrift(rows: readonly ListedRelease[], marks: Marks): readonly ListedRelease[] {
  return marks.size === 0 ? rows : rows.map((row) => joinOne(row, marks.get(row.key)))
}

function joinOne(row: ListedRelease, mark: DriftMark | undefined): ListedRelease {
  if (mark === undefined || !isOf(mark, row)) return row
  const known = joined.get(row)
  if (known?.drift === mark) return known
  const next = { ...row, drift: mark }
  joined.set(row, next)
  return next
}

function isOf({ revision, state }: DriftMark, row: ListedRelease): boolean {
  if (state.is === 'busy') return statusTone(row.status) === 'busy'
  return revision === row.revision
}
