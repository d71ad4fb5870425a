import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { ReleaseRef } from '@shared/model/release-ref'
import { useBlame } from '@/state/values/useBlame'
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

/** Which revision each value comes from, once that is asked for. */
export function useBlameGutter(
  base: () => { readonly release: ReleaseRef; readonly revision: number } | null,
): BlameGutter {
  const blaming = ref(false)
  const history = shallowRef<KeyPath | null>(null)
  const { noteOf, gap } = useBlame(() => (blaming.value ? base() : null))
  const sides = computed(() =>
    noteOf.value === null
      ? null
      : { label: 'Blame', of: noteOf.value, onPick: (path: KeyPath) => void (history.value = path) },
  )
  return { blaming, sides, gap, history }
}
