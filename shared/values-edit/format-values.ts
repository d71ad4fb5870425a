import { isMap, isScalar, isSeq, visit } from 'yaml'
import { columnOf, lineEnd, lineStart, nextLine, readText, startOf, type ReadText } from './places'
import { isEqual } from './plain-values'

const width = 2

/**
 * The text with every level two spaces further in and no spaces at the ends of lines; everything else, comments too, stays.
 * @returns the text as it is where it can't be read, or would mean something else
 */
export function formatValues(text: string): string {
  const read = readText(text)
  if (read === null || read.document === null) return text
  const formatted = indentAnew(read)
  const after = readText(formatted)
  const isSame = after !== null && isEqual(after.value, read.value) && wordsOf(formatted) === wordsOf(text)
  return isSame ? formatted : text
}

/** All that is no space: an edit of the indentation leaves it as it is. */
function wordsOf(text: string): string {
  return text.replace(/\s+/g, '')
}

/** Where lines begin, and how far in they come. */
interface Indents {
  readonly columns: Map<number, number>
  /** Lines that a text or brackets go on in, with where those begin. */
  readonly inner: Map<number, { readonly owner: number; readonly isText: boolean; readonly least: number }>
}

function indentAnew(read: ReadText): string {
  const { text, document } = read
  const indents: Indents = { columns: new Map(), inner: new Map() }
  place(read, indents, document?.contents, 0)
  markInner(read, indents)
  const comments = commentColumns(text, indents)
  let result = ''
  for (let at = 0; at < text.length;) {
    const [end, next] = [lineEnd(text, at), nextLine(text, at)]
    const line = text.slice(at, end)
    const old = indentOf(line)
    const inner = indents.inner.get(at)
    const now = inner === undefined ? (indents.columns.get(at) ?? comments(at, old)) : innerIndent(indents, inner, old)
    const isText = inner?.isText === true
    const rest = isText ? line.slice(old) : line.slice(old).trimEnd()
    result += (rest.trim() === '' && !isText ? '' : ' '.repeat(now) + rest) + text.slice(end, next)
    at = next
  }
  return result
}

/** How far in a comment comes: as the key behind it if it was before, else as the last line that was as far in as itself. */
function commentColumns(text: string, { columns }: Indents): (at: number, old: number) => number {
  const keys = [...columns.keys()].toSorted((one, other) => one - other)
  const known = new Map<number, number>()
  let next = 0
  return (at, old) => {
    for (; (keys[next] ?? at) < at; next++) {
      const key = keys[next] ?? 0
      known.set(indentOf(text.slice(key, lineEnd(text, key))), columns.get(key) ?? 0)
    }
    const behind = keys[next]
    if (behind !== undefined && indentOf(text.slice(behind, lineEnd(text, behind))) === old)
      return columns.get(behind) ?? 0
    return known.get(old) ?? old
  }
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0
}

function innerIndent({ columns }: Indents, inner: { owner: number; least: number }, old: number): number {
  return Math.max(0, (columns.get(inner.owner) ?? 0) + width + old - inner.least)
}

/** Notes for the first line of each key and item how far in it comes. */
function place(read: ReadText, indents: Indents, node: unknown, column: number): void {
  if (isMap(node) && node.flow !== true) {
    for (const { key, value } of node.items) {
      noteLine(read, indents, startOf(key), column)
      const isLevel =
        isSeq(value) && value.flow !== true && columnOf(read.text, startOf(value)) === columnOf(read.text, startOf(key))
      place(read, indents, value, isLevel ? column : column + width)
    }
  }
  if (isSeq(node) && node.flow !== true) {
    for (const item of node.items) {
      const start = startOf(item)
      const dash = read.text.lastIndexOf('-', start - 1)
      noteLine(read, indents, dash, column)
      place(read, indents, item, column + Math.max(width, start - dash))
    }
  }
}

function noteLine({ text }: ReadText, { columns }: Indents, offset: number, column: number): void {
  const start = lineStart(text, offset)
  if (text.slice(start, offset).trim() === '' && !columns.has(start)) columns.set(start, column)
}

/** Lines that are no beginning of a key go on in what begins above them. */
function markInner({ text, document }: ReadText, { inner }: Indents): void {
  visit(document, {
    Node: (_, node) => {
      const isText = isScalar(node)
      if (!isText && !((isMap(node) || isSeq(node)) && node.flow === true)) return
      const [from = 0, to = 0] = node.range ?? []
      const owner = lineStart(text, from)
      const starts: number[] = []
      for (let at = nextLine(text, from); at < to; at = nextLine(text, at)) starts.push(at)
      const lines = starts.map((at) => text.slice(at, lineEnd(text, at))).filter((line) => line.trim() !== '')
      // Brackets go with their line; texts stand one level further in than theirs.
      const least = isText
        ? lines.reduce((most, line) => Math.min(most, indentOf(line)), Number.MAX_SAFE_INTEGER)
        : indentOf(text.slice(owner, from)) + width
      for (const at of starts) if (!inner.has(at)) inner.set(at, { owner, isText, least })
    },
  })
}
