import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fail } from '@shared/errors'
import { z } from 'zod'

const prefix = 'kept-chart-'
/** What an app that was killed has left behind. */
const staleMs = 24 * 60 * 60 * 1_000

const base64 = z.base64()

const fileShape = z.object({ name: z.string().min(1).max(1_024), data: base64.nullish() })

const chartShape = z.object({
  metadata: z.looseObject({
    name: z.string().min(1),
    version: z.string().min(1),
    dependencies: z.array(z.unknown()).nullish(),
  }),
  lock: z.unknown(),
  templates: z.array(fileShape).max(10_000).nullish(),
  values: z.record(z.string(), z.unknown()).nullish(),
  schema: base64.nullish().transform((text) => text ?? ''),
  files: z.array(fileShape).max(10_000).nullish(),
})

/**
 * The folder in which a release's chart is rebuilt. The same for the same release every time, so that the command shown
 * beforehand is the one that runs; only one change of a release runs at a time.
 * @param root a folder for the owner alone
 * @param key names cluster and release
 */
export function keptChartFolder(root: string, key: string): string {
  return join(root, `${prefix}${createHash('sha256').update(key).digest('hex').slice(0, 16)}`, 'chart')
}

/** Whether a release's payload holds its chart whole: helm does not keep the charts it depends on. */
export function canKeepChart(chart: unknown): boolean {
  const parsed = chartShape.safeParse(chart)
  if (!parsed.success) return false
  const { metadata, lock } = parsed.data
  return (metadata.dependencies ?? []).length === 0 && (lock === null || lock === undefined)
}

/**
 * Writes the chart that a release was made from, as its payload holds it, into a folder; values without their comments.
 * @throws AppFailure `chart-invalid` when it is not whole or a file of it would lie outside the folder
 */
export async function writeKeptChart(folder: string, chart: unknown): Promise<void> {
  const parsed = chartShape.safeParse(chart)
  if (!parsed.success || !canKeepChart(chart)) notWhole()
  const { metadata, templates, files, values, schema } = parsed.data
  await sweep(dirname(dirname(folder)))
  await rm(dirname(folder), { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // JSON is YAML.
  await writePart(folder, 'Chart.yaml', JSON.stringify(metadata))
  await writePart(folder, 'values.yaml', JSON.stringify(values ?? {}))
  if (schema !== '') await writePart(folder, 'values.schema.json', Buffer.from(schema, 'base64'))
  for (const { name, data } of [...(templates ?? []), ...(files ?? [])]) {
    await writePart(folder, name, Buffer.from(data ?? '', 'base64'))
  }
}

/** Never rejects: what cannot be deleted now goes with the next sweep. */
export async function removeKeptChart(folder: string): Promise<void> {
  await rm(dirname(folder), { recursive: true, force: true }).catch(() => undefined)
}

async function writePart(folder: string, name: string, data: string | Buffer): Promise<void> {
  if (!isSafe(name)) notWhole()
  const path = join(folder, ...name.split('/'))
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // A second file of one name would be a chart that helm never made.
  await writeFile(path, data, { mode: 0o600, flag: 'wx' })
}

/** A plain path downwards, on every system. */
function isSafe(name: string): boolean {
  if (/[\u0000-\u001f\\:]/.test(name)) return false
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}

async function sweep(root: string): Promise<void> {
  const names = await readdir(root).catch(() => [])
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const found = await stat(join(root, name)).catch(() => null)
    if (found !== null && Date.now() - found.mtimeMs > staleMs) {
      await rm(join(root, name), { recursive: true, force: true }).catch(() => undefined)
    }
  }
}

function notWhole(): never {
  fail('chart-invalid', 'The chart cannot be rebuilt from the release.', {
    cause: 'The release does not hold all of it: charts it depends on are missing. Choose where the chart comes from.',
  })
}
