import type { PlainObject } from '../records/manifest'
import { isAssigned } from './compare/assigned'
import { diffObjects, pathText } from './compare/diff-objects'
import { withoutNoise } from './compare/noise'
import { isUnstable, objectKey, type Unstable } from './compare/unstable'
import { nameOf } from './sides/object-key'

/** What became of an object of a plan. */
export interface EndedObject {
  readonly object: PlainObject
  /** As the plan said that it would be; null where it would go. */
  readonly planned: PlainObject | null
  /** As it is now; null where it isn't there. */
  readonly live: PlainObject | null
  /** As helm sent it: only what is in it counts, because controllers add to objects as soon as they are there. */
  readonly rendered: PlainObject | null
}

/** What ended in another way than it was planned, one sentence for all of it; none where all is as planned. */
export function heldAgainst(ended: readonly EndedObject[], unstable: Unstable): string[] {
  const different = ended.flatMap((one) => {
    const words = difference(one, unstable)
    const { kind, name } = nameOf(one.object)
    return words === '' ? [] : [`${kind} ${name} (${words})`]
  })
  if (different.length === 0) return []
  const count = different.length === 1 ? '1 object' : `${different.length} objects`
  const named = different.slice(0, 5).join(', ')
  const more = different.length > 5 ? ` and ${different.length - 5} more` : ''
  return [`${count} ended differently than planned: ${named}${more}.`]
}

function difference({ object, planned, live, rendered }: EndedObject, unstable: Unstable): string {
  if (planned === null) return live === null || isGoing(live) ? '' : 'still there'
  if (live === null) return 'not there'
  const { apiVersion, kind } = nameOf(object)
  const random = unstable.fields.get(objectKey(object)) ?? []
  const paths = diffObjects(withoutNoise(planned), withoutNoise(live))
    .map(({ path }) => path)
    .filter((path) => !isUnstable(path, random) && !isAssigned(apiVersion, kind, path) && isSent(rendered, path))
  return paths.slice(0, 3).map(pathText).join(', ')
}

function isGoing({ metadata }: PlainObject): boolean {
  return metadata['deletionTimestamp'] !== undefined
}

/** Whether helm sent a value there: a path through a list counts as far as its list was sent. */
function isSent(rendered: PlainObject | null, path: readonly string[]): boolean {
  let value: unknown = rendered
  for (const part of path) {
    if (Array.isArray(value)) return true
    if (typeof value !== 'object' || value === null) return value !== undefined && value !== null
    value = (value as Readonly<Record<string, unknown>>)[part]
  }
  return value !== undefined
}
