import type { RevisionImage, RevisionImages } from '@shared/model/release'
import { objectsIn, type PlainObject } from './manifest'
import type { Hook } from './payload'
import { isValues } from './values'

const listsOfContainers = new Set(['containers', 'initContainers', 'ephemeralContainers'])

/** More items of one list than that describe no pods. */
const maxItems = 10_000
/** Characters of an image: more is none. */
const maxLength = 1_000

/** A container of an object, and the image that it names. */
export interface ContainerImage {
  /** '' where it has no name. */
  readonly container: string
  readonly image: string
}

/** The images that an object names for its containers, wherever in it a pod is described. */
export function containerImages(object: PlainObject): ContainerImage[] {
  const found: ContainerImage[] = []
  const open: unknown[] = [object]
  // Each part once: aliases could make a short text name more than can ever be walked.
  const seen = new Set<unknown>(open)
  const add = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    open.push(value)
  }
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) (value as unknown[]).slice(0, maxItems).forEach(add)
    else if (isValues(value)) {
      for (const [key, inner] of Object.entries(value)) {
        if (listsOfContainers.has(key) && Array.isArray(inner)) found.push(...(inner as unknown[]).flatMap(imageOf))
        add(inner)
      }
    }
  }
  return found
}

function imageOf(container: unknown): ContainerImage[] {
  const { image, name } = isValues(container) ? container : {}
  if (typeof image !== 'string' || image === '' || image.length > maxLength) return []
  return [{ container: typeof name === 'string' ? name.slice(0, 253) : '', image }]
}

/** `registry:5000/shop/web`, and the tag, the digest or both: `1.2`, `1.2@sha256:…`; '' where there is neither. */
export function splitImage(image: string): { readonly name: string; readonly version: string } {
  const at = image.indexOf('@')
  const whole = at < 0 ? image : image.slice(0, at)
  const colon = whole.indexOf(':', whole.lastIndexOf('/') + 1)
  const name = colon < 0 ? whole : whole.slice(0, colon)
  const tag = colon < 0 ? '' : whole.slice(colon + 1)
  const digest = at < 0 ? '' : image.slice(at + 1)
  return { name, version: [tag, digest].filter((part) => part !== '').join('@') }
}

/** A page lists no more images, and no more of their containers. */
const maxImages = 500
const maxUsers = 200
/** Characters of all hooks together that are looked into: nothing else of a page needs them parsed. */
const maxHookText = 2 * 1024 * 1024

/**
 * The images of a revision, by name.
 * @param objects of its manifest; those that describe pods as a whole
 */
export function revisionImages(objects: readonly PlainObject[], hooks: readonly Hook[]): RevisionImages {
  const found = new Map<string, { users: RevisionImage['users'][number][]; count: number }>()
  const take = (object: PlainObject, isHook: boolean): void => {
    const { kind, metadata } = object
    const name = typeof metadata['name'] === 'string' ? metadata['name'] : ''
    for (const { container, image } of containerImages(object)) {
      const { users, count } = found.get(image) ?? { users: [], count: 0 }
      if (users.length < maxUsers) users.push({ kind, name, container, ...(isHook && { isHook }) })
      found.set(image, { users, count: count + 1 })
    }
  }
  objects.forEach((object) => take(object, false))
  const read = readable(hooks)
  read.flatMap(({ manifest }) => objectsIn(manifest)).forEach((object) => take(object, true))
  return {
    count: found.size,
    unread: hooks.length - read.length,
    list: [...found]
      .sort(([one], [other]) => one.localeCompare(other))
      .slice(0, maxImages)
      .map(([image, { users, count }]) => ({ image, ...splitImage(image), users, userCount: count })),
  }
}

/** As many hooks as can be looked into. */
function readable(hooks: readonly Hook[]): readonly Hook[] {
  let length = 0
  return hooks.filter(({ manifest }) => {
    length += manifest.length
    return length <= maxHookText
  })
}
