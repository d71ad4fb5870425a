import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { HelmFeatures } from '@shared/model/helm-features'
import { invoke } from '@/bridge/invoke'

/** What the helm in use can do. */
export const useHelmStore = defineStore('helm', () => {
  /** null while it is not known. */
  const features = shallowRef<HelmFeatures | null>(null)

  /** Asks each time a page or dialog opens: another helm may be in use by now. What was known stays until then. */
  async function load(): Promise<void> {
    // Without an answer only what every helm can do is offered; the change itself tells what is wrong with helm.
    features.value = await invoke('helm:get_features', {}).catch(() => features.value)
  }

  /** Until it is known, what the more lenient helm does: the main process checks again. */
  const valuesDocuments = computed(() => features.value?.valuesDocuments ?? 'merged')

  return { features, valuesDocuments, load }
})
