import { isValues } from '../values-tree'
import type { ChartText } from '../model/values-guide'
import { readTexts, type ReadText } from '../values-edit/places'

/** The defaults of one chart, read. */
export interface ReadDefaults extends ChartText {
  readonly documents: readonly ReadText[]
}

export function readDefaults(chart: ChartText): ReadDefaults {
  return { ...chart, documents: readTexts(chart.text) ?? [] }
}

/** The defaults of a chart, those of charts inside it under their keys: what the outer one says of them counts more. */
export function defaultValues(charts: readonly ReadDefaults[]): unknown {
  return charts
    .toSorted((one, other) => other.path.length - one.path.length)
    .reduce<unknown>((all, { path, documents }) => {
      const own = documents.reduce<unknown>((value, read) => mergeValues(value, read.value), {})
      return mergeValues(
        all,
        path.reduceRight<unknown>((value, key) => ({ [key]: value }), own),
      )
    }, {})
}

/** As helm lays one file of values over another: maps key by key, anything else as a whole. */
export function mergeValues(below: unknown, above: unknown): unknown {
  if (!isValues(below) || !isValues(above)) return above
  const merged = new Map(Object.entries(below))
  for (const [key, value] of Object.entries(above)) {
    merged.set(key, merged.has(key) ? mergeValues(merged.get(key), value) : value)
  }
  return Object.fromEntries(merged)
}
