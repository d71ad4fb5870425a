import type { ReleaseId } from '@shared/model/release-ref'
import type { HelmCapabilities } from './capabilities'
import { flag, waitFlags, type WaitOptions } from './change-flags'
import type { HelmWords } from './command-line'

export interface UninstallOptions extends ReleaseId, Omit<WaitOptions, 'waitForJobs' | 'waitStrategy'> {
  /** Keeps the revisions as `uninstalled`, so that the release can be rolled back to. */
  readonly keepHistory?: boolean | undefined
  /** What becomes of dependents, pods above all; helm's own `background` by default. */
  readonly cascade?: 'background' | 'orphan' | 'foreground' | undefined
}

/** `helm uninstall`. helm does not look whether another change is under way: the caller does. */
export function uninstallWords(options: UninstallOptions, helm: HelmCapabilities): HelmWords {
  return {
    verb: ['uninstall'],
    flags: [
      ...flag('--keep-history', options.keepHistory),
      ...(options.cascade === undefined ? [] : [`--cascade=${options.cascade}`]),
      ...waitFlags(options, helm),
    ],
    positionals: [options.name],
    scope: { namespace: options.namespace },
  }
}
