import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { toAppError, type AppError } from '@shared/errors'
import type { ActivityEntry } from '@shared/model/activity'
import { isRunning, type Operation } from '@shared/model/operation'
import { activityRequest, type ActivityQuery } from '@/places/activity/activity-query'
import { useOperationStore } from '@/state/operations/operationStore'
import { invoke } from '@/bridge/invoke'

interface Activity {
  /** Newest first, those read so far; a change under way is as it is now. null until the first answer. */
  readonly entries: ComputedRef<readonly ActivityEntry[] | null>
  /** How many match in all. */
  readonly total: Ref<number>
  /** Why not everything can be shown; '' when all is well. */
  readonly problem: Ref<string>
  readonly error: ShallowRef<AppError | null>
  readonly loading: Ref<boolean>
  readonly refresh: () => Promise<void>
  /** Reads the next page, if there is one. */
  readonly more: () => Promise<void>
}

const pageSize = 100
/** The most that is asked for at once. */
const maxPage = 500

/** The journal's operations that match, in pages, read again whenever one begins or ends. */
export function useActivity(query: () => ActivityQuery): Activity {
  const operations = useOperationStore()
  const read = shallowRef<readonly ActivityEntry[] | null>(null)
  const total = ref(0)
  const problem = ref('')
  const error = shallowRef<AppError | null>(null)
  const loading = ref(false)
  let turn = 0
  onScopeDispose(() => (turn += 1))

  async function load(offset: number, limit: number, join: Join): Promise<void> {
    const mine = ++turn
    loading.value = true
    try {
      const page = await invoke('activity:list', activityRequest(query(), offset, limit))
      if (mine !== turn) return
      read.value = join(page.entries, without(read.value ?? [], page.entries))
      total.value = page.total
      problem.value = page.problem
      error.value = null
    } catch (thrown) {
      if (mine === turn) error.value = toAppError(thrown)
    }
    if (mine === turn) loading.value = false
  }

  function refresh(): Promise<void> {
    const known = read.value?.length ?? 0
    const limit = Math.min(maxPage, Math.max(pageSize, known))
    return load(0, limit, (page, others) => (known > limit ? [...page, ...others] : page))
  }

  async function more(): Promise<void> {
    const known = read.value?.length ?? 0
    if (loading.value || error.value !== null || known >= total.value) return
    await load(known, pageSize, (page, others) => [...others, ...page])
  }

  watch(
    () => JSON.stringify(query()),
    // What matched before stays until the answer comes: a search does not flicker.
    () => void load(0, pageSize, (page) => page),
    { immediate: true },
  )
  // Which there are, and which of them run: progress in between changes nothing of the list.
  watch(
    () => operations.operations.map((one) => `${one.id} ${String(isRunning(one))}`).join(),
    () => void refresh(),
  )

  const entries = computed(() => read.value && read.value.map((entry) => withLive(entry, operations.operations)))
  return { entries, total, problem, error, loading, refresh, more }
}

/** A change under way as it is now. */
function withLive(entry: ActivityEntry, operations: readonly Operation[]): ActivityEntry {
  const operation = operations.find(({ id }) => id === entry.operation.id)
  return operation === undefined ? entry : { ...entry, operation }
}

type Entries = readonly ActivityEntry[]
/** What a page and the other entries that are known make together. */
type Join = (page: Entries, others: Entries) => Entries

function without(entries: Entries, page: Entries): Entries {
  const ids = new Set(page.map(({ operation }) => operation.id))
  return entries.filter(({ operation }) => !ids.has(operation.id))
}
