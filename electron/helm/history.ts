import type { ReleaseId } from '@shared/model/release-ref'
import type { HelmRevision } from '@shared/model/release'
import { z } from 'zod'
import type { ClusterTarget } from '../kube/target'
import { needsSecrets, typedDescription, withheldDescription } from '../masking/description'
import { parseHelmJson } from './output'
import type { HelmRunner } from './run'

/** Every field bounded: what a cluster stores is not to be trusted with this computer's memory. */
const text = z.string().max(65_536)

const historyOutput = z.array(
  z.object({
    revision: z.int().min(1),
    // helm 4 leaves it out when it is not known.
    updated: text.optional(),
    status: text.min(1),
    chart: text,
    app_version: text.optional(),
    description: text.optional(),
  }),
)

/** More than any release keeps. helm reads 0 as "none", unlike for a list. */
const everyRevision = 1_000_000

/**
 * Every kept revision, oldest first.
 * @throws AppFailure `release-not-found` and others of the error table; `helm-bad-output`
 */
export async function readHistory(
  helm: Pick<HelmRunner, 'run'>,
  target: ClusterTarget,
  { name, namespace }: ReleaseId,
): Promise<HelmRevision[]> {
  const { stdout } = await helm.run(target, {
    kind: 'read',
    verb: ['history'],
    flags: [`--max=${everyRevision}`, '--output=json'],
    positionals: [name],
    scope: { namespace },
    timeLimitMs: 120_000,
  })
  const rows = parseHelmJson(stdout, historyOutput).map((entry) => ({
    revision: entry.revision,
    updated: toTime(entry.updated ?? ''),
    status: entry.status,
    chart: entry.chart,
    description: shownDescription(entry.status, entry.description ?? ''),
    appVersion: entry.app_version ?? '',
  }))
  return rows.sort((one, other) => one.revision - other.revision)
}

/** helm's history tells no values: what may quote one cannot be checked. */
function shownDescription(status: string, description: string): string {
  return needsSecrets(status, description) ? withheldDescription(description) : typedDescription(description)
}

/** Go's zero time stands for "not known". */
function toTime(updated: string): string {
  return Number.isNaN(Date.parse(updated)) || updated.startsWith('0001-') ? '' : updated
}
