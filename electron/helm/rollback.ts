import { waitFlags, type ReleaseOptions, type WaitOptions } from './change-flags'
import type { HelmWords } from './command-line'

export interface RollbackOptions extends ReleaseOptions, WaitOptions {
  /** The revision to go back to. */
  readonly revision: number
}

/** `helm rollback`. helm does not look whether another change is under way: the caller does. */
export function rollbackWords(options: RollbackOptions): HelmWords {
  return {
    verb: ['rollback'],
    flags: waitFlags(options),
    positionals: [options.releaseName, String(options.revision)],
    scope: { namespace: options.namespace },
  }
}
