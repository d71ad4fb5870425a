import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import type { TextChange } from '../values-marks/mark'
import { changesTo } from './checked'
import { indentWidth, insertion, lineBreak, newKey } from './insert'
import { columnOf, endOf, nodeAt, pairEnd, pairOf, startOf, type KeyPath, type ReadText } from './places'
import { isEqual, valueAt, withValue } from './plain-values'
import { flowText, indented, keyLines, scalarText } from './write'

/**
 * Sets a value: in the quotes of the one before, with the comment behind it, and below maps that are made where they are missing.
 * @param path an item of a list has to be there
 * @returns null where something else than a map is in the way; nothing where it is set
 */
export function setValue(text: string, path: KeyPath, value: unknown): readonly TextChange[] | null {
  return changesTo(
    text,
    (before) => withValue(before, path, value),
    (read) => setting(read, path, value),
  )
}

function setting(read: ReadText, path: KeyPath, value: unknown): readonly TextChange[] | null {
  const last = path.at(-1)
  if (last === undefined) return null
  const old = valueAt(read.value, path)
  if (old !== undefined && isEqual(old, value)) return []
  const parent = nodeAt(read, path.slice(0, -1))
  if (isSeq(parent) && typeof last === 'number') return inPlaceOf(read.text, parent.items[last], value)
  const pair = isMap(parent) && typeof last === 'string' ? pairOf(parent, last) : undefined
  if (pair !== undefined) return inPair(read, parent as YAMLMap, pair, value)
  return typeof last === 'string' ? insertion(read, path, newKey(last, value)) : null
}

function inPair(read: ReadText, map: YAMLMap, pair: Pair, value: unknown): readonly TextChange[] | null {
  const { text } = read
  if (isScalar(pair.value) && pair.value.source !== '' && (typeof value !== 'object' || value === null)) {
    return inPlaceOf(text, pair.value, value)
  }
  const keyEnd = (pair.key as Node).range?.[1] ?? 0
  const colon = text.indexOf(':', keyEnd) + 1
  const to = Math.max(colon, pairEnd(text, pair))
  if (map.flow === true) return [{ from: colon, to, insert: ` ${flowText(value)}` }]
  const [first = '', ...others] = keyLines('x', value, indentWidth(read))
  const lines = [first.slice(2), ...indented(others, columnOf(text, startOf(pair.key)))]
  return [{ from: colon, to, insert: lines.join(lineBreak(text)) }]
}

/** Only a scalar stands where another can stand without a line of its own. */
function inPlaceOf(text: string, node: unknown, value: unknown): readonly TextChange[] | null {
  if (!isScalar(node) || (typeof value === 'object' && value !== null)) return null
  const isBlock = node.type?.startsWith('BLOCK') === true
  const to = endOf(text, node)
  if (!isBlock) return [{ from: startOf(node), to, insert: scalarText(value, node.type) }]
  // The line break behind it goes on to belong to the text.
  const written = text.slice(startOf(node), to)
  const end = startOf(node) + written.trimEnd().length
  return [{ from: startOf(node), to: end, insert: scalarText(value) }]
}
