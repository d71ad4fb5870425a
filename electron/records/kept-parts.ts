import { z } from 'zod'
import { templateCode } from './template-code'
import { isValues } from './values'

/*
 * What a release's record tells of the chart it was made from. helm stores a chart without the charts in its `charts/` folder,
 * and takes those that are switched off out of its dependencies too (pkg/chart/v2/util/dependencies.go): of a chart that
 * rendered nothing the record has no trace. So it can show that something is missing, and never that nothing is.
 */

const base64 = z.base64()
const fileShape = z.object({ name: z.string().min(1).max(1_024), data: base64.nullish() })

const chartShape = z.object({
  metadata: z.looseObject({
    name: z.string().min(1),
    version: z.string().min(1),
    dependencies: z.array(z.unknown()).nullish(),
  }),
  lock: z.unknown().optional(),
  templates: z.array(fileShape).min(1).max(10_000),
  values: z.record(z.string(), z.unknown()).nullish(),
  schema: base64.nullish().transform((text) => text ?? ''),
  files: z.array(fileShape).max(10_000).nullish(),
})

/** A chart as a record holds it. */
export type KeptChart = z.output<typeof chartShape>

/** The parts of a record that tell of its chart. */
export interface ChartRecord {
  readonly chart: unknown
  readonly manifest: string
  /** The files that its hooks come from. */
  readonly hookPaths: readonly string[]
  /** The person's own values. */
  readonly config: unknown
}

/** What a record holds of its chart; null where it shows that a part is missing. */
export interface KeptParts {
  readonly chart: KeptChart
  /** Groups of values that none of its templates reads: most likely those of charts that the record does not hold. */
  readonly unread: readonly string[]
}

/** The one rule by which a chart may be kept, for the window and for the change itself. */
export function keptParts({ chart, manifest, hookPaths, config }: ChartRecord): KeptParts | null {
  const parsed = chartShape.safeParse(chart)
  if (!parsed.success) return null
  const { metadata, lock, files } = parsed.data
  if ((metadata.dependencies ?? []).length > 0 || (lock !== null && lock !== undefined)) return null
  if (/^# Source: [^/\s]+\/charts\//m.test(manifest) || hookPaths.some((path) => /^[^/]+\/charts\//.test(path)))
    return null
  // A signature in charts/, or what apiVersion v1 calls its dependencies.
  if ((files ?? []).some(({ name }) => /^(charts\/|requirements\.(yaml|lock)$)/.test(name))) return null
  const code = codeOf(parsed.data)
  return needsMore(code, parsed.data) ? null : { chart: parsed.data, unread: unreadGroups(code, parsed.data, config) }
}

/** What stands between the braces of all its templates. */
function codeOf({ templates }: KeptChart): string {
  return templateCode(templates.map(({ data }) => Buffer.from(data ?? '', 'base64').toString('utf8')).join('\n'))
}

/** Whether its templates use others that it does not have, or its subcharts by name. */
function needsMore(code: string, { metadata, templates }: KeptChart): boolean {
  if (/\.Subcharts\b/.test(code)) return true
  const has = new Set([
    ...namesIn(code, /\{\{-?\s*(?:define|block)\s+["`]([^"`]+)["`]/g),
    ...templates.map(({ name }) => `${metadata.name}/${name}`),
  ])
  return namesIn(code, /\b(?:include|template)\s+["`]([^"`]+)["`]/g).some((name) => !has.has(name))
}

function namesIn(code: string, pattern: RegExp): string[] {
  return [...code.matchAll(pattern)].map(([, name]) => name ?? '')
}

function unreadGroups(code: string, { values }: KeptChart, config: unknown): string[] {
  // All of them at once, or one whose name is made up on the way.
  if (/\.Values(?![.\w])/.test(code)) return []
  const groups = [...Object.entries(values ?? {}), ...Object.entries(isValues(config) ? config : {})]
  const names = new Set(groups.filter(([, value]) => isValues(value)).map(([name]) => name))
  const read = new Set(namesIn(code, /[."`]([-\w]+)/g))
  return [...names].filter((name) => !read.has(name)).sort()
}
