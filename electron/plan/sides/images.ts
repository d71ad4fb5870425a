import type { PlanImage } from '@shared/model/plan'
import { containerImages, splitImage } from '../../records/images'
import type { PlainObject } from '../../records/manifest'

/** The images that objects name for their containers: each once. */
export function imagesIn(objects: readonly PlainObject[]): ReadonlySet<string> {
  return new Set(objects.flatMap(containerImages).map(({ image }) => image))
}

/** What becomes of the images of a release. */
export function imageChanges(before: ReadonlySet<string>, after: ReadonlySet<string>): PlanImage[] {
  const names = [...new Set([...before, ...after].map((image) => splitImage(image).name))].sort()
  const of = (images: ReadonlySet<string>, name: string): string[] =>
    // What names no tag is `latest`.
    [...images].map(splitImage).flatMap((image) => (image.name === name ? image.version || 'latest' : []))
  return names.map((name) => ({ name, before: of(before, name).sort(), after: of(after, name).sort() }))
}
