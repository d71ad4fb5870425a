import { CORE_SCHEMA, load, mergeTag } from 'js-yaml'
import { isValues } from './revision-values'

/** An object as it stands in a manifest; what else it has is checked where it is used. */
export interface PlainObject extends Readonly<Record<string, unknown>> {
  readonly kind: string
  readonly metadata: Readonly<Record<string, unknown>>
}

/** Merge keys and keys that stand twice are read as helm's own reader does (sigs.k8s.io/yaml). */
const options = { schema: CORE_SCHEMA.withTags(mergeTag), json: true }

/**
 * The objects of one document of a manifest, in its order; lists are opened. None when it cannot be read: helm has accepted
 * the manifest, so it can only be one that this reader does not understand, and the others are still of use.
 * @param text a part of `splitDocuments`
 */
export function objectsIn(text: string): PlainObject[] {
  try {
    return opened(load(text, options), new Set())
  } catch {
    return []
  }
}

/** What has `items` is a list, whatever its kind (apimachinery, Unstructured.IsList). */
function opened(value: unknown, lists: Set<unknown>): PlainObject[] {
  if (!isValues(value)) return []
  const { items } = value
  if (!Array.isArray(items)) return isObject(value) ? [value] : []
  // Once each: aliases could make a short text name more than can ever be counted.
  if (lists.has(items)) return []
  lists.add(items)
  return items.flatMap((item) => opened(item, lists))
}

function isObject(value: Readonly<Record<string, unknown>>): value is PlainObject {
  return typeof value['kind'] === 'string' && isValues(value['metadata'])
}
