import { waitFlags, type ReleaseOptions, type WaitOptions } from './change-flags'
import type { HelmWords } from './command-line'

export interface UninstallOptions extends ReleaseOptions, WaitOptions {
  /** Keeps the revisions as `uninstalled`, so that the release can be rolled back to. */
  readonly keepHistory?: boolean | undefined
}

/** `helm uninstall`. helm does not look whether another change is under way: the caller does. */
export function uninstallWords(options: UninstallOptions): HelmWords {
  return {
    verb: ['uninstall'],
    flags: [...(options.keepHistory === true ? ['--keep-history'] : []), ...waitFlags(options)],
    positionals: [options.releaseName],
    scope: { namespace: options.namespace },
  }
}
