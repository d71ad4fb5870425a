import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fail } from '@shared/errors'
import { keptParts, type KeptChart } from '../../records/kept-parts'
import { valuesToYaml } from '../../records/revision-values'
import type { Change } from './change'
import type { Payload } from '../../records/payload'

const prefix = 'kept-chart-'
/** What an app that was killed has left behind. */
const staleMs = 24 * 60 * 60 * 1_000

/**
 * The folder in which a release's chart is rebuilt. The same for the same release every time, so that the command shown
 * beforehand is the one that runs; only one change of a release runs at a time.
 * @param root a folder for the owner alone
 * @param key names cluster and release
 */
export function keptChartFolder(root: string, key: string): string {
  return join(root, `${prefix}${createHash('sha256').update(key).digest('hex').slice(0, 16)}`, 'chart')
}

/** How an upgrade that keeps the chart was asked for. */
export type KeptChange = Extract<Change, { verb: 'upgrade'; keep_chart: true }>

/**
 * Writes the chart that a release runs with, as its record holds it, into a folder; values without their comments.
 * @param current the revision that runs now, read by whoever makes the change
 * @throws AppFailure `release-changed` when another revision was asked for; `chart-invalid` when the record shows that the chart
 * is not whole, when nobody has agreed that it may not be, or when a file of it would lie outside the folder
 */
export async function keepChart(folder: string, change: KeptChange, current: Payload): Promise<void> {
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
  await write(folder, parts.chart)
}

function refuseOtherRevision({ name, keep_revision: wanted }: KeptChange, current: number): void {
  if (wanted === undefined || wanted === current) return
  fail('release-changed', `"${name}" has changed in the meantime.`, {
    cause: `Revision ${current} is deployed now, and its chart may differ from that of revision ${wanted}.`,
    actions: ['retry'],
  })
}

async function write(folder: string, { metadata, templates, files, values, schema }: KeptChart): Promise<void> {
  await sweep(dirname(dirname(folder)))
  await rm(dirname(folder), { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writePart(folder, 'Chart.yaml', valuesToYaml(metadata))
  await writePart(folder, 'values.yaml', valuesToYaml(values ?? {}))
  if (schema !== '') await writePart(folder, 'values.schema.json', Buffer.from(schema, 'base64'))
  for (const { name, data } of [...templates, ...(files ?? [])]) {
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
