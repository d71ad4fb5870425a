import type { ReleaseId } from '@shared/model/release-ref'
import type { HelmCapabilities } from './capabilities'
import {
  applyFlags,
  historyFlags,
  waitFlags,
  type ApplyOptions,
  type HistoryOptions,
  type WaitOptions,
} from './change-flags'
import type { HelmWords } from './command-line'

export interface RollbackOptions extends ReleaseId, WaitOptions, ApplyOptions, HistoryOptions {
  /** The revision to go back to. */
  readonly revision: number
}

/**
 * `helm rollback`. helm does not look whether another change is under way: the caller does.
 * @throws AppFailure `option-unsupported` or `invalid-input` for options that this helm does not take
 */
export function rollbackWords(options: RollbackOptions, helm: HelmCapabilities): HelmWords {
  return {
    verb: ['rollback'],
    flags: [...applyFlags(options, helm), ...historyFlags(options), ...waitFlags(options, helm)],
    positionals: [options.name, String(options.revision)],
    scope: { namespace: options.namespace },
  }
}
