import type { ReleaseRef } from '@shared/model/release-ref'
import { AppFailure, appError } from '@shared/errors'
import type { OperationFacts } from '@/lib/operation/operation-words'
import { releaseInput } from '@/lib/release/release-key'
import { invoke } from '@/bridge/invoke'

/** The values of a revision as they are, secrets in them: only for an editor, or where the person asks for them. */
export async function valuesOfRevision(release: ReleaseRef, revision: number): Promise<string> {
  const question = { ...releaseInput(release), revision, part: 'values', reveal: true } as const
  return (await invoke('release:get_text', question)).text
}

/**
 * The values that an install or upgrade was sent, from the revision that it made: nothing else has them.
 * @throws what `invoke` throws, also where it made none
 */
export async function valuesSent({ context, namespace, name, revision }: OperationFacts): Promise<string> {
  if (revision === undefined) {
    throw new AppFailure(
      appError('revision-not-found', 'Its values are no longer known.', {
        cause: 'They are kept in the revision that it created, and it created none.',
      }),
    )
  }
  return valuesOfRevision({ context, namespace, name }, revision)
}
