import type { ChartText } from '../model/values-guide'
import { isValues, type Values } from '../values-tree'

/** A chart's default values, and those of charts inside it by the key under which they read theirs. */
export interface DefaultsTree {
  readonly values: Values
  readonly charts: ReadonlyMap<string, DefaultsTree>
}

/** Whether a null among the defaults is a value, as for helm 3, or none where nothing else of that key is set, as for helm 4. */
export type NullDefaults = 'kept' | 'dropped'

/** @param all each chart's defaults, as helm reads them, and where that chart is */
export function defaultsTree(
  all: readonly { readonly path: readonly string[]; readonly values: Values }[],
): DefaultsTree {
  const values = all.find(({ path }) => path.length === 0)?.values ?? {}
  const names = new Set(all.flatMap(({ path: [first] }) => (first === undefined ? [] : [first])))
  const charts = [...names].map((name) => {
    const inner = all.filter(({ path }) => path[0] === name).map((one) => ({ ...one, path: one.path.slice(1) }))
    return [name, defaultsTree(inner)] as const
  })
  return { values, charts: new Map(charts) }
}

/** Where there is a chart, though it has no defaults. */
export function withPlaces(paths: readonly Pick<ChartText, 'path'>[]): { path: readonly string[]; values: Values }[] {
  return paths.map(({ path }) => ({ path, values: {} }))
}

/**
 * The values that helm judges: the defaults under the person's own, of charts inside too, each with its `global`
 * (helm's pkg/chart/common/util/coalesce.go). A null deletes a default.
 */
export function mergeValues(own: Values, { values, charts }: DefaultsTree, nulls: NullDefaults): Values {
  const isGiven = (name: string): boolean => charts.has(name) && isValues(own[name])
  const defaults = Object.entries(values).map(([key, standard]) => {
    // What is written for a chart inside is merged before helm looks for nulls.
    return [key, nulls === 'kept' || isGiven(key) ? standard : withoutNulls(standard)] as const
  })
  const merged = new Map(Object.entries(own))
  for (const [key, standard] of defaults) {
    if (!merged.has(key)) {
      if (standard !== null || nulls === 'kept') merged.set(key, standard)
    } else if (merged.get(key) === null) merged.delete(key)
    else merged.set(key, overDefault(merged.get(key), standard))
  }
  for (const [name, chart] of charts) {
    const section = merged.get(name) ?? {}
    // Helm refuses it without asking a schema.
    if (!isValues(section)) continue
    // Helm merges these twice: what was a null is gone then.
    const inner = { ...chart, values: withoutOwnNulls(chart.values) }
    const kept = isGiven(name) ? 'kept' : nulls
    merged.set(name, mergeValues(withGlobal(section, merged.get('global')), inner, kept))
  }
  return Object.fromEntries(merged)
}

function withoutOwnNulls(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

function withoutNulls(value: unknown): unknown {
  if (!isValues(value)) return value
  return Object.fromEntries(Object.entries(withoutOwnNulls(value)).map(([key, one]) => [key, withoutNulls(one)]))
}

function overDefault(value: unknown, standard: unknown): unknown {
  return isValues(value) && isValues(standard) ? overDefaults(value, standard) : value
}

/** Below the top: of a default that is null there is nothing to delete. */
function overDefaults(own: Values, defaults: Values): Values {
  const merged = new Map(Object.entries(own))
  for (const [key, standard] of Object.entries(defaults)) {
    if (!merged.has(key)) merged.set(key, standard)
    else if (merged.get(key) === null) {
      if (standard !== null) merged.delete(key)
    } else merged.set(key, overDefault(merged.get(key), standard))
  }
  return Object.fromEntries(merged)
}

/** What the chart above calls global wins over the same of the chart inside. */
function withGlobal(section: Values, above: unknown): Values {
  const own = section['global'] ?? {}
  const given = above ?? {}
  if (!isValues(own) || !isValues(given)) return section
  const merged = new Map(Object.entries(own))
  for (const [key, value] of Object.entries(given)) {
    const standard = merged.get(key)
    if (isValues(value)) {
      if (!merged.has(key) || isValues(standard))
        merged.set(key, overDefaults(value, isValues(standard) ? standard : {}))
    } else if (!isValues(standard)) merged.set(key, value)
  }
  return { ...section, global: Object.fromEntries(merged) }
}

/** Which charts inside have something else than a mapping for their values, which helm refuses before it asks a schema. */
export function badSections(merged: Values, { charts }: DefaultsTree): { path: readonly string[]; value: unknown }[] {
  return [...charts].flatMap(([name, chart]) => {
    const section = merged[name]
    if (!isValues(section)) return [{ path: [name], value: section }]
    return badSections(section, chart).map(({ path, value }) => ({ path: [name, ...path], value }))
  })
}
