import type { Drift, DriftField, DriftObject } from '@shared/model/drift'
import { wholePath } from '@/lib/release/field-path'
import { holdsWords, searchWords } from '@/lib/search/match-words'

/** What of a comparison is listed. */
export interface DriftFilter {
  /** Words that stand in an object's name, in a field or in who changed it. */
  readonly search: string
  /** Whether only what nobody expects is listed. */
  readonly onlyUnexpected: boolean
}

type Listed = Pick<Drift, 'objects' | 'counts'>

/** What passes the filter, counted anew. */
export function filterDrift({ objects, counts }: Listed, { search, onlyUnexpected }: DriftFilter): Listed {
  const words = searchWords(search)
  if (words.length === 0 && !onlyUnexpected) return { objects, counts }
  const passing = objects.flatMap((object) => passed(object, words, onlyUnexpected) ?? [])
  const fields = passing.flatMap((object) => object.fields)
  const expected = fields.filter((field) => field.expected !== '').length
  const unlisted = passing.reduce((sum, object) => sum + object.fieldCount - object.fields.length, 0)
  const count = (state: DriftObject['state']): number => passing.filter((object) => object.state === state).length
  return {
    objects: passing,
    counts: {
      ...{ fields: fields.length - expected + unlisted, expected },
      ...{ missing: count('missing'), unknown: count('unknown') },
    },
  }
}

/** The object with those of its fields that pass; null where nothing of it does. */
function passed(object: DriftObject, words: readonly string[], onlyUnexpected: boolean): DriftObject | null {
  const { kind, name, namespace, why, state } = object
  const text = `${kind} ${name} ${namespace} ${why}`.toLowerCase()
  if (state !== 'changed') return (onlyUnexpected && state === 'same') || !holdsWords(text, words) ? null : object
  const wanted = object.fields.filter(({ expected }) => !onlyUnexpected || expected === '')
  const fields = wanted.filter((field) => holdsWords(`${text} ${fieldText(field)}`, words))
  if (fields.length === 0) return null
  // Those that are not listed can't be searched.
  const unlisted = words.length > 0 ? 0 : object.fieldCount - object.fields.length
  return { ...object, fields, fieldCount: fields.length + unlisted }
}

function fieldText({ path, stored = '', live = '', manager }: DriftField): string {
  return `${wholePath(path)} ${stored} ${live} ${manager}`.toLowerCase()
}
