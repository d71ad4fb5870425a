import { useRouter } from 'vue-router'
import type { ErrorAction } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { newDraft, type ChangeDraft } from '@/lib/change/change-draft'
import { releaseKey } from '@/lib/release/release-key'
import { useDraftStore } from '@/state/drafts/draftStore'
import { useReleaseStore } from '@/state/releases/releaseStore'
import { useReleaseLink } from '@/state/releases/useReleaseLink'
import { upgradeKey } from '@/state/drafts/useUpgradeDraft'

/**
 * A failed install that left its release cannot be sent again: helm refuses the name. It goes on as an upgrade, with
 * everything that was typed.
 * @returns does that with what an error's button sets, where it is so; tells whether it was.
 */
export function useInstallLeft(): (draft: ChangeDraft, operation: Operation | null, set: ErrorAction) => boolean {
  const releases = useReleaseStore()
  const drafts = useDraftStore()
  const router = useRouter()
  const linkTo = useReleaseLink()

  return (draft, operation, set) => {
    const release = { context: draft.context, namespace: draft.namespace, name: draft.name }
    const left = releases.find(releaseKey(release))
    if (operation?.verb !== 'install' || left === null) return false
    const { context, name, namespace, chart, version, values, valuesFrom, layers } = draft
    const typed = { values, valuesFrom, layers, options: { ...draft.options } }
    const same = { context, name, namespace, chart, version, ...typed }
    drafts.keep(upgradeKey(release), newDraft({ verb: 'upgrade', ...same, fromRevision: left.revision }))
    void router.push(linkTo(release, 'upgrade', { set }))
    return true
  }
}
