import type { ChangeOptions } from '@shared/change-options/derived'
import type { HelmFeatures } from '@shared/model/helm-features'
import type { PlannedVerb } from '@shared/model/plan'
import type { ApplyWay } from './ask-object'

/** What decides how helm applies. */
export interface WayParts {
  readonly verb: PlannedVerb
  readonly options: Pick<ChangeOptions, 'server_side' | 'force_conflicts' | 'force_replace'>
  readonly features: Pick<HelmFeatures, 'serverSide'>
  /** `apply_method` of the revision that is continued; '' where there is none, or helm 3 made it. */
  readonly applyMethod: string
}

/**
 * How this helm applies the objects of a change (helm pkg/action, getUpgradeServerSideValue): helm 3 merges; helm 4 applies
 * what it installs, and goes on with the method of the release it upgrades, or of the revision that it goes back to.
 */
export function applyWayOf({ verb, options, features, applyMethod }: WayParts): ApplyWay {
  if (options.force_replace) return 'replace'
  if (!features.serverSide) return 'merge'
  if (options.server_side !== 'auto') return options.server_side === 'true' ? 'apply' : 'merge'
  if (verb === 'install' || options.force_conflicts) return 'apply'
  return applyMethod === 'ssa' ? 'apply' : 'merge'
}
