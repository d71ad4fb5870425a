import { useRouter } from 'vue-router'
import type { ReleaseRef } from '@/lib/release-key'
import { useDraftStore } from '@/stores/draftStore'
import { useFileStore } from '@/stores/fileStore'
import { useReleaseLink } from './useReleaseLink'
import { upgradeKey } from './useUpgradeDraft'

/** Values files dropped on a release: its upgrade opens with them. Where something was typed already, that page asks. */
export function useReleaseDrop(): (release: ReleaseRef, dropped: readonly File[]) => Promise<void> {
  const router = useRouter()
  const drafts = useDraftStore()
  const files = useFileStore()
  const linkTo = useReleaseLink()
  return async ({ context, namespace, name }, dropped) => {
    const release = { context, namespace, name }
    await files.read(dropped, drafts.find(upgradeKey(release)) === null)
    if (files.offered !== null) await router.push(linkTo(release, 'upgrade'))
  }
}
