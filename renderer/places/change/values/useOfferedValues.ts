import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { canLayer, layerValues } from '@/lib/change/layer-values'
import type { Layering } from '@/places/change/layers/layering'
import { useFileStore, type OfferedValues } from '@/state/drafts/fileStore'

interface OfferedHandle {
  readonly asking: Ref<boolean>
  readonly names: ComputedRef<readonly string[]>
  /** False while the text is half-typed YAML, or a file is what only helm reads: these cannot be merged. */
  readonly mergeable: ComputedRef<boolean>
  readonly replace: () => void
  readonly merge: () => void
  readonly layer: () => void
}

/**
 * Brings values files into an editor's text. An empty text takes them at once, unless it is one of several layers; over
 * any other the person is asked, so that nothing is lost: neither what was typed nor what a release has.
 * @param from where the text came from, told along with it.
 * @returns whether to ask, the names to ask about, and the three answers.
 */
export function useOfferedValues(
  text: Ref<string>,
  from: Ref<readonly string[]>,
  { isUsed, addAll }: Pick<Layering, 'isUsed' | 'addAll'>,
): OfferedHandle {
  const files = useFileStore()
  const asking = ref(false)
  const held = shallowRef<OfferedValues | null>(null)

  const texts = (): readonly string[] => held.value?.texts ?? []
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
      if ((text.value.trim() === '' && !isUsed.value) || text.value === layered) {
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
    mergeable: computed(() => asking.value && [text.value, ...texts()].every(canLayer)),
    merge: () =>
      use(layerValues([text.value, ...texts()]), [
        ...(from.value.length === 0 ? ['Your text'] : from.value),
        ...(held.value?.names ?? []),
      ]),
    replace: () => use(layerValues(texts()), held.value?.names ?? []),
    layer: () => {
      addAll(texts().map((one, at) => ({ kind: 'file', name: held.value?.names[at] ?? '', key: '', text: one })))
      asking.value = false
    },
  }
}
