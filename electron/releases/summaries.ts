import type { HelmRelease } from '@shared/model/release'
import type { ClusterTarget } from '../kube/target'
import { eachLimited } from './each-limited'
import { summarizePayload } from './payload'
import { currentReleaseSecrets, readReleaseSecret, secretName, type SecretReader } from './release-secrets'

interface ChartOf {
  readonly chartName: string
  readonly chartVersion: string
}

/** Adds chart name and version to rows. Never rejects: where a payload cannot be read the row stays as it is. */
export type AddSummaries = (
  client: SecretReader,
  target: ClusterTarget,
  rows: readonly HelmRelease[],
  namespace?: string,
) => Promise<HelmRelease[]>

/** Up to this many are read one by one; more come faster in pages. */
const singleReads = 16
const readsAtOnce = 8
const timeLimitMs = 5_000
const maxCached = 20_000

/**
 * Makes the reader that knows what it has read: a revision's payload keeps its chart, so each is read once per cluster,
 * namespace, name, revision and time. Only names and versions are kept, never values.
 */
export function createSummaries(): AddSummaries {
  const cache = new Map<string, ChartOf>()
  const remember = (key: string, chart: ChartOf): void => {
    if (cache.size >= maxCached) cache.delete(cache.keys().next().value ?? '')
    cache.set(key, chart)
  }
  return async (client, target, rows, namespace) => {
    const cluster = JSON.stringify([target.context, target.kubeconfigFiles])
    const keyOf = (row: HelmRelease): string => [cluster, rowKey(row), row.updated].join('\0')
    const wanted = new Map(rows.filter((row) => !cache.has(keyOf(row))).map((row) => [rowKey(row), row]))
    await readMissing(client, wanted, namespace, (row, chart) => remember(keyOf(row), chart))
    return rows.map((row) => ({ ...row, ...cache.get(keyOf(row)) }))
  }
}

type Found = (row: HelmRelease, chart: ChartOf) => void

/** Takes from `wanted` what it finds, within the time limit. */
async function readMissing(
  client: SecretReader,
  wanted: Map<string, HelmRelease>,
  namespace: string | undefined,
  found: Found,
): Promise<void> {
  const signal = AbortSignal.timeout(timeLimitMs)
  const take = (key: string, payload: string): void => {
    const row = wanted.get(key)
    const chart = row && chartOf(row, payload)
    if (row === undefined || chart === undefined) return
    wanted.delete(key)
    found(row, chart)
  }
  if (wanted.size > singleReads) await readPages(client, wanted, namespace, signal, take)
  // What the pages do not hold: few rows, or a newest revision that is marked superseded.
  await eachLimited([...wanted.values()].slice(0, singleReads), readsAtOnce, async (row) => {
    const secret = await readReleaseSecret(client, row.namespace, secretName(row.name, row.revision), signal).catch(
      () => null,
    )
    if (secret !== null) take(rowKey(row), secret.payload)
  })
}

async function readPages(
  client: SecretReader,
  wanted: ReadonlyMap<string, HelmRelease>,
  namespace: string | undefined,
  signal: AbortSignal,
  take: (key: string, payload: string) => void,
): Promise<void> {
  try {
    for await (const { namespace: place, name, payload } of currentReleaseSecrets(client, namespace, signal)) {
      take(`${place}/${name}`, payload)
      if (wanted.size === 0 || signal.aborted) return
    }
  } catch {
    // No right to read them, too slow, or gone: the rows keep what helm itself printed.
  }
}

/** Only what agrees with the row: a release changed in between would give it another revision's chart. */
function chartOf(row: HelmRelease, payload: string): ChartOf | undefined {
  const summary = summarizePayload(payload)
  if (summary === null || `${summary.chartName}-${summary.chartVersion}` !== row.chart) return undefined
  return { chartName: summary.chartName, chartVersion: summary.chartVersion }
}

function rowKey(row: HelmRelease): string {
  return `${row.namespace}/${secretName(row.name, row.revision)}`
}
