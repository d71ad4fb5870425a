import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { toAppError } from '@shared/errors'
import type { ReleaseManager } from '@shared/model/release'
import { invoke } from '@/bridge/invoke'
import { sumEffects, type BulkEffects, type ReadRelease } from '@/places/releases/bulk/bulk-uninstall'
import { eachLimited } from '@shared/each-limited'
import { releaseInput, type ListedRelease } from '@/lib/release/release-key'

/** Revisions read at a time: a record may be a megabyte. */
const atOnce = 4

/** A release that somebody looks after beside helm. */
export interface ManagedRelease {
  readonly release: ListedRelease
  readonly manager: ReleaseManager
}

interface BulkEffectsRead {
  /** How many releases have been read, whatever came of it. */
  readonly read: Ref<number>
  /** Sums of those that could be read. */
  readonly effects: ComputedRef<BulkEffects>
  /** What each of them consists of. */
  readonly details: ShallowRef<readonly ReadRelease[]>
  /** What one consists of cannot be told. */
  readonly unread: Ref<readonly { readonly release: ListedRelease; readonly why: string }[]>
  readonly managed: ShallowRef<readonly ManagedRelease[]>
}

/** Reads what releases consist of, a few at a time; what was read of one is not read again. */
export function useBulkEffects(releases: () => readonly ListedRelease[]): BulkEffectsRead {
  const details = shallowRef<readonly ReadRelease[]>([])
  const unread = shallowRef<readonly { release: ListedRelease; why: string }[]>([])
  const managed = shallowRef<readonly ManagedRelease[]>([])
  const read = ref(0)
  let turn = 0

  async function readOne(release: ListedRelease, mine: number): Promise<void> {
    if (mine !== turn) return
    try {
      const asked = { ...releaseInput(release), revision: release.revision }
      const [detail, left, manager] = await Promise.all([
        invoke('release:get_revision', asked),
        invoke('release:list_definitions', asked).catch(() => null),
        invoke('release:get_manager', asked).catch(() => null),
      ])
      if (mine === turn && manager !== null) managed.value = [...managed.value, { release, manager }]
      if (mine === turn) details.value = [...details.value, { key: release.key, detail, left }]
    } catch (thrown) {
      if (mine === turn) unread.value = [...unread.value, { release, why: toAppError(thrown).message }]
    }
    if (mine === turn) read.value += 1
  }

  const key = computed(() => JSON.stringify(releases().map((release) => [release.key, release.revision])))
  watch(
    key,
    () => {
      const mine = ++turn
      details.value = []
      unread.value = []
      managed.value = []
      read.value = 0
      void eachLimited(releases(), atOnce, (release) => readOne(release, mine))
    },
    { immediate: true },
  )
  onScopeDispose(() => (turn += 1))
  return { read, details, effects: computed(() => sumEffects(details.value)), unread, managed }
}
