import type { ReleaseId } from '@shared/model/release-ref'
import type { HelmCapabilities } from './capabilities'
import { deliverFlags, flag, waitFlags, type DeliverOptions, type WaitOptions } from './change-flags'
import { chartWord } from './chart-word'
import type { HelmWords } from './command-line'

export interface InstallOptions extends ReleaseId, WaitOptions, DeliverOptions {
  readonly chart: string
  /** An exact version or a range; the newest stable one when not given. */
  readonly version?: string | undefined
  readonly createNamespace?: boolean | undefined
  /** Whether values come over standard input. */
  readonly hasValues: boolean
}

/**
 * `helm install`. The result is not asked for as JSON: it would be the whole chart; the release's Secret has it.
 * @throws AppFailure `option-unsupported` or `invalid-input` for options that this helm does not take
 */
export function installWords(options: InstallOptions, helm: HelmCapabilities): HelmWords {
  const { chart, version, hasValues } = options
  return {
    verb: ['install'],
    flags: [
      ...(version === undefined ? [] : [`--version=${version}`]),
      ...flag('--create-namespace', options.createNamespace),
      ...flag('--values=-', hasValues),
      ...deliverFlags(options, helm, true),
      ...waitFlags(options, helm),
    ],
    positionals: [options.name, chartWord(chart)],
    scope: { namespace: options.namespace },
  }
}
