import { computed, type ComputedRef } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { ErrorAction } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { releaseKey } from '@/lib/release/release-key'
import { useClusterStore } from '@/state/clusters/clusterStore'
import { useReleaseStore } from '@/state/releases/releaseStore'
import { nextTries, operationOffers } from './offers'
import { releaseOf } from './operation-actions'
import { useActionContext } from './useActionContext'
import { useErrorActions } from './useErrorActions'

interface OperationActions {
  readonly act: (action: ErrorAction) => void
  /** What can be done about its error from anywhere, beyond what every place can do. */
  readonly offers: ComputedRef<readonly ErrorAction[]>
}

/**
 * What the buttons of a failed change do in places that hold no draft of it: they lead to where it is written, with the
 * option set in the address (`set`, `seconds`).
 */
export function useOperationActions(operation: () => Operation): OperationActions {
  const cluster = useClusterStore()
  const releases = useReleaseStore()
  const { router, linkTo } = useActionContext()
  const release = computed(() => releaseOf(operation()))
  /** A failed install that left a release goes on as an upgrade; one that left none is tried again. */
  const isNew = computed(() => operation().verb === 'install' && releases.find(releaseKey(release.value)) === null)
  const offers = computed(() =>
    operationOffers(operation()).filter((action) => {
      if (action === 'create-namespace') return isNew.value && release.value.context === cluster.current
      // An install's page is the current cluster's.
      return !isNew.value || !nextTries.includes(action) || release.value.context === cluster.current
    }),
  )

  function nextTry(action: ErrorAction): RouteLocationRaw {
    const now = operation()
    const { chart = '', revision, timeoutSeconds } = now.request ?? {}
    const seconds = action === 'raise-timeout' ? timeoutSeconds : undefined
    const query = { set: action, ...(seconds === undefined ? {} : { seconds }) }
    if (isNew.value) return { name: 'install', query: { chart, ...query } }
    if (now.verb === 'install' || now.verb === 'upgrade') return linkTo(release.value, 'upgrade', query)
    return linkTo(release.value, 'release', {
      ask: now.verb,
      ...(revision === undefined ? {} : { revision }),
      ...query,
    })
  }

  const tries = nextTries.map((action) => [action, () => router.push(nextTry(action))] as const)
  const act = useErrorActions(undefined, {
    release: () => release.value,
    chart: () => operation().request?.chart ?? '',
    own: {
      ...Object.fromEntries(tries),
      'show-pod': () => router.push(linkTo(release.value, 'release', { show: 'logs' })),
    },
  })
  return { act, offers }
}
