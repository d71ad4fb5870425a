import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { AppFailure, appError } from '@shared/errors'
import type { ChartDetail } from '@shared/model/chart'
import { chartWord } from '../helm/chart-word'
import type { HelmRunner } from '../helm/run'
import type { ClusterTarget } from '../kube/target'
import { checkLocalChart } from './local-chart'
import { sourceFailure } from './source-errors'

const timeLimitMs = 90_000
/** helm itself refuses a file of more than 5 MiB in a chart. */
const maxOutputBytes = 8 * 1024 * 1024

const text = z
  .string()
  .nullish()
  .transform((value) => (value ?? '').slice(0, 16_384))
/** Read with every scalar as a text: a version `1.10` is no number. */
const shape = z.object({
  name: z.string().min(1).max(256),
  version: z.string().max(256),
  appVersion: text,
  description: text,
  home: text,
  kubeVersion: text,
  type: text,
  deprecated: text,
  dependencies: z
    .array(z.object({ name: text, version: text, repository: text }))
    .max(500)
    .nullish(),
})

/**
 * A chart's metadata and default values, read by helm: from a repository, a registry, a folder or an archive.
 * @param version exact or a range; the newest stable one when not given; ignored for a path
 * @throws AppFailure `chart-not-found`, `chart-invalid`, `repository-unknown`, `repository-unreachable`,
 *   `registry-unauthorised`
 */
export async function showChart(
  helm: Pick<HelmRunner, 'run'>,
  target: ClusterTarget | null,
  chart: string,
  version: string | undefined,
): Promise<ChartDetail> {
  await checkLocalChart(chart)
  const show = (what: 'chart' | 'values'): Promise<string> => runShow(helm, target, { what, chart, version })
  try {
    const [metadata, defaultValues] = await Promise.all([show('chart'), show('values')])
    return await toDetail(chart, metadata, trimEnd(defaultValues))
  } catch (reason) {
    throw sourceFailure(reason)
  }
}

const defaultsLimitMs = 20_000

/**
 * The default values of a chart that a change used, to know which of them are secret. '' where helm can't read the chart: then it
 * has read no values either. Never rejects.
 * @returns null where they can't be had
 */
export async function chartDefaults(
  helm: Pick<HelmRunner, 'run'>,
  target: ClusterTarget | null,
  chart: string,
  version: string | undefined,
): Promise<string | null> {
  try {
    return await runShow(helm, target, { what: 'values', chart, version, limitMs: defaultsLimitMs })
  } catch (reason) {
    const failure = sourceFailure(reason)
    const isNone = failure instanceof AppFailure && /^chart-(invalid|not-found)$/.test(failure.error.code)
    return isNone ? '' : null
  }
}

/**
 * The CustomResourceDefinitions that a chart and the charts it depends on bring outside of their templates, as YAML. '' where it
 * brings none, or they can't be had. Never rejects.
 */
export async function chartDefinitions(
  helm: Pick<HelmRunner, 'run'>,
  target: ClusterTarget | null,
  chart: string,
  version: string | undefined,
): Promise<string> {
  return runShow(helm, target, { what: 'crds', chart, version, limitMs: defaultsLimitMs }).catch(() => '')
}

/** A chart's own files as helm shows them. */
export interface ChartFiles {
  readonly metadata: string
  readonly values: string
  /** As `chartDefinitions`. */
  readonly definitions: string
}

/**
 * What a chart says of itself, as text: its metadata, its default values, the definitions that it brings.
 * @throws AppFailure as `showChart`; `cancelled`
 */
export async function chartFiles(
  helm: Pick<HelmRunner, 'run'>,
  target: ClusterTarget | null,
  { chart, version, signal }: Pick<Show, 'chart' | 'version' | 'signal'>,
): Promise<ChartFiles> {
  await checkLocalChart(chart)
  const show = (what: Show['what']): Promise<string> => runShow(helm, target, { what, chart, version, signal })
  try {
    const [metadata, values, definitions] = await Promise.all([show('chart'), show('values'), show('crds')])
    return { metadata, values, definitions }
  } catch (reason) {
    throw sourceFailure(reason)
  }
}

interface Show {
  readonly what: 'chart' | 'values' | 'crds'
  readonly chart: string
  readonly version: string | undefined
  readonly limitMs?: number
  readonly signal?: AbortSignal | undefined
}

async function runShow(
  helm: Pick<HelmRunner, 'run'>,
  target: ClusterTarget | null,
  { what, chart, version, limitMs = timeLimitMs, signal }: Show,
): Promise<string> {
  const { stdout } = await helm.run(target, {
    verb: ['show', what],
    flags: version === undefined || isAbsolute(chart) ? [] : [`--version=${version}`],
    positionals: [chartWord(chart)],
    scope: 'no-cluster',
    kind: 'read',
    timeLimitMs: limitMs,
    maxOutputBytes,
    ...(signal && { signal }),
  })
  return chart.startsWith('oci://') ? withoutPreamble(stdout) : stdout
}

/**
 * From 4.2.1 on helm prints what it pulled to standard output, in front of the chart: `Pulled:`, `Digest:`, and a
 * remark of several lines about the underscore in a tag (pkg/registry/client.go).
 */
export function withoutPreamble(output: string): string {
  const preamble =
    /^Pulled: \S+\r?\nDigest: sha256:[0-9a-f]{64}\r?\n(?:\S+ contains an underscore\.\r?\n(?:.*\r?\n)*?.*when pulling from a registry\.\r?\n(?:\r?\n)*)?/
  return output.replace(preamble, '')
}

async function toDetail(ref: string, metadata: string, defaultValues: string): Promise<ChartDetail> {
  const { parse } = await import('yaml')
  try {
    const { deprecated, dependencies, ...rest } = shape.parse(
      parse(metadata, { schema: 'failsafe', uniqueKeys: false, logLevel: 'error', maxAliasCount: 100 }),
    )
    return { ref, ...rest, deprecated: deprecated === 'true', dependencies: dependencies ?? [], defaultValues }
  } catch (reason) {
    const error = appError('chart-invalid', "The chart's metadata can't be read.", {
      cause: "Its Chart.yaml isn't in the form that helm defines.",
      detail: String(reason).slice(0, 2_000),
    })
    throw new AppFailure(error, { cause: reason })
  }
}

/** helm adds an empty line of its own. */
function trimEnd(text: string): string {
  return text.trim() === '' ? '' : `${text.trimEnd()}\n`
}
