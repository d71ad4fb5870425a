import { storeToRefs } from 'pinia'
import type { Ref } from 'vue'
import type { HelmFeatures } from '@shared/model/helm-features'
import { useHelmStore } from '@/state/clusters/helmStore'

/** What the helm in use can do, asked anew for the page or dialog that calls this; null while it is not known. */
export function useHelmFeatures(): Ref<HelmFeatures | null> {
  const store = useHelmStore()
  void store.load()
  return storeToRefs(store).features
}
