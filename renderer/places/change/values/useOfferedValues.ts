import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { canLayer, layerValues } from '@/lib/change/layer-values'
import { useFileStore, type OfferedValues } from '@/state/drafts/fileStore'

/**
 * Brings values files into an editor's text. An empty text takes them at once; over any other the person is asked, so
 * that nothing is lost: neither what was typed nor what a release has.
 * @param from where the text came from, told along with it.
 * @returns whether to ask, the names to ask about, and the two answers.
 */
export function useOfferedValues(
  text: Ref<string>,
  from: Ref<readonly string[]>,
): {
  readonly asking: Ref<boolean>
  readonly names: ComputedRef<readonly string[]>
  /** False while the text is half-typed YAML, or a file is what only helm reads: these cannot be layered. */
  readonly layers: ComputedRef<boolean>
  readonly replace: () => void
  readonly layer: () => void
} {
  const files = useFileStore()
  const asking = ref(false)
  const held = shallowRef<OfferedValues | null>(null)

  const use = (next: string, origin: readonly string[]): void => {
    text.value = next
    from.value = origin
    asking.value = false
  }
  // What is typed into an empty editor comes from nowhere.
  watch(text, (next) => {
    if (next.trim() === '') from.value = []
  })
  watch(
    () => files.offered,
    () => {
      const offer = files.take()
      if (offer === null) return
      const layered = layerValues(offer.texts)
      if (text.value.trim() === '' || text.value === layered) {
        use(layered, offer.names)
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
    // Reading it all takes long: only for somebody who is asked, never while one types.
    layers: computed(() => asking.value && [text.value, ...(held.value?.texts ?? [])].every(canLayer)),
    replace: () => use(layerValues(held.value?.texts ?? []), held.value?.names ?? []),
    layer: () =>
      use(layerValues([text.value, ...(held.value?.texts ?? [])]), [
        ...(from.value.length === 0 ? ['Your text'] : from.value),
        ...(held.value?.names ?? []),
      ]),
  }
}
