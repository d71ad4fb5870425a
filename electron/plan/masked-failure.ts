import { AppFailure } from '@shared/errors'
import { chartDefaults } from '../charts/show-chart'
import type { HelmRunner } from '../helm/run'
import type { ClusterTarget } from '../kube/target'
import { maskedEnd } from '../operations/verdict/masked-end'
import type { Reader } from '../records/read-record'
import type { DryRunParts } from './dry-run'

/** What helm rendered when it failed. */
export interface FailedRendering {
  readonly helm: Pick<HelmRunner, 'run'>
  readonly client: Reader
  readonly target: ClusterTarget | null
  readonly change: DryRunParts['change']
  /** The values as they were sent. */
  readonly values: string | undefined
  /** What is secret in the revision that values or chart were taken from; undefined where none was read. */
  readonly secrets: readonly string[] | undefined
  /** The newest revision; 0 where there is none. */
  readonly newest: number
}

/**
 * A failure as it may be shown: a template that calls `fail`, or a schema, quotes values, and those that were kept or that the chart
 * brings nobody has typed. The same rule as for the end of the change itself. Never rejects.
 */
export async function maskedFailure(failed: FailedRendering, reason: unknown): Promise<unknown> {
  if (!(reason instanceof AppFailure) || reason.error.code === 'cancelled') return reason
  const { helm, client, target, change, values, secrets, newest } = failed
  const { namespace, name } = change
  const defaults =
    'keep_chart' in change ? {} : { defaults: () => chartDefaults(helm, target, change.chart, change.version) }
  const { event } = await maskedEnd(
    client,
    { namespace, name, revision: newest + 1 },
    {
      event: { event: 'failed', error: reason.error },
      output: { stdout: '', stderr: '' },
      known: { values, secrets, ...defaults },
    },
  )
  return event.event === 'failed' ? new AppFailure(event.error, { cause: reason }) : reason
}
