import type { HelmRelease } from '@shared/model/release'
import { z } from 'zod'
import type { ClusterTarget } from '../kube/target'
import { parseHelmJson } from './output'
import type { HelmRunner } from './run'

/** Every field bounded: what a cluster stores is not to be trusted with this computer's memory. */
const text = z.string().max(4_096)

const listOutput = z.array(
  z.object({
    name: text.min(1),
    namespace: text,
    revision: z.string().regex(/^\d{1,9}$/, 'not a revision number'),
    updated: text,
    status: text.min(1),
    chart: text,
    app_version: text,
  }),
)

/** RFC 3339 as helm stores it, written as a Go layout; by itself helm prints Go's own form, which no parser knows. */
const rfc3339 = '2006-01-02T15:04:05.999999999Z07:00'

export interface ListOptions {
  /** All namespaces when not given. */
  readonly namespace?: string | undefined
  readonly signal?: AbortSignal
}

/**
 * Every release in every status, newest revision each, sorted by name as helm sorts; without helm's limit of 256.
 * @throws AppFailure from the error table, `helm-bad-output` when an entry is not what helm documents
 */
export async function listReleases(
  helm: Pick<HelmRunner, 'run' | 'capabilities'>,
  target: ClusterTarget,
  options: ListOptions = {},
): Promise<HelmRelease[]> {
  const { listEveryStatus } = await helm.capabilities()
  const { stdout } = await helm.run(target, {
    kind: 'read',
    verb: ['list'],
    flags: [...listEveryStatus, '--max=0', `--time-format=${rfc3339}`, '--output=json'],
    positionals: [],
    scope: options.namespace === undefined ? 'all-namespaces' : { namespace: options.namespace },
    timeLimitMs: 120_000,
    ...(options.signal && { signal: options.signal }),
  })
  return parseHelmJson(stdout, listOutput).map((entry) => ({
    name: entry.name,
    namespace: entry.namespace,
    revision: Number(entry.revision),
    updated: Number.isNaN(Date.parse(entry.updated)) ? '' : entry.updated,
    status: entry.status,
    chart: entry.chart,
    appVersion: entry.app_version,
  }))
}
