import { isMap, isScalar, isSeq, type Document, type Node } from 'yaml'

/** Where a key stands, or the nearest above it that the text has. */
export interface KeyPlace {
  /** Offsets of the key; of the item, in a list. */
  readonly from: number
  readonly to: number
  /** How many keys of the path the text has. */
  readonly depth: number
}

/** @param documents of one text; of several that have a key the last one counts */
export function keyPlace(documents: readonly Document.Parsed[], path: readonly (string | number)[]): KeyPlace {
  const places = documents.map((document) => placeIn(document, path))
  return places.reduce((best, one) => (one.depth >= best.depth ? one : best), { from: 0, to: 0, depth: 0 })
}

function placeIn({ contents, range }: Document.Parsed, path: readonly (string | number)[]): KeyPlace {
  let node: unknown = contents
  let place: KeyPlace = { from: range[0], to: range[0], depth: 0 }
  for (const [at, key] of path.entries()) {
    const found = entryOf(node, key)
    if (found === null) break
    const [from, to] = rangeOf(found.at)
    place = { from, to, depth: at + 1 }
    node = found.value
  }
  return place
}

function entryOf(node: unknown, key: string | number): { readonly at: Node; readonly value: unknown } | null {
  if (isSeq(node)) {
    const item = node.items[Number(key)] as Node | undefined
    return item === undefined ? null : { at: item, value: item }
  }
  if (!isMap(node)) return null
  const pair = node.items.findLast((one) => isScalar(one.key) && nameOf(one.key) === String(key))
  return pair === undefined ? null : { at: pair.key as Node, value: pair.value }
}

function nameOf({ source, value }: { readonly source?: string; readonly value: unknown }): string {
  return source ?? String(value)
}

/** The first line of it: a whole mapping isn't underlined. */
function rangeOf({ range }: Node): readonly [number, number] {
  return [range?.[0] ?? 0, range?.[1] ?? 0]
}

/** Counts lines as an editor does, from 1, without going through the text for each offset. */
export function lineCounter(text: string): (offset: number) => number {
  const starts = [0, ...[...text.matchAll(/\r\n?|\n/g)].map(({ index, 0: end }) => index + end.length)]
  return (offset) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}
