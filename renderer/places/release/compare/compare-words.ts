import type { ComparedFacts, ComparedObject, ComparedSide, ComparedState, Comparison } from '@shared/model/comparison'
import type { HelmRevision } from '@shared/model/release'
import type { ReleaseRef } from '@shared/model/release-ref'
import { fieldsWord } from '@/lib/plan/plan-words'
import { lastedFor } from '@/lib/time/relative-time'
import { ownRevision } from './compare-side'

/** The parts of a comparison, in the order of its tabs. */
export const compareParts = [
  { id: 'values', label: 'Values' },
  { id: 'objects', label: 'Objects' },
  { id: 'images', label: 'Images' },
  { id: 'chart', label: 'Chart' },
  { id: 'hooks', label: 'Hooks' },
  { id: 'notes', label: 'Notes' },
] as const

export type ComparePart = (typeof compareParts)[number]['id']
export type CompareTab = ComparePart | 'all'

/** The tab that an address names; all of them where it names none. */
export function compareTabOf(text: string): CompareTab {
  return compareParts.find(({ id }) => id === text)?.id ?? 'all'
}

/** How much of each part differs. Where only the chart's defaults differ, those count as values. */
export function partCounts(comparison: Comparison): Readonly<Record<ComparePart, number>> {
  const differing = (all: readonly { readonly state: ComparedState }[]): number =>
    all.filter(({ state }) => state !== 'same').length
  return {
    values: comparison.values.count || comparison.computedValues.count,
    objects: differing(comparison.objects),
    images: comparison.images.length,
    chart: comparison.chart.count,
    hooks: differing(comparison.hooks),
    notes: comparison.notesDiffer ? 1 : 0,
  }
}

/** `Notes, hooks: same`; '' where every part differs. */
export function sameWords(counts: Readonly<Record<ComparePart, number>>): string {
  const same = compareParts.filter(({ id }) => counts[id] === 0).map(({ label }) => label)
  const [first = '', ...rest] = same
  return same.length === 0 ? '' : `${[first, ...rest.map((one) => one.toLowerCase())].join(', ')}: same`
}

/** `2 changed, 1 added, 1 renamed; 2 the same`. */
export function statesWords(all: readonly { readonly state: ComparedState }[]): string {
  const counted = (['changed', 'added', 'removed', 'renamed', 'same'] as const).map((state) => ({
    state,
    count: all.filter((one) => one.state === state).length,
  }))
  const words = counted
    .filter(({ state, count }) => state !== 'same' && count > 0)
    .map(({ state, count }) => `${count.toLocaleString('en-US')} ${state}`)
  const same = counted.find(({ state }) => state === 'same')?.count ?? 0
  return [words.join(', '), ...(same > 0 ? [`${same.toLocaleString('en-US')} the same`] : [])]
    .filter(Boolean)
    .join('; ')
}

/** What stands at the end of an object's row: `3 fields`, `renamed, 1 field`. @param namespace the release's own */
export function comparedNote(object: Pick<ComparedObject, 'state' | 'fields' | 'fieldCount'>): string {
  const fields = object.state === 'changed' || object.state === 'renamed' ? fieldsWord(object) : ''
  return [object.state === 'changed' ? '' : object.state, fields].filter(Boolean).join(', ')
}

/** `24 days, 2 upgrades apart`; '' where nobody knows. */
export function apartWords(
  [from, to]: readonly [ComparedSide, ComparedSide],
  facts: { readonly from: ComparedFacts; readonly to: ComparedFacts },
  own: ReleaseRef,
  history: readonly HelmRevision[],
): string {
  const [one, other] = [Date.parse(facts.from.updated), Date.parse(facts.to.updated)]
  const [first, last] = [Math.min(one, other), Math.max(one, other)]
  const time = Number.isNaN(first) ? '' : lastedFor(new Date(first).toISOString(), last)
  const steps = stepsBetween(ownRevision(from, own), ownRevision(to, own), history)
  const words = [time, steps].filter(Boolean).join(', ')
  return words === '' ? '' : `${words} apart`
}

function stepsBetween(from: number | null, to: number | null, history: readonly HelmRevision[]): string {
  if (from === null || to === null) return ''
  const [first, last] = [Math.min(from, to), Math.max(from, to)]
  const between = history.filter(({ revision }) => revision > first && revision <= last)
  const rollbacks = between.filter(({ description }) => description.startsWith('Rollback to ')).length
  if (between.length === 0) return ''
  const counted = (count: number, word: string): string => (count === 1 ? `1 ${word}` : `${count} ${word}s`)
  if (rollbacks === 0) return counted(between.length, 'upgrade')
  return rollbacks === between.length ? counted(rollbacks, 'rollback') : counted(between.length, 'revision')
}

/** What was compared where nothing differs: `Revision 2 and revision 4 have the same values, …, notes and 12 objects.` */
export function equalWords(
  from: string,
  to: string,
  { objects, hooks }: Pick<Comparison, 'objects' | 'hooks'>,
): string {
  const sides = `${from.replace(/^revision/, 'Revision')} and ${to}`
  const parts = ['values', 'images', 'chart', 'notes', ...many(objects.length, 'object'), ...many(hooks.length, 'hook')]
  return `${sides} have the same ${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}.`
}

function many(count: number, word: string): string[] {
  if (count === 0) return []
  return [count === 1 ? word : `${count.toLocaleString('en-US')} ${word}s`]
}
