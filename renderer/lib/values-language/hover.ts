import { isMap, isScalar, isSeq, type Document, type Node } from 'yaml'
import { pathWords } from '@shared/path-words'
import type { GuideView } from '@shared/values-guide/guide-view'
import type { HoverText } from './language'
import { docsOf, typeWords } from './place-words'

/** What is known of the key at an offset, or of the key whose value is there. */
export function hoverAt(documents: readonly Document.Parsed[], view: GuideView, offset: number): HoverText | null {
  const document = documents.find(({ range: [from, , to] }) => offset >= from && offset <= to)
  const found = document === undefined ? null : scalarAt(document.contents, offset, [])
  const known = found === null ? null : view.at(found.path)
  if (found === null || known === null) return null
  const types = typeWords(known)
  const title = pathWords(found.path) + (types === '' ? '' : `: ${types}`)
  const key = found.path.findLast((one) => typeof one === 'string') ?? ''
  return { from: found.from, to: found.to, title, docs: docsOf(known, key) }
}

interface Found {
  readonly path: readonly (string | number)[]
  readonly from: number
  readonly to: number
}

/** Goes down the tree along the offset. */
function scalarAt(node: unknown, offset: number, path: readonly (string | number)[]): Found | null {
  if (isScalar(node)) return touches(node, offset) ? foundAt(node, path) : null
  if (isSeq(node)) {
    const at = node.items.findIndex((item) => holds(item, offset))
    return at < 0 ? null : scalarAt(node.items[at], offset, [...path, at])
  }
  if (!isMap(node)) return null
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue
    const inner = [...path, String(key.source ?? key.value)]
    if (touches(key, offset)) return foundAt(key, inner)
    if (holds(value, offset)) return scalarAt(value, offset, inner)
  }
  return null
}

function holds(node: unknown, offset: number): boolean {
  const range = (node as Node | null)?.range
  return range !== null && range !== undefined && offset >= range[0] && offset <= range[1]
}

function touches(node: Node, offset: number): boolean {
  return holds(node, offset)
}

function foundAt({ range }: Node, path: readonly (string | number)[]): Found {
  return { path, from: range?.[0] ?? 0, to: range?.[1] ?? 0 }
}
