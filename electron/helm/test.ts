import type { ReleaseId } from '@shared/model/release-ref'
import { defaultTimeoutSeconds } from './change-flags'
import type { HelmWords } from './command-line'

export interface TestOptions extends ReleaseId {
  /** For each test; 5 minutes by default, as helm's own. */
  readonly timeoutSeconds?: number | undefined
  /** The names of the tests to run; all by default. */
  readonly filter?: readonly string[] | undefined
}

/**
 * `helm test`. Its `--logs` is left alone: it fails where a test is a Job, and comes only after the end; the pods' logs are
 * read from the cluster.
 */
export function testWords({ name, namespace, timeoutSeconds, filter = [] }: TestOptions): HelmWords {
  return {
    verb: ['test'],
    flags: [...filter.map((name) => `--filter=name=${name}`), `--timeout=${timeoutSeconds ?? defaultTimeoutSeconds}s`],
    positionals: [name],
    scope: { namespace },
  }
}
