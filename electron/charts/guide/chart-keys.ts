import type { Dependency, NestedChart } from './nested-charts'

/** A chart under the keys of the values that it reads its own from. */
export interface KeyedChart {
  readonly path: readonly string[]
  readonly chart: NestedChart
}

/** More charts than any chart has inside it, each counted as often as it is named. */
const maxCharts = 300

/**
 * Each chart under its keys, the outermost first: under the alias where its parent gives it one, once for every alias, else under
 * its name (helm pkg/chart/v2/util, processDependencyEnabled).
 */
export function keyedCharts(top: NestedChart): {
  readonly charts: readonly KeyedChart[]
  readonly gaps: readonly string[]
} {
  const charts: KeyedChart[] = [{ path: [], chart: top }]
  const gaps = new Set<string>()
  for (let at = 0; at < charts.length; at++) {
    const parent = charts[at]
    if (parent === undefined) break
    const { named, missing } = namedCharts(parent.chart)
    for (const name of missing) gaps.add(missingWords(parent.chart.name, name))
    const known = new Set<string>()
    for (const { key, chart } of named) {
      if (known.has(key)) {
        gaps.add(`${parent.chart.name} contains ${key} more than once; only one of them is described.`)
        continue
      }
      known.add(key)
      if (charts.length >= maxCharts) {
        gaps.add(`It contains more than ${maxCharts} charts; the others are not described.`)
        break
      }
      charts.push({ path: [...parent.path, key], chart })
    }
  }
  return { charts, gaps: [...gaps] }
}

interface NamedChart {
  readonly key: string
  readonly chart: NestedChart
}

function namedCharts({ inner, dependencies }: NestedChart): {
  readonly named: readonly NamedChart[]
  readonly missing: readonly string[]
} {
  const used = new Set<NestedChart>()
  const named: NamedChart[] = []
  const missing: string[] = []
  for (const dependency of dependencies) {
    const chart = chartFor(dependency, inner, used)
    if (chart === undefined) {
      missing.push(dependency.name)
      continue
    }
    used.add(chart)
    named.push({ key: dependency.alias === '' ? dependency.name : dependency.alias, chart })
  }
  const others = inner.filter((chart) => !used.has(chart)).map((chart) => ({ key: chart.name, chart }))
  return { named: [...named, ...others], missing }
}

/** Of several of that name the one of that version, else one that no other dependency has taken. */
function chartFor(
  { name, version }: Dependency,
  inner: readonly NestedChart[],
  used: ReadonlySet<NestedChart>,
): NestedChart | undefined {
  const ofName = inner.filter((chart) => chart.name === name)
  return ofName.find((chart) => chart.version === version) ?? ofName.find((chart) => !used.has(chart)) ?? ofName[0]
}

function missingWords(parent: string, name: string): string {
  return `${parent} depends on ${name}, which its charts folder doesn't contain.`
}
