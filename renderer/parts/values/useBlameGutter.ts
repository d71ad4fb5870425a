import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { ReleaseRef } from '@shared/model/release-ref'
import { useBlame } from '@/state/values/useBlame'
import { useOrigins } from '@/state/values/useOrigins'
import type { SideNotes } from '@/ui/editor/side-gutter'
import type { KeyPath } from '@/ui/editor/yaml-places'

interface BlameGutter {
  readonly blaming: Ref<boolean>
  /** What an editor or viewer tells beside its keys. */
  readonly sides: ComputedRef<SideNotes | null>
  /** What can't be told, in a sentence; '' where all can. */
  readonly gap: ComputedRef<string>
  /** The key whose history is asked for; null where none is. */
  readonly history: ShallowRef<KeyPath | null>
}

/**
 * Which revision each value comes from, once that is asked for.
 * @param isComputed whether the values are those that the chart's defaults are in: then it is told where each comes from
 */
export function useBlameGutter(
  base: () => { readonly release: ReleaseRef; readonly revision: number } | null,
  isComputed: () => boolean = () => false,
): BlameGutter {
  const blaming = ref(false)
  const history = shallowRef<KeyPath | null>(null)
  const blame = useBlame(() => (blaming.value ? base() : null))
  const origins = useOrigins(
    () => (blaming.value && isComputed() ? base() : null),
    () => blame.noteOf.value,
  )
  const told = computed(() => (isComputed() ? origins : blame))
  const sides = computed(() => {
    const of = told.value.noteOf.value
    return of === null ? null : { label: 'Blame', of, onPick: (path: KeyPath) => void (history.value = path) }
  })
  return { blaming, sides, gap: computed(() => told.value.gap.value), history }
}
