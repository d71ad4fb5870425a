import type { PlanImage } from '@shared/model/plan'
import type { PlainObject } from '../../records/manifest'
import { isValues } from '../../records/values'

const listsOfContainers = new Set(['containers', 'initContainers', 'ephemeralContainers'])

/** The images that objects name for their containers, wherever in them a pod is described: each once. */
export function imagesIn(objects: readonly PlainObject[]): ReadonlySet<string> {
  const found = new Set<string>()
  const open: unknown[] = [...objects]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) open.push(...(value as unknown[]).slice(0, maxItems))
    else if (isValues(value)) {
      for (const [key, inner] of Object.entries(value)) {
        if (listsOfContainers.has(key) && Array.isArray(inner)) for (const one of inner) addImage(one, found)
        if (typeof inner === 'object' && inner !== null) open.push(inner)
      }
    }
  }
  return found
}

/** More items of one list than that describe no pods. */
const maxItems = 10_000

function addImage(container: unknown, found: Set<string>): void {
  const image = isValues(container) ? container['image'] : undefined
  if (typeof image === 'string' && image !== '' && image.length <= 1_000) found.add(image)
}

/** What becomes of the images of a release. */
export function imageChanges(before: ReadonlySet<string>, after: ReadonlySet<string>): PlanImage[] {
  const names = [...new Set([...before, ...after].map((image) => splitImage(image).name))].sort()
  const of = (images: ReadonlySet<string>, name: string): string[] =>
    [...images].map(splitImage).flatMap((image) => (image.name === name ? image.version : []))
  return names.map((name) => ({ name, before: of(before, name).sort(), after: of(after, name).sort() }))
}

/** `registry:5000/shop/web`, and the tag or digest: `1.2`, `sha256:…`; `latest` where there is none. */
export function splitImage(image: string): { readonly name: string; readonly version: string } {
  const at = image.indexOf('@')
  const whole = at < 0 ? image : image.slice(0, at)
  const colon = whole.indexOf(':', whole.lastIndexOf('/') + 1)
  const name = colon < 0 ? whole : whole.slice(0, colon)
  const tag = colon < 0 ? '' : whole.slice(colon + 1)
  const digest = at < 0 ? '' : image.slice(at + 1)
  return { name, version: [tag, digest].filter((part) => part !== '').join('@') || 'latest' }
}
