import { optionFlags, type GivenOptions } from '@shared/change-options/derived'
import type { HelmFeatures } from '@shared/model/helm-features'
import type { ReleaseId } from '@shared/model/release-ref'
import type { HelmWords } from './command-line'

interface TestOptions extends ReleaseId, GivenOptions {
  /** The names of the tests to run; all by default. */
  readonly filter?: readonly string[] | undefined
}

/**
 * `helm test`. Its `--logs` is left alone: it fails where a test is a Job, and comes only after the end; the pods' logs are
 * read from the cluster.
 */
export function testWords(options: TestOptions, helm: HelmFeatures): HelmWords {
  const { filter = [] } = options
  return {
    verb: ['test'],
    flags: [...filter.map((name) => `--filter=name=${name}`), ...optionFlags('test', options, helm)],
    positionals: [options.name],
    scope: { namespace: options.namespace },
  }
}
