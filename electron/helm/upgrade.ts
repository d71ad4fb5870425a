import { waitFlags, type ReleaseOptions, type WaitOptions } from './change-flags'
import type { HelmWords } from './command-line'

export interface UpgradeOptions extends ReleaseOptions, WaitOptions {
  readonly chart: string
  readonly version?: string | undefined
}

/**
 * `helm upgrade` with exactly the values on standard input. Without `--reset-values` helm would silently keep the old
 * ones when the new ones are empty (run on both majors).
 */
export function upgradeWords(options: UpgradeOptions): HelmWords {
  const { chart, version } = options
  return {
    verb: ['upgrade'],
    flags: [
      ...(version === undefined ? [] : [`--version=${version}`]),
      '--reset-values',
      '--values=-',
      ...waitFlags(options),
    ],
    positionals: [options.releaseName, chart],
    scope: { namespace: options.namespace },
  }
}
