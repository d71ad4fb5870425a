import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ReleaseAccess } from '@shared/model/release-feed'
import { invoke } from '@/bridge/invoke'
import { useClusterStore } from './clusterStore'

/** Milliseconds: rights change seldom, and asking is one round trip to the cluster. */
const keptFor = 60_000

/** What counts until the cluster has said more: the change itself is the last to know. */
const everything: ReleaseAccess = { install: '', upgrade: '', rollback: '', uninstall: '' }

/** Which changes the person may make, by cluster and namespace; asked when a page needs it, and remembered a while. */
export const useAccessStore = defineStore('access', () => {
  const known = shallowRef<ReadonlyMap<string, ReleaseAccess>>(new Map())
  const askedAt = new Map<string, number>()

  const cluster = useClusterStore()
  // With what the context means: what one cluster allows is nothing to another that gets its name.
  const keyOf = (context: string, namespace: string): string =>
    `${context}/${namespace}/${cluster.bind({ context }).cluster ?? ''}`
  const accessIn = (context: string, namespace: string): ReleaseAccess =>
    known.value.get(keyOf(context, namespace)) ?? everything

  /** Asks the cluster, unless it said so a moment ago; what it said before counts meanwhile. */
  async function ask(context: string, namespace: string): Promise<void> {
    const key = keyOf(context, namespace)
    if (Date.now() - (askedAt.get(key) ?? -keptFor) < keptFor) return
    askedAt.set(key, Date.now())
    try {
      const access = await invoke('kube:check_access', { ...cluster.bind({ context }), namespace })
      known.value = new Map(known.value).set(key, access)
    } catch {
      // A cluster that does not say forbids nothing; it is asked again next time.
      askedAt.delete(key)
    }
  }

  return { accessIn, ask }
})
