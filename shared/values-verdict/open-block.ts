import { isMap, isScalar, isSeq, type Document, type Node } from 'yaml'
import { withValue, valueAt } from '../values-edit/plain-values'
import type { KeyPath } from '../values-edit/places'

/**
 * helm 3 gives a block at the end of a text no line break that isn't there; YAML and helm 4 do.
 * @param value what the text comes to
 */
export function withOpenBlock(value: unknown, text: string, document: Document.Parsed): unknown {
  if (!/\S[^\S\r\n]*$/.test(lastLine(text))) return value
  const path = lastBlock(document.contents, [], text.length)
  const block = path === null ? undefined : valueAt(value, path)
  return path !== null && typeof block === 'string' ? withValue(value, path, block.replace(/\n$/, '')) : value
}

function lastLine(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1)
}

/** Where the block is that the text ends with; null where it ends with something else. */
function lastBlock(node: unknown, path: KeyPath, end: number): KeyPath | null {
  if (isScalar(node)) {
    const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
    return isBlock && (node.range?.[1] ?? 0) >= end ? path : null
  }
  if (isSeq<Node>(node)) return lastBlock(node.items.at(-1), [...path, node.items.length - 1], end)
  if (!isMap(node)) return null
  const last = node.items.at(-1)
  return isScalar(last?.key) ? lastBlock(last.value, [...path, String(last.key.value)], end) : null
}
