import type { ReleaseRef } from '@shared/model/release-ref'
import { computed, type ComputedRef } from 'vue'
import { useRouter, type RouteLocationRaw } from 'vue-router'
import type { ErrorAction } from '@shared/errors'
import type { Operation } from '@shared/model/operation'
import { operationOffers } from '@/actions/error-actions'
import { releaseKey } from '@/lib/release/release-key'
import { useClusterStore } from '@/state/clusters/clusterStore'
import { useReleaseStore } from '@/state/releases/releaseStore'
import { useErrorActions } from './useErrorActions'
import { useReleaseLink } from '@/state/releases/useReleaseLink'

interface OperationActions {
  readonly act: (action: ErrorAction) => void
  /** What can be done about its error from anywhere, beyond what every place can do. */
  readonly offers: ComputedRef<readonly ErrorAction[]>
}

/** What is set for the next try of a change. */
export const nextTries: readonly ErrorAction[] = [
  'take-ownership',
  'create-namespace',
  'raise-timeout',
  'force-conflicts',
  'fix-values',
]

/**
 * What the buttons of a failed change do in places that hold no draft of it: they lead to where it is written, with the
 * option set in the address (`set`, `seconds`).
 */
export function useOperationActions(operation: () => Operation): OperationActions {
  const cluster = useClusterStore()
  const releases = useReleaseStore()
  const router = useRouter()
  const linkTo = useReleaseLink()
  const release = computed<ReleaseRef>(() => {
    const { context, namespace, name } = operation()
    return { context, namespace, name }
  })
  const elsewhere = useErrorActions(
    undefined,
    () => release.value,
    () => operation().request?.chart ?? '',
  )
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

  function act(action: ErrorAction): void {
    if (nextTries.includes(action)) void router.push(nextTry(action))
    else if (action === 'show-pod') void router.push(linkTo(release.value, 'release', { show: 'logs' }))
    else elsewhere(action)
  }

  return { act, offers }
}

/** Opens the logs of the worst failing pod of the change that is in sight: its own button does. */
export function showFailingLogs(): void {
  const button = document.querySelector<HTMLElement>('main [data-failing-logs]')
  button?.focus()
  if (button?.getAttribute('aria-expanded') !== 'true') button?.click()
}
