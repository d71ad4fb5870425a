import type { ReleaseId } from '@shared/model/release-ref'
import { readRelease } from '../../../records/decode-jobs'
import { objectsIn, type PlainObject } from '../../../records/manifest'
import type { RawPayload } from '../../../records/payload'
import { diffObjects } from '../../compare/diff-objects'
import { isSame } from '../../compare/plain'
import { objectKey } from '../../sides/object-key'
import { manifestOf, onceEach, renderedIn, type Rendering } from '../../sides/read-sides'
import type { Candidate } from './candidate'

export interface ConfirmInput {
  /** The revision's record, as its driver stores it. */
  readonly stored: string
  /** What helm renders with the value as it would be. */
  readonly rendering: Rendering
  readonly release: Pick<ReleaseId, 'namespace'>
  /** The object whose field it is, and the field. */
  readonly object: PlainObject
  readonly path: readonly string[]
  readonly live: Candidate['live']
}

/** Whether a value sets a field and nothing else: with it, all is as in the revision but that field, which is as in the cluster. */
export function isConfirmed({ stored, rendering, release, object, path, live }: ConfirmInput): boolean {
  const payload = readRelease(stored)
  if (payload === null) return false
  const [before, after] = [sideOf(payload, release), sideOf(renderedIn(rendering), release)]
  if (before.size !== after.size) return false
  const changes = [...before].flatMap(([key, one]) => {
    const other = after.get(key) ?? null
    return other === null ? [null] : diffObjects(one, other).map((change) => ({ key, change }))
  })
  const [only, ...others] = changes
  if (only === null || only === undefined || others.length > 0) return false
  const isThere = only.key === objectKey(object, release.namespace)
  return isThere && JSON.stringify(only.change.path) === JSON.stringify(path) && isSame(only.change.after, live)
}

/** Its objects by their keys, and its hooks, which a value must not change either. */
function sideOf(payload: RawPayload, release: Pick<ReleaseId, 'namespace'>): ReadonlyMap<string, PlainObject> {
  const keyed = (objects: readonly PlainObject[], prefix: string): [string, PlainObject][] =>
    onceEach(objects, release).map((one) => [prefix + objectKey(one, release.namespace), one])
  const hooks = (payload.hooks ?? []).flatMap(({ manifest }) => objectsIn(manifest))
  return new Map([...keyed(manifestOf(payload), ''), ...keyed(hooks, 'hook ')])
}
