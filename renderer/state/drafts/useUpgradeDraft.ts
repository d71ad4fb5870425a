import type { ReleaseRef } from '@shared/model/release-ref'
import { computed, watch, type ComputedRef, type ShallowRef } from 'vue'
import { newDraft, ownValuesOf, type ChangeDraft } from '@/lib/change/change-draft'
import { useDraftStore } from '@/state/drafts/draftStore'
import type { UpgradeBase } from './useUpgradeBase'

/** Where an upgrade's draft is kept: one for each release. */
export function upgradeKey({ context, namespace, name }: ReleaseRef): string {
  return `upgrade ${context} ${namespace}/${name}`
}

/**
 * The draft of upgrading a release: the one that was left, or a new one that begins with the release's own values.
 * @param base what it begins with; null until that is read.
 */
export function useUpgradeDraft(
  release: () => ReleaseRef | null,
  base: ShallowRef<UpgradeBase | null>,
): ComputedRef<ChangeDraft | null> {
  const drafts = useDraftStore()

  watch(
    base,
    (read) => {
      const asked = release()
      if (read === null || asked === null) return
      const waiting = drafts.load(upgradeKey(asked))
      if (waiting === null) begin(asked, read)
      else void waiting.then(() => base.value === read && begin(asked, read))
    },
    { flush: 'sync' },
  )

  function begin(asked: ReleaseRef, { source, values, isAsWritten, revision: { revision } }: UpgradeBase): void {
    const key = upgradeKey(asked)
    if (drafts.resume(key) !== null) return
    const { context, namespace, name } = asked
    const valuesFrom = ownValuesOf(revision, values, isAsWritten)
    const target = { verb: 'upgrade' as const, context, namespace, name }
    const begun = { chart: source, values, valuesFrom, fromRevision: revision, masksOf: revision }
    drafts.begin(key, newDraft({ ...target, ...begun }))
  }
  return computed(() => {
    const asked = release()
    return asked === null ? null : drafts.find(upgradeKey(asked))
  })
}
