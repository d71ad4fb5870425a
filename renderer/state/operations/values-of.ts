import type { ReleaseRef } from '@shared/model/release-ref'
import { AppFailure, appError } from '@shared/errors'
import { containsMask } from '@shared/mask'
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

/**
 * A draft's values as they would be sent, the real ones in the place of their masks.
 * @param masksOf the revision that the masks stand for
 * @throws what `invoke` throws, also where a mask stands for nothing
 */
export async function completeValues(
  release: ReleaseRef,
  masksOf: number | undefined,
  values: string,
): Promise<string> {
  if (masksOf === undefined || !containsMask(values)) return values
  const complete = await invoke('release:reveal_values', { ...releaseInput(release), revision: masksOf, values })
  if (!containsMask(complete)) return complete
  throw new AppFailure(
    appError('values-invalid', 'These values have a mask that stands for nothing.', {
      cause: 'Reveal the values, or type them.',
    }),
  )
}
