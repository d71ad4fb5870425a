import { waitFlags, type ReleaseOptions, type WaitOptions } from './change-flags'
import type { HelmWords } from './command-line'

export interface InstallOptions extends ReleaseOptions, WaitOptions {
  readonly chart: string
  /** An exact version or a range; the newest stable one when not given. */
  readonly version?: string | undefined
  readonly createNamespace?: boolean | undefined
  /** Whether values come over standard input. */
  readonly hasValues: boolean
}

/** `helm install`. The result is not asked for as JSON: it would be the whole chart; the release's Secret has it. */
export function installWords(options: InstallOptions): HelmWords {
  const { chart, version, createNamespace = false, hasValues } = options
  return {
    verb: ['install'],
    flags: [
      ...(version === undefined ? [] : [`--version=${version}`]),
      ...(createNamespace ? ['--create-namespace'] : []),
      ...(hasValues ? ['--values=-'] : []),
      ...waitFlags(options),
    ],
    positionals: [options.releaseName, chart],
    scope: { namespace: options.namespace },
  }
}
