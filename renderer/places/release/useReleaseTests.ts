import type { ReleaseRef } from '@shared/model/release-ref'
import { computed, type ComputedRef } from 'vue'
import { testHooks, type Hook } from '@/places/release/hooks'
import { releaseInput } from '@/lib/release/release-key'
import { invoke } from '@/bridge/invoke'
import { useAnswer } from '@/lib/view/useAnswer'

/**
 * The tests that the newest revision of a release brings, in helm's order; null while they are not known.
 * @param newest its number; null asks nothing.
 */
export function useReleaseTests(
  release: () => ReleaseRef | null,
  newest: () => number | null,
): ComputedRef<readonly Hook[] | null> {
  const { answer } = useAnswer(
    () => {
      const [of, revision] = [release(), newest()]
      return of === null || revision === null ? null : { ...releaseInput(of), revision }
    },
    (question) => invoke('release:get_revision', question),
  )
  return computed(() => (answer.value === null ? null : testHooks(answer.value.hooks)))
}
