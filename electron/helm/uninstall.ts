import { optionFlags, type GivenOptions } from '@shared/change-options/derived'
import type { HelmFeatures } from '@shared/model/helm-features'
import type { ReleaseId } from '@shared/model/release-ref'
import type { HelmWords } from './command-line'

/** `helm uninstall`. helm does not look whether another change is under way: the caller does. */
export function uninstallWords(options: ReleaseId & GivenOptions, helm: HelmFeatures): HelmWords {
  return {
    verb: ['uninstall'],
    flags: optionFlags('uninstall', options, helm),
    positionals: [options.name],
    scope: { namespace: options.namespace },
  }
}
