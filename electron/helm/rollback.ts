import { optionFlags, type GivenOptions } from '@shared/change-options/derived'
import type { HelmFeatures } from '@shared/model/helm-features'
import type { ReleaseId } from '@shared/model/release-ref'
import type { HelmWords } from './command-line'

interface RollbackOptions extends ReleaseId, GivenOptions {
  /** The revision to go back to. */
  readonly revision: number
}

/**
 * `helm rollback`. helm does not look whether another change is under way: the caller does.
 * @throws AppFailure `option-unsupported` or `invalid-input` for options that this helm does not take
 */
export function rollbackWords(options: RollbackOptions, helm: HelmFeatures): HelmWords {
  return {
    verb: ['rollback'],
    flags: optionFlags('rollback', options, helm),
    positionals: [options.name, String(options.revision)],
    scope: { namespace: options.namespace },
  }
}
