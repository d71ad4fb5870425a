import type { ParsedInput } from '@shared/contract/requests'
import type { HelmWords } from '../helm/command-line'
import { installWords } from '../helm/install'
import { rollbackWords } from '../helm/rollback'
import { uninstallWords } from '../helm/uninstall'
import { upgradeWords } from '../helm/upgrade'

/** A change as the window asks for it; `values` is the YAML text that goes over standard input. */
export type Change =
  | ({ readonly verb: 'install' } & ParsedInput<'helm:install'>)
  | ({ readonly verb: 'upgrade' } & ParsedInput<'helm:upgrade'>)
  | ({ readonly verb: 'rollback' } & ParsedInput<'helm:rollback'>)
  | ({ readonly verb: 'uninstall' } & ParsedInput<'helm:uninstall'>)

/** A change as far as its command goes: whether there are values, not which. */
export type ChangePreview = ParsedInput<'helm:preview_command'>

/** What `helm:preview_command` would be given for a change. */
export function previewOf(change: Change): ChangePreview {
  if (change.verb === 'rollback' || change.verb === 'uninstall') return change
  const { values, ...rest } = change
  return { ...rest, has_values: !isEmpty(values) }
}

/**
 * The words of the one helm command that a change is: what the person reads beforehand and what runs are both made here.
 * @param chartFolder where a kept chart is (or would be) rebuilt
 */
export function wordsOf(change: ChangePreview, chartFolder: string): HelmWords {
  const common = {
    releaseName: change.release_name,
    namespace: change.namespace,
    wait: change.wait,
    timeoutSeconds: change.timeout_seconds,
  }
  switch (change.verb) {
    case 'install': {
      const { chart, version, create_namespace: createNamespace, has_values: hasValues } = change
      return installWords({ ...common, chart, version, createNamespace, hasValues })
    }
    case 'upgrade':
      if ('keep_chart' in change) return upgradeWords({ ...common, chart: chartFolder })
      return upgradeWords({ ...common, chart: change.chart, version: change.version })
    case 'rollback':
      return rollbackWords({ ...common, revision: change.revision })
    case 'uninstall':
      return uninstallWords({ ...common, keepHistory: change.keep_history })
  }
}

function isEmpty(values: string | undefined): boolean {
  return values === undefined || values.trim() === ''
}
