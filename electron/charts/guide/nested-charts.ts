import { parse } from 'yaml'
import { z } from 'zod'
import { isTooDeep, isTooLong } from '@shared/values'
import { noChart, notSafe, type Budget, type ChartFiles } from './chart-files'
import { readArchive } from './read-archive'

/** A chart, the files of its own that tell of values, and the charts inside it. */
export interface NestedChart {
  readonly name: string
  readonly version: string
  /** Its templates are those of whatever chart includes them. */
  readonly isLibrary: boolean
  readonly dependencies: readonly Dependency[]
  readonly files: ReadonlyMap<string, Buffer>
  readonly inner: readonly NestedChart[]
  readonly links: readonly string[]
}

/** What a chart says of one that it depends on. */
export interface Dependency {
  readonly name: string
  readonly version: string
  readonly alias: string
  /** The keys of its own values that switch it on or off. */
  readonly switches: readonly string[]
}

/** Deeper than any chart. */
const maxDepth = 10

const text = z
  .string()
  .max(1_024)
  .nullish()
  .transform((value) => value ?? '')
const dependenciesShape = z
  .array(
    z.object({
      name: text,
      version: text,
      alias: text,
      condition: text,
      tags: z
        .array(z.string().max(256))
        .max(100)
        .nullish()
        .catch(null)
        .transform((tags) => tags ?? []),
    }),
  )
  .max(500)
  .nullish()
  .transform((list) => list ?? [])
const metadataShape = z.object({
  name: z.string().min(1).max(256),
  version: text,
  type: text,
  dependencies: dependenciesShape,
})
const requirementsShape = z.object({ dependencies: dependenciesShape })

/**
 * Finds the charts inside a chart, in folders and packed, as helm does (pkg/chart/v2/loader).
 * @throws AppFailure `chart-invalid`
 */
export async function nestedCharts(found: ChartFiles, budget: Budget, depth = 0): Promise<NestedChart> {
  if (depth > maxDepth) notSafe(`It has charts inside charts, more than ${maxDepth} deep.`)
  const { name, version, type, dependencies } = metadataOf(found)
  const own = new Map<string, Buffer>()
  const folders = new Map<string, Map<string, Buffer>>()
  const inner: NestedChart[] = []
  for (const [path, content] of found.files) {
    const [first, folder, ...rest] = path.split('/')
    if (first !== 'charts' || folder === undefined) own.set(path, content)
    else if (rest.length === 0) inner.push(await nestedCharts(await readArchive(content, budget), budget, depth + 1))
    else folders.set(folder, (folders.get(folder) ?? new Map<string, Buffer>()).set(rest.join('/'), content))
  }
  for (const files of folders.values()) inner.push(await nestedCharts({ files, links: [] }, budget, depth + 1))
  return { name, version, isLibrary: type === 'library', dependencies, files: own, inner, links: found.links }
}

function metadataOf({
  files,
}: ChartFiles): Pick<NestedChart, 'name' | 'version' | 'dependencies'> & { readonly type: string } {
  const about = files.get('Chart.yaml')
  if (about === undefined) noChart('It has no Chart.yaml, or a chart inside it has none.')
  const metadata = parsed('Chart.yaml', about, metadataShape)
  const requirements = files.get('requirements.yaml')
  const dependencies =
    requirements === undefined
      ? metadata.dependencies
      : parsed('requirements.yaml', requirements, requirementsShape).dependencies
  return {
    ...metadata,
    dependencies: dependencies.map(({ condition, tags, ...rest }): Dependency => {
      const conditions = condition.split(',').map((path) => path.trim())
      return { ...rest, switches: [...conditions.filter((path) => path !== ''), ...tags.map((tag) => `tags.${tag}`)] }
    }),
  }
}

/** With every scalar as a text: a version `1.10` is no number. */
function parsed<T>(file: string, content: Buffer, shape: z.ZodType<T>): T {
  const text = content.toString('utf8')
  // The parser would end the whole process.
  if (isTooLong(text) || isTooDeep(text)) notSafe(`A ${file} in it is too large, or nested too deeply.`)
  try {
    const options = { schema: 'failsafe', uniqueKeys: false, logLevel: 'error', maxAliasCount: 100 } as const
    return shape.parse(parse(text, options))
  } catch (reason) {
    return noChart(`A ${file} in it isn't in the form that helm defines.`, String(reason).slice(0, 2_000))
  }
}
