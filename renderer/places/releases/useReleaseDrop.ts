import type { ReleaseRef } from '@shared/model/release-ref'
import { useRouter } from 'vue-router'
import { useFileStore } from '@/state/drafts/fileStore'
import { useReleaseLink } from '@/state/releases/useReleaseLink'

/** Values files dropped on a release: its upgrade opens, and asks what becomes of the values that are there. */
export function useReleaseDrop(): (release: ReleaseRef, dropped: readonly File[]) => Promise<void> {
  const router = useRouter()
  const files = useFileStore()
  const linkTo = useReleaseLink()
  return async ({ context, namespace, name }, dropped) => {
    await files.read(dropped)
    if (files.offered !== null) await router.push(linkTo({ context, namespace, name }, 'upgrade'))
  }
}
