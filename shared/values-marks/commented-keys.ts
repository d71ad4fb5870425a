import { isMap, type Pair } from 'yaml'
import { keyName, startOf } from '../values-edit/places'
import type { ReadDefaults } from './default-values'
import { addPath, innerKey, type KnownKey } from './known-keys'

/** A commented-out key; also what a sentence begins with, which does no harm. */
const commented = /^[ \t]*#[#\s]*(?:- +)?["']?([\w./-]+)["']?:(?:\s|$)/
/** As chart authors name a value in the comment that describes it: `@param image.tag`, `image.tag --`. */
const described = /^[ \t]*#+\s*(?:@(?:param|extra|skip)\s+([\w-]+(?:\.[\w-]+)*)|([\w-]+(?:\.[\w-]+)+)\s+--)/

/**
 * Adds the keys that a default file has in comments. Where exactly one belongs can't be told from a comment for sure, so that it is
 * known in each map around it; a key that is taken for unknown by mistake would be worse than one that is missed.
 * @param root what the chart of that file knows
 */
export function addCommentedKeys(root: KnownKey, { text, documents }: ReadDefaults): void {
  const keys = documents.flatMap(({ document }) => keysOf(document?.contents))
  let next = 0
  let at = 0
  for (const line of text.split('\n')) {
    while ((keys[next]?.at ?? text.length) < at) next++
    const path = described.exec(line)
    if (path !== null) addPath(root, (path[1] ?? path[2] ?? '').split('.'))
    const name = commented.exec(line)?.[1]
    if (name !== undefined) addAround(root, name, [keys[next - 1]?.path ?? [], keys[next]?.path.slice(0, -1) ?? []])
    at += line.length + 1
  }
}

function addAround(root: KnownKey, name: string, paths: readonly (readonly string[])[]): void {
  if (name.includes('.'))
    addPath(
      root,
      name.split('.').filter((part) => part !== ''),
    )
  for (const [index, path] of paths.entries()) {
    let key: KnownKey | undefined = root
    // Beside the key before it, or beside the one behind it.
    const near = index === 0 ? path.length - 1 : path.length
    for (let depth = 0; key !== undefined && depth <= path.length; depth++) {
      innerKey(key, name, 'any', depth === near)
      key = key.inner.get(path[depth] ?? '')
    }
  }
}

interface KeyAt {
  readonly at: number
  readonly path: readonly string[]
}

function keysOf(node: unknown, path: readonly string[] = []): KeyAt[] {
  if (!isMap(node)) return []
  return node.items.flatMap((pair: Pair) => {
    const name = keyName(pair)
    if (name === null) return []
    const inner = [...path, name]
    return [{ at: startOf(pair.key), path: inner }, ...keysOf(pair.value, inner)]
  })
}
