import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import type { HelmRevision, RevisionDetail } from '@shared/model/release'
import { invoke, listen } from './invoke'

/** One release of one cluster. */
export interface ReleaseRef {
  readonly context: string
  readonly namespace: string
  readonly name: string
}

/** What an upgrade begins with: the revision that counts, with its own values in plain text. */
export interface UpgradeBase {
  readonly revision: RevisionDetail
  readonly values: string
  /** Where its chart came from; '' when not known. */
  readonly source: string
}

interface UpgradeBaseHandle {
  readonly base: ShallowRef<UpgradeBase | null>
  readonly error: ShallowRef<AppError | null>
  /** The revision that counts now, read again whenever releases change; 0 until known. */
  readonly newest: Ref<number>
  readonly load: () => Promise<void>
}

/** The revision whose values count: the deployed one, else the last that was tried. */
function revisionThatCounts(history: readonly HelmRevision[]): number {
  const counts = history.findLast((one) => one.status === 'deployed') ?? history.at(-1)
  return counts?.revision ?? 0
}

/** Reads what an upgrade of a release begins with, and follows whether that is still the newest. */
export function useUpgradeBase(release: () => ReleaseRef | null): UpgradeBaseHandle {
  const base = shallowRef<UpgradeBase | null>(null)
  const error = shallowRef<AppError | null>(null)
  const newest = ref(0)
  const isStill = (asked: ReleaseRef): boolean => JSON.stringify(release()) === JSON.stringify(asked)

  async function load(): Promise<void> {
    const asked = release()
    base.value = null
    error.value = null
    newest.value = 0
    if (asked === null) return
    try {
      const read = await readBase(asked)
      if (!isStill(asked)) return
      base.value = read
      newest.value = read.revision.revision
    } catch (thrown) {
      if (isStill(asked)) error.value = toAppError(thrown)
    }
  }

  async function look(): Promise<void> {
    const asked = release()
    if (asked === null || base.value === null) return
    // A failing look changes nothing: the next change, or the upgrade itself, tells more.
    const history = await invoke('helm:history', askFor(asked)).catch(() => null)
    if (history !== null && isStill(asked)) newest.value = revisionThatCounts(history)
  }

  watch(() => JSON.stringify(release()), load, { immediate: true })
  onScopeDispose(
    listen('releases:changed', ({ context }) => {
      if (context === release()?.context) void look()
    }),
  )
  return { base, error, newest, load }
}

function askFor({ context, namespace, name }: ReleaseRef): {
  context: string
  namespace: string
  release_name: string
} {
  return { context, namespace, release_name: name }
}

async function readBase(release: ReleaseRef): Promise<UpgradeBase> {
  const which = askFor(release)
  const number = revisionThatCounts(await invoke('helm:history', which))
  const [revision, values, source] = await Promise.all([
    invoke('release:get_revision', { ...which, revision: number }),
    // The editor holds the real text: a mask must never be sent.
    invoke('release:get_text', { ...which, revision: number, part: 'values', reveal: true }),
    invoke('release:get_source', which).catch(() => ''),
  ])
  return { revision, values: values.text, source }
}
