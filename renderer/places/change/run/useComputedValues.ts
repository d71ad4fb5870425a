import { shallowRef, watch, type ShallowRef } from 'vue'
import { invoke } from '@/bridge/invoke'
import type { UpgradeBase } from '@/state/drafts/useUpgradeBase'

/**
 * The values of a revision as the chart saw them, secrets masked; where the chart itself cannot be looked at.
 * @param base the revision, or null when they are not asked for.
 * @returns null until they are read.
 */
export function useComputedValues(
  base: () => UpgradeBase | null,
  release: () => { readonly context: string } | null,
): ShallowRef<string | null> {
  const text = shallowRef<string | null>(null)
  watch(
    base,
    async (asked) => {
      text.value = null
      const context = release()?.context
      if (asked === null || context === undefined) return
      const { name, namespace, revision } = asked.revision
      const which = { context, namespace, release_name: name, revision }
      const answer = await invoke('release:get_text', { ...which, part: 'computed-values' }).catch(() => null)
      if (base() === asked) text.value = answer?.text ?? ''
    },
    { immediate: true },
  )
  return text
}
