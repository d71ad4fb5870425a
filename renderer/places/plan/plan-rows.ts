import type { Plan, PlanObject } from '@shared/model/plan'
import { pathText } from '@/lib/plan/field-text'
import { groupPlan, type PlanGroup, type PlanGroupId } from '@/lib/plan/plan-groups'
import { holdsWords, searchWords } from '@/lib/search/match-words'

/** A row of the list of a plan: all are equally high. */
export type PlanRow =
  | { readonly key: 'overview' }
  | { readonly key: string; readonly group: PlanGroup; readonly isFolded: boolean }
  | { readonly key: string; readonly object: PlanObject }

/** What the person wants to see of a plan. */
export interface PlanFilter {
  readonly search: string
  /** None means all. */
  readonly kinds: readonly string[]
  readonly namespaces: readonly string[]
  /** Whether objects that stay as they are are left out. */
  readonly onlyChanges: boolean
}

export const noFilter: PlanFilter = { search: '', kinds: [], namespaces: [], onlyChanges: false }

/** Whether a filter looks for something: then what it finds is shown unfolded. */
export function isFiltering({ search, kinds, namespaces }: PlanFilter): boolean {
  return search.trim() !== '' || kinds.length > 0 || namespaces.length > 0
}

/** Finds objects by what they are called and by their fields. What is searched is put together once for each plan. */
export function objectFinder({ objects }: Pick<Plan, 'objects'>): (filter: PlanFilter) => readonly PlanObject[] {
  const texts = new Map<PlanObject, string>()
  const textOf = (object: PlanObject): string => {
    const known = texts.get(object)
    if (known !== undefined) return known
    const text = searchedText(object)
    texts.set(object, text)
    return text
  }
  return (filter) => {
    const of = filter.onlyChanges ? objects.filter(({ action }) => action !== 'unchanged') : objects
    if (!isFiltering(filter)) return of
    const words = searchWords(filter.search)
    return of.filter(
      (object) =>
        (filter.kinds.length === 0 || filter.kinds.includes(object.kind)) &&
        (filter.namespaces.length === 0 || filter.namespaces.includes(object.namespace)) &&
        (words.length === 0 || holdsWords(textOf(object), words)),
    )
  }
}

function searchedText({ kind, name, namespace, fields, problems }: PlanObject): string {
  const told = fields.flatMap(({ path, before = '', after = '', manager = '' }) => [
    ...[pathText(path), before, after, manager],
  ])
  return [kind, name, namespace, ...told, ...problems.map(({ message }) => message)].join('\n').toLowerCase()
}

/**
 * The rows of a plan: its overview, then each group with its objects.
 * @param folds what the person has folded or unfolded; a search shows what it found.
 */
export function planRows(
  objects: readonly PlanObject[],
  folds: Readonly<Partial<Record<PlanGroupId, boolean>>>,
  isFiltered: boolean,
): PlanRow[] {
  const groups = groupPlan(objects).flatMap((group): PlanRow[] => {
    const isFolded = folds[group.id] ?? (group.folded && !isFiltered)
    const rows = isFolded ? [] : group.objects.map((object) => ({ key: object.id, object }))
    return [{ key: `group ${group.id}`, group, isFolded }, ...rows]
  })
  return [{ key: 'overview' }, ...groups]
}

/** The next object that something stands against, after the one that is shown; round the end. Null where there is none. */
export function nextProblem(objects: readonly PlanObject[], after: string, step: 1 | -1): PlanObject | null {
  const order = groupPlan(objects).flatMap((group) => group.objects)
  const at = order.findIndex(({ id }) => id === after)
  const start = at === -1 && step === -1 ? 0 : at
  for (let move = 1; move <= order.length; move += 1) {
    const object = order[(start + step * move + order.length * 2) % order.length]
    if (object !== undefined && object.problems.length > 0) return object
  }
  return null
}
