import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fail } from '@shared/errors'
import { chartDescriptor } from '../../helm/private-files'
import { keptParts, type KeptChart } from '../../records/kept-parts'
import { outsideOfArchive } from '../../charts/guide/read-outside'
import { workOnText } from '../../releases/texts/texts'
import { chartArchive, type ChartFile } from './chart-archive'
import type { Change } from './change'
import { refuseOutside } from './outside'
import type { Payload } from '../../records/payload'

const prefix = 'kept-chart-'

/**
 * Where helm reads a chart that is rebuilt from its release. What a record calls the chart's defaults may hold values that somebody
 * gave (`--reuse-values`), so it has no name on disk: helm gets it as an open file. Windows knows no such files: there it lies in
 * a folder of the release's own for as long as helm runs. The same every time, so that the command shown beforehand is the one
 * that runs; only one change of a release runs at a time.
 * @param root a folder for the owner alone
 * @param key names cluster and release
 */
export function keptChartPath(root: string, key: string, platform = process.platform): string {
  if (platform !== 'win32') return chartDescriptor
  return join(root, `${prefix}${createHash('sha256').update(key).digest('hex').slice(0, 16)}`, 'chart.tgz')
}

/** How an upgrade that keeps the chart was asked for. */
export type KeptChange = Extract<Change, { verb: 'upgrade'; keep_chart: true }>

/**
 * The chart that a release runs with, as its record holds it, as an archive; values without their comments.
 * @param current the revision that runs now, read by whoever makes the change
 * @throws AppFailure `release-changed` when another revision was asked for; `chart-invalid` when the record shows that the chart
 * is not whole, when nobody has agreed that it may not be, or when a file of it would lie outside of it; `chart-reaches-out`
 */
export async function keepChart(change: KeptChange, current: Payload): Promise<Buffer> {
  refuseOtherRevision(change, current.version)
  const { manifest, config, hooks, chart } = current
  const parts = keptParts({
    chart,
    manifest: manifest ?? '',
    config,
    hookPaths: hooks.map(({ path }) => path ?? ''),
  })
  if (parts === null) notWhole()
  if (change.accept_incomplete_chart !== true) notAgreed(parts.unread)
  const files = await filesOf(parts.chart)
  const archive = await chartArchive(files)
  if (files.some(({ name }) => mayRefer.test(name))) refuseOutside(await outsideOfArchive(archive), change)
  return archive
}

/** Files that a schema stands in, or may. */
const mayRefer = /(?:^|\/)values\.schema\.json$|\.tgz$/i

function refuseOtherRevision({ name, keep_revision: wanted }: KeptChange, current: number): void {
  if (wanted === undefined || wanted === current) return
  fail('release-changed', `"${name}" has changed in the meantime.`, {
    cause: `Revision ${current} is deployed now, and its chart may differ from that of revision ${wanted}.`,
    actions: ['retry'],
  })
}

async function filesOf({ metadata, templates, files, values, schema }: KeptChart): Promise<ChartFile[]> {
  const stored = [...templates, ...(files ?? [])].map(({ name, data }) => ({
    name,
    data: Buffer.from(data ?? '', 'base64'),
  }))
  const [about, defaults] = await Promise.all([
    workOnText('values-to-yaml', metadata),
    workOnText('values-to-yaml', values ?? {}),
  ])
  const all = [
    { name: 'Chart.yaml', data: Buffer.from(about, 'utf8') },
    { name: 'values.yaml', data: Buffer.from(defaults, 'utf8') },
    ...(schema === '' ? [] : [{ name: 'values.schema.json', data: Buffer.from(schema, 'base64') }]),
    ...stored,
  ]
  // A second file of one name would be a chart that helm never made.
  if (!all.every(({ name }) => isSafe(name)) || new Set(all.map(({ name }) => name)).size < all.length) notWhole()
  return all
}

/** A plain path downwards, on every system. */
function isSafe(name: string): boolean {
  if (/[\u0000-\u001f\\:]/.test(name)) return false
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}

/** Puts the archive where helm reads it, where it cannot have it as an open file. @param path of `keptChartPath` */
export async function writeKeptChart(path: string, archive: Buffer): Promise<void> {
  if (path === chartDescriptor) return
  await removeKeptChart(path)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, archive, { mode: 0o600, flag: 'wx' })
}

/** Never rejects: what cannot be deleted now goes when the app starts or ends. */
export async function removeKeptChart(path: string): Promise<void> {
  if (path === chartDescriptor) return
  await rm(dirname(path), { recursive: true, force: true }).catch(() => undefined)
}

/** Removes what an app that was killed, or an earlier version, has left behind. Never rejects. @param root as `keptChartPath` */
export async function sweepKeptCharts(root: string): Promise<void> {
  const names = await readdir(root).catch(() => [])
  const left = names.filter((name) => name.startsWith(prefix))
  await Promise.all(left.map((name) => rm(join(root, name), { recursive: true, force: true }).catch(() => undefined)))
}

function notWhole(): never {
  fail('chart-invalid', "The chart can't be rebuilt from the release.", {
    cause:
      "The release doesn't contain all of it: charts it depends on are missing. Choose where the chart comes from.",
  })
}

function notAgreed(unread: readonly string[]): never {
  const hint =
    unread.length === 0
      ? ''
      : ` Values that no template reads suggest there are some: ${unread.slice(0, 5).join(', ')}.`
  fail('chart-invalid', 'The release may not contain all of its chart.', {
    cause:
      `helm doesn't store a chart's subcharts, and those that are disabled leave no trace.${hint} ` +
      'Choose where the chart comes from, or agree to upgrade without them.',
  })
}
