import { optionFlags, type GivenOptions } from '@shared/change-options/derived'
import type { HelmFeatures } from '@shared/model/helm-features'
import type { ReleaseId } from '@shared/model/release-ref'
import { chartWord } from './chart-word'
import type { HelmWords } from './command-line'

interface InstallOptions extends ReleaseId, GivenOptions {
  readonly chart: string
  /** An exact version or a range; the newest stable one when not given. */
  readonly version?: string | undefined
  readonly create_namespace?: boolean | undefined
  /** Whether values come over standard input. */
  readonly has_values: boolean
}

/**
 * `helm install`. The result is not asked for as JSON: it would be the whole chart; the release's Secret has it.
 * @throws AppFailure `option-unsupported` or `invalid-input` for options that this helm does not take
 */
export function installWords(options: InstallOptions, helm: HelmFeatures): HelmWords {
  const { chart, version } = options
  return {
    verb: ['install'],
    flags: [
      ...(version === undefined ? [] : [`--version=${version}`]),
      ...(options.create_namespace === true ? ['--create-namespace'] : []),
      ...(options.has_values ? ['--values=-'] : []),
      ...optionFlags('install', options, helm),
    ],
    positionals: [options.name, chartWord(chart)],
    scope: { namespace: options.namespace },
  }
}
