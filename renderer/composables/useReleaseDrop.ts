import { useRouter } from 'vue-router'
import type { HelmRelease } from '@shared/model/release'
import { useClusterStore } from '@/stores/clusterStore'
import { useDraftStore } from '@/stores/draftStore'
import { useFileStore } from '@/stores/fileStore'
import { upgradeKey } from './useUpgradeDraft'

/** Values files dropped on a release: its upgrade opens with them. Where something was typed already, that page asks. */
export function useReleaseDrop(): (release: HelmRelease, dropped: readonly File[]) => Promise<void> {
  const router = useRouter()
  const cluster = useClusterStore()
  const drafts = useDraftStore()
  const files = useFileStore()
  return async ({ namespace, name }, dropped) => {
    if (cluster.current === null) return
    const untouched = drafts.find(upgradeKey({ context: cluster.current, namespace, name })) === null
    await files.read(dropped, untouched)
    if (files.offered !== null) await router.push({ name: 'upgrade', params: { namespace, name } })
  }
}
