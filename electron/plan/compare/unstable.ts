import type { PlainObject } from '../../records/manifest'
import { diffObjects } from './diff-objects'

/** What differs between two renderings of the same chart with the same values: what it makes anew each time. */
export interface Unstable {
  /** The paths of such fields, by `objectKey`; objects without any are left out. */
  readonly fields: ReadonlyMap<string, readonly (readonly string[])[]>
  /** `objectKey`s of objects that only one of the renderings has: their very name is random. */
  readonly objects: readonly string[]
}

/** The same for the same object, whichever version of its API it is written in. */
export function objectKey({ apiVersion, kind, metadata }: PlainObject): string {
  const version = typeof apiVersion === 'string' ? apiVersion : ''
  const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : ''
  return [group, kind, metadata['namespace'], metadata['name']]
    .map((part) => (typeof part === 'string' ? part : ''))
    .join('/')
}

/** What two renderings of the same chart do not agree on. */
export function unstableFields(one: readonly PlainObject[], other: readonly PlainObject[]): Unstable {
  const [ones, others] = [byKey(one), byKey(other)]
  const fields = new Map<string, readonly (readonly string[])[]>()
  for (const [key, object] of ones) {
    const twin = others.get(key)
    const paths = (twin ? diffObjects(object, twin) : []).flatMap(({ path }) => placesOf(object, path))
    if (paths.length > 0) fields.set(key, paths)
  }
  const single = [...ones.keys()].filter((key) => !others.has(key))
  return { fields, objects: [...single, ...[...others.keys()].filter((key) => !ones.has(key))] }
}

/** What a chart writes as a Secret's `stringData` the server keeps as its `data`. */
function placesOf({ kind }: PlainObject, path: readonly string[]): (readonly string[])[] {
  return kind === 'Secret' && path[0] === 'stringData' ? [path, ['data', ...path.slice(1)]] : [path]
}

function byKey(objects: readonly PlainObject[]): ReadonlyMap<string, PlainObject> {
  return new Map(objects.map((object) => [objectKey(object), object]))
}

/** Whether a field, something in it or something around it is made anew each time. */
export function isUnstable(path: readonly string[], unstable: readonly (readonly string[])[]): boolean {
  return unstable.some((one) => one.slice(0, path.length).every((part, at) => part === path[at]))
}
