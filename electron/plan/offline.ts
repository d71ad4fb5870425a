import { AppFailure } from '@shared/errors'
import { isClusterAway } from '@shared/cluster-away'
import type { PlanRendering } from '@shared/model/rendering'
import type { HelmRunner } from '../helm/run'
import type { ClusterTarget } from '../kube/target'
import { previewOf, wordsOf } from '../operations/request/change'
import { withVersion } from '../operations/request/change-command'
import type { Reader } from '../records/read-record'
import { workOnText } from '../releases/texts/texts'
import { skipSchema, type DryRunParts } from './dry-run'
import type { PlannedChange } from './made-plan'
import type { PlanDeps } from './make-plan'
import { maskedFailure } from './masked-failure'
import { workOnPlan } from './plan-work'

interface OfflineParts {
  readonly helm: Pick<HelmRunner, 'run' | 'capabilities'>
  /** An install: helm renders an upgrade without a cluster in the same way, but for what `flags` say. */
  readonly change: DryRunParts['change']
  readonly values: string
  readonly flags: readonly string[]
  readonly signal: AbortSignal
}

const timeLimitMs = 60_000

/** A chart as helm renders it for no cluster: nothing is asked of one. @throws AppFailure of helm */
export async function renderOffline({ helm, change, values, flags, signal }: OfflineParts): Promise<string> {
  const words = wordsOf(previewOf(change), '', await helm.capabilities())
  const { stdout } = await helm.run(null, {
    ...{ kind: 'read', ...words, verb: ['template'], scope: 'no-cluster', timeLimitMs, signal },
    flags: [...words.flags, `--namespace=${change.namespace}`, ...flags],
    ...(values !== '' && { stdin: values }),
  })
  return stdout
}

/** No record of a cluster says more of the secrets than what is known. */
export const nobody: Reader = { get: () => Promise.reject(new Error('there is no record')) }

/** A change that couldn't be planned because of its cluster. */
export interface UnplannedChange {
  readonly target: ClusterTarget
  readonly change: PlannedChange
  readonly reason: AppFailure
}

/** What is to be remembered of a plan that failed; null where the cluster isn't to blame. */
export function unplanned(target: ClusterTarget, change: PlannedChange, reason: unknown): UnplannedChange | null {
  return reason instanceof AppFailure && isClusterAway(reason.error.code) ? { target, change, reason } : null
}

/**
 * What helm would send as far as that can be told without the cluster: what a template looks up there, and what its version allows,
 * may be others. A chart that refers to schemas outside of it is rendered without its schema: nobody is asked here.
 * @throws AppFailure of helm, its secrets masked; why it wasn't planned, where only the cluster has the chart
 */
export async function offlineRendering(
  { helm, newestVersion, readOutside }: Pick<PlanDeps, 'helm' | 'newestVersion' | 'readOutside'>,
  { target, change: asked, reason }: UnplannedChange,
  signal: AbortSignal,
): Promise<PlanRendering> {
  if ((asked.verb !== 'install' && asked.verb !== 'upgrade') || 'keep_chart' in asked) throw reason
  const { chart, version } = await withVersion(newestVersion, target, asked)
  const { namespace, name, values = '', no_hooks } = asked
  const change: DryRunParts['change'] = {
    ...{ verb: 'install', namespace, name, chart, wait: false },
    ...(version !== undefined && { version }),
    ...(values !== '' && { values }),
    ...(no_hooks !== undefined && { no_hooks }),
  }
  try {
    const flags = [
      ...(asked.verb === 'upgrade' ? ['--is-upgrade'] : []),
      ...((await readOutside(target, chart, version)).length > 0 ? [skipSchema] : []),
    ]
    const yaml = await renderOffline({ helm, change, values, flags, signal })
    return await workOnPlan('rendered-texts', yaml, [], await workOnText('secrets-in', values))
  } catch (failure) {
    throw await maskedFailure({ helm, client: nobody, target, change, values, secrets: [], newest: 0 }, failure)
  }
}
