import { shallowRef, watch, type ShallowRef } from 'vue'
import { invoke } from '@/bridge/invoke'

/**
 * The namespaces of a cluster, read when the context changes.
 * @returns null until they are known, and where they may not be listed: the person types then.
 */
export function useNamespaces(context: () => string | null): ShallowRef<readonly string[] | null> {
  const names = shallowRef<readonly string[] | null>(null)
  watch(
    context,
    async (asked) => {
      names.value = null
      if (asked === null) return
      const answer = await invoke('kube:list_namespaces', { context: asked }).catch(() => null)
      if (context() === asked) names.value = answer
    },
    { immediate: true },
  )
  return names
}
