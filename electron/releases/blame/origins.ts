import type { OriginOf, Origins, ValueOrigin, ValuesPath } from '@shared/model/blame'
import { z } from 'zod'
import type { RawPayload } from '../../records/payload'
import { coalesceValues } from '../../records/revision-values'
import { isValues, type Values } from '../../records/values'

/*
 * helm stores a chart without the charts inside it. Where these are declared as dependencies, it has merged their defaults into the
 * chart's own before that (pkg/chart/v2/util/dependencies.go, processImportValues), and nothing tells one from the other any more.
 * Where they only lie in the chart's `charts/` folder it has not: what the chart has under their names it sets for them.
 */

/** More than any chart has. */
const maxOrigins = 20_000

const dependencyShape = z.object({
  name: z.string(),
  alias: z.string().nullish(),
  'import-values': z.array(z.unknown()).nullish(),
})
type Dependency = z.output<typeof dependencyShape>

/** Where the computed values of a release come from, as far as its record tells. */
export function originsIn({ config, chart, manifest }: RawPayload): Origins {
  const defaults: Values = isValues(chart['values']) ? chart['values'] : {}
  const own = config ?? {}
  const charts = chartsInside(chart, manifest ?? '')
  const origins: OriginOf[] = []
  const unknown = { inside: false, imported: false }
  for (const { path, value } of leavesOf(coalesceValues(defaults, own))) {
    const origin = originOf(path, value, { own, defaults, charts })
    if (origin === 'inside' || origin === 'imported') unknown[origin] = true
    else if (origins.length < maxOrigins) origins.push({ path, origin })
  }
  return { origins, gaps: gapsOf(unknown, 'values' in chart, origins.length === maxOrigins) }
}

function gapsOf(unknown: { inside: boolean; imported: boolean }, hasDefaults: boolean, isCut: boolean): string[] {
  return [
    ...(hasDefaults ? [] : ['The default values of the chart are not in the record.']),
    ...(unknown.inside
      ? ["For charts inside the chart the record doesn't tell their own defaults from what the chart around them sets."]
      : []),
    ...(unknown.imported
      ? ["Values that the chart imports from charts inside it aren't told: the record doesn't say whose they are."]
      : []),
    ...(isCut ? [`Only the first ${maxOrigins.toLocaleString('en-US')} values are told.`] : []),
  ]
}

interface Sides {
  readonly own: Values
  readonly defaults: Values
  readonly charts: ChartsInside
}

function originOf(path: ValuesPath, value: unknown, sides: Sides): ValueOrigin | 'inside' | 'imported' {
  const { own, defaults, charts } = sides
  if (valueAt(own, path) !== undefined) return 'mine'
  const [top = '', ...inner] = path
  const reached = inner[0] === 'global' ? valueAt(defaults, inner) : undefined
  if (charts.declared.has(String(top))) {
    return reached !== undefined && JSON.stringify(reached) === JSON.stringify(value) ? 'global' : 'inside'
  }
  if (charts.imports.some((table) => valueAt(table, path) !== undefined)) return 'imported'
  return charts.lying.has(String(top)) ? 'parent' : 'chart'
}

interface ChartsInside {
  /** Under which keys the declared ones read their values. */
  readonly declared: ReadonlySet<string>
  /** The same of those that only lie in `charts/`. */
  readonly lying: ReadonlySet<string>
  /** What the chart takes over of their values, where it puts it. */
  readonly imports: readonly Values[]
}

function chartsInside(chart: RawPayload['chart'], manifest: string): ChartsInside {
  const { data } = z.array(dependencyShape).nullish().safeParse(chart.metadata['dependencies'])
  const dependencies = data ?? []
  const declared = new Set(dependencies.map(keyOf))
  const found = [...manifest.matchAll(/^# Source: [^/\s]+\/charts\/([^/\s]+)\//gm)].map(([, name = '']) => name)
  const defaults: Values = isValues(chart['values']) ? chart['values'] : {}
  return {
    declared,
    // With one dependency declared, the defaults of all charts inside have been merged in.
    ...(dependencies.length === 0
      ? { lying: new Set(found), imports: [] }
      : {
          declared: new Set([...declared, ...found]),
          lying: new Set(),
          imports: dependencies.flatMap((one) => importsOf(one, defaults)),
        }),
  }
}

function keyOf({ name, alias }: Dependency): string {
  return alias === null || alias === undefined || alias === '' ? name : alias
}

const importShape = z.object({ child: z.string(), parent: z.string() })

function importsOf(dependency: Dependency, defaults: Values): Values[] {
  const key = keyOf(dependency)
  return (dependency['import-values'] ?? []).flatMap((item) => {
    const { data } = importShape.safeParse(item)
    const child = typeof item === 'string' ? ['exports', item] : (data?.child.split('.') ?? [])
    const table = valueAt(defaults, [key, ...child])
    const parent = data === undefined || data.parent === '.' ? [] : data.parent.split('.')
    return isValues(table) ? [parent.reduceRight<Values>((inner, part) => ({ [part]: inner }), table)] : []
  })
}

function valueAt(values: Values, path: ValuesPath): unknown {
  return path.reduce<unknown>(
    (value, key) => (isValues(value) && Object.hasOwn(value, String(key)) ? value[String(key)] : undefined),
    values,
  )
}

interface Leaf {
  readonly path: readonly string[]
  readonly value: unknown
}

/** Without recursion into lists: helm takes a list as a whole. */
function leavesOf(values: Values, path: readonly string[] = []): Leaf[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const at = [...path, key]
    const isMap = isValues(value) && Object.keys(value).length > 0
    return isMap ? leavesOf(value, at) : [{ path: at, value }]
  })
}
