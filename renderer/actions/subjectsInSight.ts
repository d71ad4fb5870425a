import { defineStore } from 'pinia'
import { onScopeDispose } from 'vue'
import type { Subject } from './subjects'

/** The subjects of the views in sight, the newest last: what shortcuts are about, beside the window itself. */
export const useSubjectsInSight = defineStore('subjectsInSight', () => {
  const reads = new Set<() => Subject | null>()

  function add(read: () => Subject | null): () => void {
    reads.add(read)
    return () => void reads.delete(read)
  }

  const all = (): Subject[] => [...reads].flatMap((read) => read() ?? [])
  return { add, all }
})

/** Makes a subject known to the window's shortcuts as long as its view is in sight. @param read asked when it counts. */
export function useInSight(read: () => Subject | null): void {
  onScopeDispose(useSubjectsInSight().add(read))
}
