import { optionFlags, type GivenOptions } from '@shared/change-options/derived'
import type { HelmFeatures } from '@shared/model/helm-features'
import type { ReleaseId } from '@shared/model/release-ref'
import { chartWord } from './chart-word'
import type { HelmWords } from './command-line'

interface UpgradeOptions extends ReleaseId, GivenOptions {
  readonly chart: string
  readonly version?: string | undefined
}

/**
 * `helm upgrade` with exactly the values on standard input. Without `--reset-values` helm would silently keep the old
 * ones when the new ones are empty (run on both majors).
 * @throws AppFailure `option-unsupported` or `invalid-input` for options that this helm does not take
 */
export function upgradeWords(options: UpgradeOptions, helm: HelmFeatures): HelmWords {
  const { chart, version } = options
  return {
    verb: ['upgrade'],
    flags: [
      ...(version === undefined ? [] : [`--version=${version}`]),
      '--reset-values',
      '--values=-',
      ...optionFlags('upgrade', options, helm),
    ],
    positionals: [options.name, chartWord(chart)],
    scope: { namespace: options.namespace },
  }
}
