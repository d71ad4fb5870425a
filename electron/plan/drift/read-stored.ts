import { fail } from '@shared/errors'
import type { ReleaseId } from '@shared/model/release-ref'
import { readRelease } from '../../records/decode-jobs'
import type { PlainObject } from '../../records/manifest'
import { payloadSecrets } from '../../records/payload-secrets'
import { owned } from '../sides/ownership'
import { manifestOf, onceEach } from '../sides/read-sides'

/** What a revision says of its objects. It holds secrets, and never leaves the main process. */
export interface StoredRelease {
  /** Where its objects are; some tools keep the record elsewhere. */
  readonly namespace: string
  /** As helm sent them, with its own marks, each once; hooks are no part. */
  readonly objects: readonly PlainObject[]
  /** `ssa`, `csa` or ''. */
  readonly applyMethod: string
  readonly secrets: readonly string[]
}

/** Reads what a revision's record says of its objects. @throws AppFailure `helm-bad-output` when it can't be read */
export function readStoredRelease(stored: string, { namespace: recordNamespace, name }: ReleaseId): StoredRelease {
  const payload = readRelease(stored)
  if (payload === null) {
    return fail('helm-bad-output', `helm's record of "${name}" can't be read.`, {
      cause: 'It is damaged, or from another tool.',
    })
  }
  const namespace = payload.namespace ?? recordNamespace
  return {
    namespace,
    objects: onceEach(manifestOf(payload), { namespace }).map((object) => owned(object, { namespace, name })),
    applyMethod: payload.apply_method ?? '',
    secrets: payloadSecrets(payload),
  }
}
