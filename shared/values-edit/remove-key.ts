import { isMap, isSeq, type Pair, type YAMLMap } from 'yaml'
import type { TextChange } from '../values-marks/mark'
import { changesTo } from './checked'
import {
  anchorsOf,
  columnOf,
  isMerge,
  keyName,
  lineEnd,
  lineStart,
  nextLine,
  nodeAt,
  pairEnd,
  startOf,
  type KeyPath,
  type ReadText,
} from './places'
import { withoutKey } from './plain-values'

/**
 * Takes a key out of a text, with the comment lines right above it, and the map around it where that gets empty.
 * @returns null where there is no such key, or where something else would change its meaning with it
 */
export function removeKey(text: string, path: KeyPath): readonly TextChange[] | null {
  return changesTo(
    text,
    (value) => withoutKey(value, path),
    (read) => createRemoval(read)(path),
  )
}

/** As `removeKey`, for several keys of one text, each by itself; what comes of it is not looked at again. */
export function createRemoval(read: ReadText): (path: KeyPath) => readonly TextChange[] | null {
  const isReferred = anchorsOf(read)
  return (path) => {
    const changes = removal(read, path)
    return changes === null || changes.some(({ from, to }) => isReferred(from, to)) ? null : changes
  }
}

function removal(read: ReadText, path: KeyPath): readonly TextChange[] | null {
  const { text } = read
  const name = path.at(-1)
  const map = nodeAt(read, path.slice(0, -1))
  if (typeof name !== 'string' || !isMap(map) || map.items.some(isMerge)) return null
  const going = map.items.filter((pair) => keyName(pair) === name)
  if (going.length === 0) return null
  if (going.length === map.items.length) return emptied(read, path.slice(0, -1), map)
  const changes = going.map((pair) => (map.flow === true ? fromFlow(text, map, pair) : fromBlock(text, map, pair)))
  return changes.some((change) => change === null) ? null : (changes as TextChange[])
}

/** A map without keys goes with its own key; in a list it stays, else the others would be counted anew. */
function emptied(read: ReadText, path: KeyPath, map: YAMLMap): readonly TextChange[] | null {
  const last = path.at(-1)
  if (typeof last === 'string') return removal(read, path)
  const from = startOf(map)
  if (last === undefined && map.flow !== true) return [allLines(read.text, map)]
  const to = pairEnd(read.text, map.items.at(-1) as Pair)
  return map.flow === true ? [{ from: from + 1, to, insert: '' }] : [{ from, to, insert: '{}' }]
}

function allLines(text: string, map: YAMLMap): TextChange {
  const from = commentsAbove(text, startOf(map.items[0]?.key), 0)
  return { from, to: nextLine(text, pairEnd(text, map.items.at(-1) as Pair)), insert: '' }
}

function fromFlow(text: string, map: YAMLMap, pair: Pair): TextChange {
  const at = map.items.indexOf(pair)
  const next = map.items[at + 1]
  const previous = map.items[at - 1]
  if (next !== undefined) return { from: startOf(pair.key), to: startOf(next.key), insert: '' }
  return {
    from: previous === undefined ? startOf(pair.key) : pairEnd(text, previous),
    to: pairEnd(text, pair),
    insert: '',
  }
}

function fromBlock(text: string, map: YAMLMap, pair: Pair): TextChange | null {
  const start = startOf(pair.key)
  const before = text.slice(lineStart(text, start), start)
  if (before.trim() === '') return wholeLines(text, pair)
  const next = map.items[map.items.indexOf(pair) + 1]
  // The first key behind the dash of a list's item: the next one takes its place.
  return next === undefined || !/^[\s-]*$/.test(before) ? null : { from: start, to: startOf(next.key), insert: '' }
}

/** With the comments above and below that belong to it, and of two empty lines around it one. */
function wholeLines(text: string, pair: Pair): TextChange {
  const { from, to } = linesOfPair(text, pair)
  const isEmptyAt = (offset: number): boolean => text.slice(offset, lineEnd(text, offset)).trim() === ''
  const hasEmptyAbove = from === 0 || isEmptyAt(lineStart(text, from - 1))
  return { from, to: hasEmptyAbove && to < text.length && isEmptyAt(to) ? nextLine(text, to) : to, insert: '' }
}

/** The lines of a pair that begins on a line of its own. */
export function linesOfPair(text: string, pair: Pair): { readonly from: number; readonly to: number } {
  const start = startOf(pair.key)
  const column = columnOf(text, start)
  const end = pairEnd(text, pair)
  // Behind the line breaks that `|+` keeps a line begins already.
  const to = lineStart(text, end) === end && end > start ? end : nextLine(text, end)
  const { value } = pair
  const holdsLines = (isMap(value) || isSeq(value)) && value.flow !== true
  return { from: commentsAbove(text, start, column), to: holdsLines ? commentsBelow(text, to, column) : to }
}

/** Where the comment lines begin that stand right above a key, as far in as itself. */
export function commentsAbove(text: string, start: number, column: number): number {
  let from = lineStart(text, start)
  while (from > 0) {
    const above = lineStart(text, from - 1)
    if (!text.slice(above, from).startsWith(`${' '.repeat(column)}#`)) break
    from = above
  }
  return from
}

/** Behind the comment lines that follow, further in than the key that they belong to. */
function commentsBelow(text: string, offset: number, column: number): number {
  let to = offset
  for (let at = offset; at < text.length; at = nextLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at))
    if (line.trim() === '') continue
    const indent = /^ *(?=#)/.exec(line)?.[0].length ?? 0
    if (indent <= column) break
    to = nextLine(text, at)
  }
  return to
}
