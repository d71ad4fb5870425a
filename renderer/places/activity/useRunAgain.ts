import type { ReleaseRef } from '@shared/model/release-ref'
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { toAppError, type AppError } from '@shared/errors'
import type { ActivityDetail } from '@shared/model/activity'
import type { ChangeDraft } from '@/lib/change/change-draft'
import { releaseKey } from '@/lib/release/release-key'
import { draftAgain, runAgain, type RunAgain } from '@/places/activity/run-again'
import { useClusterStore } from '@/state/clusters/clusterStore'
import { useDraftStore } from '@/state/drafts/draftStore'
import { useReleaseStore } from '@/state/releases/releaseStore'
import { useReleaseLink } from '@/state/releases/useReleaseLink'
import { valuesOfRevision } from '@/state/operations/values-of'
import { installKey } from '@/state/drafts/useInstallDraft'
import { upgradeKey } from '@/state/drafts/useUpgradeDraft'

interface RunAgainHandle {
  /** Whether it makes sense to run it again at all. */
  readonly possible: ComputedRef<boolean>
  /** Why not now, one sentence; ''. */
  readonly refused: ComputedRef<string>
  readonly busy: Ref<boolean>
  /** Why its values could not be read. */
  readonly error: ShallowRef<AppError | null>
  /** A draft that would take the place of one that the person has typed. */
  readonly waiting: ShallowRef<ChangeDraft | null>
  readonly start: () => Promise<void>
  readonly goWithoutValues: () => void
  /** Goes to the page, with the new draft or with the one that is there. */
  readonly settle: (replace: boolean) => void
}

/** Leads to where an operation of the journal is asked for again; nothing is run from here. */
export function useRunAgain(detail: () => ActivityDetail): RunAgainHandle {
  const router = useRouter()
  const linkTo = useReleaseLink()
  const { plan, release, refused } = usePlan(detail)
  const busy = ref(false)
  const error = shallowRef<AppError | null>(null)
  const { waiting, offer, settle } = useDraftAgain(detail, plan, release)
  const possible = computed(() => plan.value !== null && detail().request !== undefined)

  async function start(): Promise<void> {
    const now = plan.value
    if (now?.way === 'ask') {
      const { ask, revision } = now
      await router.push(linkTo(release.value, 'release', { ask, ...(revision === undefined ? {} : { revision }) }))
    } else if (now?.way === 'page') await readValues()
  }

  async function readValues(): Promise<void> {
    const { revision } = detail().operation
    busy.value = true
    error.value = null
    try {
      await offer(revision === undefined ? '' : await valuesOfRevision(release.value, revision))
    } catch (thrown) {
      error.value = toAppError(thrown)
    }
    busy.value = false
  }

  return { possible, refused, busy, error, waiting, start, goWithoutValues: () => void offer(''), settle }
}

interface Plan {
  readonly plan: ComputedRef<RunAgain | null>
  readonly release: ComputedRef<ReleaseRef>
  readonly refused: ComputedRef<string>
}

function usePlan(detail: () => ActivityDetail): Plan {
  const cluster = useClusterStore()
  const releases = useReleaseStore()
  const release = computed<ReleaseRef>(() => {
    const { context, namespace, name } = detail().operation
    return { context, namespace, name }
  })
  const plan = computed((): RunAgain | null => {
    const { operation, request = {} } = detail()
    const way = runAgain(operation, request)
    // What an install has left behind is upgraded.
    const isThere = releases.find(releaseKey(release.value)) !== null
    return way?.way === 'page' && isThere ? { ...way, verb: 'upgrade' } : way
  })
  const refused = computed(() => {
    const { context } = release.value
    const isInstall = plan.value?.way === 'page' && plan.value.verb === 'install'
    // The install's page is the current cluster's.
    return isInstall && context !== cluster.current
      ? `It was installed into ${context}: switch to that cluster first.`
      : ''
  })
  return { plan, release, refused }
}

interface DraftAgain extends Pick<RunAgainHandle, 'waiting' | 'settle'> {
  /** Goes to the page with these values, or asks first where that takes typed text away. */
  readonly offer: (values: string) => Promise<void>
}

function useDraftAgain(detail: () => ActivityDetail, plan: Plan['plan'], release: Plan['release']): DraftAgain {
  const drafts = useDraftStore()
  const router = useRouter()
  const linkTo = useReleaseLink()
  const waiting = shallowRef<ChangeDraft | null>(null)
  const keyOf = (draft: ChangeDraft): string =>
    draft.verb === 'install' ? installKey(draft.context, draft.chart) : upgradeKey(release.value)

  async function offer(values: string): Promise<void> {
    const now = plan.value
    if (now?.way !== 'page') return
    const { operation, request = {} } = detail()
    const draft = draftAgain({ ...operation, verb: now.verb }, request, values)
    // One of an earlier day may be there.
    await drafts.load(keyOf(draft))
    const kept = drafts.resume(keyOf(draft))
    const isTyped = kept !== null && kept.operationId === '' && kept.values.trim() !== '' && kept.values !== values
    waiting.value = draft
    if (!isTyped) settle(true)
  }

  function settle(replace: boolean): void {
    const draft = waiting.value
    if (draft === null) return
    waiting.value = null
    if (replace) drafts.keep(keyOf(draft), draft)
    const isInstall = draft.verb === 'install'
    void router.push(isInstall ? { name: 'install', query: { chart: draft.chart } } : linkTo(release.value, 'upgrade'))
  }

  return { waiting, offer, settle }
}
