import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { Plan, PlanObject } from '@shared/model/plan'
import type { PlanGroupId } from '@/lib/plan/plan-groups'
import { isFiltering, nextProblem, noFilter, objectFinder, planRows, type PlanFilter, type PlanRow } from './plan-rows'

interface PlanRows {
  readonly filter: ShallowRef<PlanFilter>
  readonly rows: ComputedRef<readonly PlanRow[]>
  /** How many objects the filter has found. */
  readonly found: ComputedRef<number>
  /** The row that the keys move from. */
  readonly active: Ref<string>
  /** The object that is shown; null for the overview. */
  readonly shown: ComputedRef<PlanObject | null>
  readonly choose: (row: PlanRow) => void
  readonly fold: (group: PlanGroupId, folded: boolean) => void
  /** Goes to the next object that something stands against, or to the one before. */
  readonly goToProblem: (step: 1 | -1) => void
}

/** The list of a plan: what is found, folded, active and shown. */
export function usePlanRows(plan: () => Plan): PlanRows {
  const filter = shallowRef<PlanFilter>(noFilter)
  const folds = shallowRef<Partial<Record<PlanGroupId, boolean>>>({})
  const active = ref('overview')
  const shownId = ref('overview')
  const find = computed(() => objectFinder(plan()))
  const objects = computed(() => find.value(filter.value))
  const rows = computed(() => planRows(objects.value, folds.value, isFiltering(filter.value)))
  const byId = computed(() => new Map(plan().objects.map((object) => [object.id, object])))

  function show(key: string): void {
    active.value = key
    shownId.value = key
  }

  function choose(row: PlanRow): void {
    if ('group' in row) active.value = row.key
    else show(row.key)
  }

  function fold(group: PlanGroupId, folded: boolean): void {
    folds.value = { ...folds.value, [group]: folded }
  }

  function goToProblem(step: 1 | -1): void {
    const object = nextProblem(objects.value, shownId.value, step)
    if (object === null) return
    const row = rows.value.find((one) => 'group' in one && one.group.objects.includes(object))
    if (row !== undefined && 'group' in row) fold(row.group.id, false)
    show(object.id)
  }

  // What is active has gone: the keys begin at the top again.
  watch(rows, (now) => {
    if (!now.some(({ key }) => key === active.value)) active.value = 'overview'
  })

  return {
    ...{ filter, rows, active, choose, fold, goToProblem },
    found: computed(() => objects.value.length),
    shown: computed(() => byId.value.get(shownId.value) ?? null),
  }
}
