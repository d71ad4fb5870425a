import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { canLayer, layerValues } from '@/lib/layer-values'
import { useFileStore, type OfferedValues } from '@/stores/fileStore'

/**
 * Brings values files into an editor's text. An empty text takes them at once; over any other the person is asked, so
 * that nothing typed is lost.
 * @returns whether to ask, the names to ask about, and the two answers.
 */
export function useOfferedValues(text: Ref<string>): {
  readonly asking: Ref<boolean>
  readonly names: ComputedRef<readonly string[]>
  /** False while the text is half-typed YAML, which nothing can be laid over. */
  readonly layers: ComputedRef<boolean>
  readonly replace: () => void
  readonly layer: () => void
} {
  const files = useFileStore()
  const asking = ref(false)
  const held = shallowRef<OfferedValues | null>(null)

  const use = (next: string): void => {
    text.value = next
    asking.value = false
  }
  watch(
    () => files.offered,
    () => {
      const offer = files.take()
      if (offer === null) return
      const layered = layerValues(offer.texts)
      if (offer.replaces || text.value.trim() === '' || text.value === layered) {
        use(layered)
        return
      }
      held.value = offer
      asking.value = true
    },
    { immediate: true },
  )
  return {
    asking,
    names: computed(() => held.value?.names ?? []),
    layers: computed(() => canLayer(text.value)),
    replace: () => use(layerValues(held.value?.texts ?? [])),
    layer: () => use(layerValues([text.value, ...(held.value?.texts ?? [])])),
  }
}
