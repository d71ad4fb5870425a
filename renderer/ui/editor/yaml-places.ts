import { ensureSyntaxTree, syntaxTree } from '@codemirror/language'
import type { EditorState, Line } from '@codemirror/state'

type SyntaxNode = ReturnType<typeof syntaxTree>['topNode']

/** Keys from the top; an item of a list by its number. */
export type KeyPath = readonly (string | number)[]

/** A key of a text, and all that belongs to it. */
export interface KeyPlace {
  readonly path: KeyPath
  /** Offsets of the key itself. */
  readonly from: number
  readonly to: number
  /** Where its value ends. */
  readonly end: number
}

/** More keys than anybody looks through; the parser is given so many milliseconds to get there. */
const maxKeys = 20_000
const parseMs = 200

/** The path that a position stands in: the keys around it, the one on whose line it is among them. */
export function pathAt(state: EditorState, offset: number): KeyPath {
  const node = syntaxTree(state).resolveInner(offset, -1)
  const key = keyOnLine(state, state.doc.lineAt(offset))
  const path = pathOf(state, node)
  return key !== null && key.path.length > path.length ? key.path : path
}

/** The first key that begins on a line; null where none does. */
export function keyOnLine(state: EditorState, line: Line): KeyPlace | null {
  let at = line.from + (/^[\s-]*/.exec(line.text)?.[0].length ?? 0)
  if (at >= line.to) at = line.to
  for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(at, 1); node !== null; node = node.parent) {
    if (node.name === 'Pair') return node.from >= line.from ? placeOf(state, node) : null
  }
  return null
}

/** All keys of a text in their order. */
export function keysOf(state: EditorState): KeyPlace[] {
  const tree = ensureSyntaxTree(state, state.doc.length, parseMs) ?? syntaxTree(state)
  const found: KeyPlace[] = []
  tree.iterate({
    enter: ({ name, node }) => {
      if (found.length >= maxKeys) return false
      const place = name === 'Pair' ? placeOf(state, node) : null
      if (place !== null) found.push(place)
      return undefined
    },
  })
  return found
}

function placeOf(state: EditorState, pair: SyntaxNode): KeyPlace | null {
  const key = pair.getChild('Key')
  if (key === null) return null
  return { path: pathOf(state, pair), from: key.from, to: key.to, end: pair.to }
}

function pathOf(state: EditorState, inner: SyntaxNode): KeyPath {
  const path: (string | number)[] = []
  for (let node: SyntaxNode | null = inner; node !== null; node = node.parent) {
    if (node.name === 'Pair') {
      const key = node.getChild('Key')
      if (key !== null) path.unshift(keyText(state.sliceDoc(key.from, key.to)))
    } else if (node.name === 'Item') path.unshift(numberOf(node))
  }
  return path
}

function numberOf(item: SyntaxNode): number {
  let before = 0
  for (let node = item.prevSibling; node !== null; node = node.prevSibling) if (node.name === 'Item') before += 1
  return before
}

/** A key without its quotes; escapes are so rare in keys that they stay as written. */
function keyText(written: string): string {
  const quoted = /^(["'])(.*)\1$/s.exec(written)
  return quoted?.[2] ?? written
}

/** What stands between the steps where a path is shown. */
export function pathWords(path: KeyPath): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(' › ')
}
