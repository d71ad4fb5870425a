import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { toAppError } from '@shared/errors'
import { invoke } from '@/bridge/invoke'
import type { BulkEntry, ReadRelease } from '@/places/releases/bulk/bulk-uninstall'
import { whatIsLeft } from '@/lib/release/object-kinds'
import { eachLimited } from '@shared/each-limited'
import { releaseInput, type ListedRelease } from '@/lib/release/release-key'

/** Uninstalls at a time: a cluster and this computer have other things to do. */
const atOnce = 4

/** The uninstall of several releases that was started last; it goes on whether or not anybody looks. */
export const useBulkStore = defineStore('bulk', () => {
  const entries = shallowRef<readonly BulkEntry[]>([])
  /** Whether its result is looked at. */
  const open = ref(false)
  const isRunning = computed(() => entries.value.some(({ state }) => state === 'waiting' || state === 'running'))

  function note(key: string, state: BulkEntry['state'], why = ''): void {
    entries.value = entries.value.map((entry) => (entry.release.key === key ? { ...entry, state, why } : entry))
  }

  /**
   * Each is an operation of its own; resolves when all have ended. One that fails does not stop the others.
   * @param read what they consist of, as far as it was read: afterwards nothing tells any more what stays of them.
   */
  async function uninstall(
    releases: readonly ListedRelease[],
    keepHistory: boolean,
    read: readonly ReadRelease[],
  ): Promise<void> {
    const known = new Map(read.map((one) => [one.key, staysOf(one, keepHistory)]))
    entries.value = releases.map((release) => {
      // Of an uninstalled one only the history was left.
      const none = release.status === 'uninstalled' ? [] : null
      return { release, state: 'waiting', why: '', stays: known.get(release.key) ?? none }
    })
    open.value = true
    await eachLimited(releases, atOnce, async (release) => {
      note(release.key, 'running')
      try {
        await invoke('helm:uninstall', { ...releaseInput(release), keep_history: keepHistory })
        note(release.key, 'done')
      } catch (thrown) {
        const { message, cause } = toAppError(thrown)
        note(release.key, 'failed', [message, cause].filter(Boolean).join(' '))
      }
    })
  }

  /** Forgets it, once it has ended. */
  function dismiss(): void {
    open.value = false
    if (!isRunning.value) entries.value = []
  }

  return { entries, open, isRunning, uninstall, dismiss }
})

/** What stays of a release that is uninstalled, a sentence each. */
function staysOf({ detail, left }: ReadRelease, keepHistory: boolean): readonly string[] {
  return [
    ...whatIsLeft(detail, left),
    ...(left === null ? ['It is unknown whether custom resource definitions stay.'] : []),
    ...(keepHistory ? ['Its history: it stays in the list as uninstalled.'] : []),
  ]
}
