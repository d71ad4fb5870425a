import { dump } from 'js-yaml'
import type { PlanObjectTexts } from '@shared/model/plan'
import { maskYaml } from '../../masking/mask'
import type { PlainObject } from '../../records/manifest'
import { withoutNoise } from '../compare/noise'

/** An object on the sides of a plan, as it is; null where it isn't there, or isn't known. */
export interface ObjectSides {
  readonly live: PlainObject | null
  readonly after: PlainObject | null
  readonly stored: PlainObject | null
  readonly rendered: PlainObject | null
}

/** The sides of an object as YAML, secrets masked. @param secrets those of the whole plan */
export function objectTexts(sides: ObjectSides, secrets: readonly string[]): PlanObjectTexts {
  return {
    live: textOf(sides.live, secrets),
    after: textOf(sides.after, secrets),
    stored: textOf(sides.stored, secrets),
    rendered: textOf(sides.rendered, secrets),
  }
}

function textOf(object: PlainObject | null, secrets: readonly string[]): string | null {
  return object === null ? null : maskYaml(objectYaml(object), secrets).text
}

/** An object as it is read best, whoever wrote it: its keys in one order, without what the cluster writes into it. */
export function objectYaml(object: PlainObject): string {
  return dump(sorted(withoutNoise(object)), { noRefs: true, lineWidth: 120 })
}

/** As kubectl writes it: what it is first, then by name. The server's order and a chart's differ, which says nothing. */
const firstKeys = ['apiVersion', 'kind', 'metadata', 'name', 'namespace']

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const rank = (key: string): number => (firstKeys.includes(key) ? firstKeys.indexOf(key) : firstKeys.length)
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => rank(one) - rank(other) || (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
