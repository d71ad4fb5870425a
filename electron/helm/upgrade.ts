import type { ReleaseId } from '@shared/model/release-ref'
import type { HelmCapabilities } from './capabilities'
import {
  deliverFlags,
  historyFlags,
  waitFlags,
  type DeliverOptions,
  type HistoryOptions,
  type WaitOptions,
} from './change-flags'
import { chartWord } from './chart-word'
import type { HelmWords } from './command-line'

export interface UpgradeOptions extends ReleaseId, WaitOptions, DeliverOptions, HistoryOptions {
  readonly chart: string
  readonly version?: string | undefined
}

/**
 * `helm upgrade` with exactly the values on standard input. Without `--reset-values` helm would silently keep the old
 * ones when the new ones are empty (run on both majors).
 * @throws AppFailure `option-unsupported` or `invalid-input` for options that this helm does not take
 */
export function upgradeWords(options: UpgradeOptions, helm: HelmCapabilities): HelmWords {
  const { chart, version } = options
  return {
    verb: ['upgrade'],
    flags: [
      ...(version === undefined ? [] : [`--version=${version}`]),
      '--reset-values',
      '--values=-',
      ...deliverFlags(options, helm),
      ...historyFlags(options),
      ...waitFlags(options, helm),
    ],
    positionals: [options.name, chartWord(chart)],
    scope: { namespace: options.namespace },
  }
}
