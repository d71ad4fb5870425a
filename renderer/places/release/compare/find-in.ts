import type { ComparedHook, ComparedObject, Comparison, KeyChange, KeyChanges } from '@shared/model/comparison'
import type { PlanField } from '@shared/model/plan'
import { fieldPath } from '@/lib/release/field-path'
import { holdsWords } from '@/lib/search/match-words'

/**
 * What of a comparison holds all words of a search; an object whose name does is found with all of its fields. What is the same
 * is not searched.
 */
export function findIn(comparison: Comparison, words: readonly string[]): Comparison {
  if (words.length === 0) return comparison
  const holds = (...texts: readonly string[]): boolean => holdsWords(texts.join('\n').toLowerCase(), words)
  const keys = ({ changes }: KeyChanges): KeyChanges => {
    const found = changes.filter((change) => holds(...keyTexts(change)))
    return { changes: found, count: found.length }
  }
  const withFields = <T extends ComparedObject | ComparedHook>(all: readonly T[]): T[] =>
    all.flatMap((one) => {
      if (one.state === 'same') return []
      if (holds(one.kind, one.name, one.newName)) return one
      const fields = one.fields.filter((field) => holds(one.kind, one.name, one.newName, ...fieldTexts(field)))
      return fields.length === 0 ? [] : { ...one, fields, fieldCount: fields.length }
    })
  return {
    ...comparison,
    values: keys(comparison.values),
    computedValues: keys(comparison.computedValues),
    chart: keys(comparison.chart),
    objects: withFields(comparison.objects),
    hooks: withFields(comparison.hooks),
    images: comparison.images.filter(({ name, before, after }) => holds(name, ...before, ...after)),
    notesDiffer: comparison.notesDiffer && holds('notes'),
  }
}

function keyTexts({ path, before = '', after = '', movedTo = [] }: KeyChange): string[] {
  return [fieldPath(path), before, after, ...(movedTo.length === 0 ? [] : ['moved', fieldPath(movedTo)])]
}

function fieldTexts({ path, before = '', after = '' }: PlanField): string[] {
  return [fieldPath(path), before, after]
}
