import { defaultTimeoutSeconds } from '@shared/change-options/table'
import { without } from '@shared/without'
import type { Named } from '@shared/contract/named'
import type { ParsedInput } from '@shared/contract/requests'
import type { HelmFeatures } from '@shared/model/helm-features'
import type { OperationRequest } from '@shared/model/operation'
import type { HelmWords } from '../../helm/command-line'
import { installWords } from '../../helm/install'
import { rollbackWords } from '../../helm/rollback'
import { testWords } from '../../helm/test'
import { uninstallWords } from '../../helm/uninstall'
import { upgradeWords } from '../../helm/upgrade'

/** A change of one release of a cluster that is known; `values` is the YAML text that goes over standard input. */
export type Change =
  | ({ readonly verb: 'install' } & Named<ParsedInput<'helm:install'>>)
  | ({ readonly verb: 'upgrade' } & Named<ParsedInput<'helm:upgrade'>>)
  | ({ readonly verb: 'rollback' } & Named<ParsedInput<'helm:rollback'>>)
  | ({ readonly verb: 'uninstall' } & Named<ParsedInput<'helm:uninstall'>>)
  | ({ readonly verb: 'test' } & Named<ParsedInput<'helm:test'>>)

/** A change as far as its command goes: whether there are values, not which. */
export type ChangePreview = Named<ParsedInput<'helm:preview_command'>>

/** What an operation tells of what it was asked for. */
export function requestOf(change: Change): OperationRequest {
  const timeoutSeconds = change.timeout_seconds ?? defaultTimeoutSeconds
  if (change.verb === 'rollback') return { timeoutSeconds, revision: change.revision }
  if (change.verb !== 'install' && change.verb !== 'upgrade') return { timeoutSeconds }
  return {
    timeoutSeconds,
    chart: change.chart,
    ...(change.version !== undefined && { version: change.version }),
    ...(change.rollback_on_failure === true && { rollsBack: true as const }),
    values: change.verb === 'install' && isEmpty(change.values) ? 'none' : 'in-revision',
  }
}

/** What `helm:preview_command` would be given for a change. */
export function previewOf(change: Change): ChangePreview {
  if (change.verb !== 'install' && change.verb !== 'upgrade') return change
  const { values, ...rest } = without(change, 'agreed_outside')
  return { ...rest, has_values: !isEmpty(values) }
}

/**
 * The words of the one helm command that a change is: what the person reads beforehand and what runs are both made here.
 * @param chartPath where helm reads a kept chart
 * @throws AppFailure `option-unsupported` or `invalid-input` for options that this helm does not take
 */
export function wordsOf(change: ChangePreview, chartPath: string, helm: HelmFeatures): HelmWords {
  switch (change.verb) {
    case 'install':
      return installWords(change, helm)
    case 'upgrade':
      return 'keep_chart' in change
        ? upgradeWords({ ...change, chart: chartPath, version: undefined }, helm)
        : upgradeWords(change, helm)
    case 'rollback':
      return rollbackWords(change, helm)
    case 'uninstall':
      return uninstallWords(change, helm)
    case 'test':
      return testWords(change, helm)
  }
}

function isEmpty(values: string | undefined): boolean {
  return values === undefined || values.trim() === ''
}
