import { computed, type ComputedRef } from 'vue'
import type { HelmShell } from '@shared/model/app'
import { invoke } from '@/bridge/invoke'
import { useAnswer } from '@/lib/view/useAnswer'

/**
 * What a shell needs to run a cluster's commands; null while it is not known: a command is then copied as it is shown.
 * @param context null where a command is about no cluster: then no kubeconfig is needed
 */
export function useHelmShell(context: () => string | null): ComputedRef<HelmShell | null> {
  const { answer } = useAnswer(
    () => ({ context: context() ?? undefined }),
    ({ context: asked }) => invoke('helm:get_shell', asked === undefined ? {} : { context: asked }),
  )
  return computed(() => {
    if (answer.value === null || context() !== null) return answer.value
    const needed = Object.entries(answer.value.env).filter(([name]) => name !== 'KUBECONFIG')
    return { ...answer.value, env: Object.fromEntries(needed) }
  })
}
