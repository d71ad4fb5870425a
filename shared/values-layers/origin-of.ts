import { mergeValues } from '../values-marks/default-values'
import { readTexts } from '../values-edit/places'
import { isValues } from '../values-tree'

/** One of several texts of values, each laid over those before it. */
export interface ValuesLayer {
  readonly id: string
  readonly text: string
  /** A layer that is off counts for nothing. */
  readonly on: boolean
}

/** Where a value comes from. */
export interface ValueOrigin {
  readonly layer: string
  /** The layers before it whose values it replaces, the first of them first. */
  readonly overrides: readonly string[]
}

/**
 * Which layer each value comes from that helm ends up with. Maps are laid over one another key by key; lists and everything else
 * are replaced.
 * @returns by the path of the key as JSON; a layer that can't be read counts for nothing
 */
export function originOf(layers: readonly ValuesLayer[]): ReadonlyMap<string, ValueOrigin> {
  const top: Owned = { inner: new Map() }
  for (const { id, text, on } of layers) {
    if (!on) continue
    const value = (readTexts(text) ?? []).reduce<unknown>((all, read) => mergeValues(all, read.value), {})
    if (isValues(value)) lay(top, value, id)
  }
  const origins = new Map<string, ValueOrigin>()
  list(top, [], origins)
  return origins
}

/** A map with its keys, or a value with the layers that set it, the last of which counts. */
interface Owned {
  readonly inner?: Map<string, Owned>
  readonly layers?: readonly string[]
}

function lay({ inner }: Owned, values: Readonly<Record<string, unknown>>, id: string): void {
  for (const [key, value] of Object.entries(values)) {
    const old = inner?.get(key)
    if (!isValues(value) || Object.keys(value).length === 0) {
      // An empty map takes nothing out of another.
      if (!isValues(value) || old?.inner === undefined) inner?.set(key, { layers: [...layersOf(old), id] })
      continue
    }
    const map: Owned = old?.inner === undefined ? { inner: new Map() } : old
    lay(map, value, id)
    inner?.set(key, old?.inner === undefined ? withBefore(map, layersOf(old)) : map)
  }
}

/** All layers with a value in there, each once. */
function layersOf(owned: Owned | undefined): string[] {
  if (owned === undefined) return []
  return [...new Set([...(owned.layers ?? []), ...[...(owned.inner?.values() ?? [])].flatMap(layersOf)])]
}

/** A map in the place of a value replaces it with every one of its keys. */
function withBefore({ inner, layers }: Owned, before: readonly string[]): Owned {
  if (inner === undefined) return { layers: [...before, ...(layers ?? [])] }
  return { inner: new Map([...inner].map(([key, owned]) => [key, withBefore(owned, before)])) }
}

function list({ inner, layers }: Owned, path: readonly string[], origins: Map<string, ValueOrigin>): void {
  const layer = layers?.at(-1)
  if (layer !== undefined) origins.set(JSON.stringify(path), { layer, overrides: (layers ?? []).slice(0, -1) })
  for (const [key, owned] of inner ?? []) list(owned, [...path, key], origins)
}
