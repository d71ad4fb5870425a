import type { ShallowRef } from 'vue'
import type { ReleaseManager } from '@shared/model/release'
import type { ReleaseRef } from '@shared/model/release-ref'
import { invoke } from '@/bridge/invoke'
import { releaseInput } from '@/lib/release/release-key'
import { useAnswer } from '@/lib/view/useAnswer'

/** Who looks after a release beside helm; null where nobody is known to, and while that isn't known. @param revision 0 asks nothing */
export function useReleaseManager(
  release: () => ReleaseRef | null,
  revision: () => number,
): ShallowRef<ReleaseManager | null> {
  const question = (): (ReturnType<typeof releaseInput> & { revision: number }) | null => {
    const asked = release()
    return asked === null || revision() === 0 ? null : { ...releaseInput(asked), revision: revision() }
  }
  return useAnswer(question, (input) => invoke('release:get_manager', input)).answer
}
