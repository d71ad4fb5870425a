import { isMap, visit, type Pair, type YAMLMap } from 'yaml'
import { isValues } from '../values-tree'
import type { TextChange } from '../values-marks/mark'
import { applyChanges, changeBetween } from './apply-changes'
import { changesTo } from './checked'
import { indentWidth, insertion, newKey, type NewKey } from './insert'
import { columnOf, endOf, nodeAt, pairOf, readText, startOf, type KeyPath, type ReadText } from './places'
import { isEqual, valueAt, withValue } from './plain-values'
import { linesOfPair } from './remove-key'

/**
 * Puts a key of the defaults, with its comments, into somebody's values: below the keys that are there, indented as they are. Of a map
 * that is there already only the keys come in that it lacks.
 * @param snippet the lines of that key in the defaults, as `snippetAt` gives them
 * @returns null where there is no place for it; nothing where it is there
 */
export function copyKey(text: string, path: KeyPath, snippet: string): readonly TextChange[] | null {
  const read = readText(text)
  const given = readText(dedented(snippet))
  const name = path.at(-1)
  if (read === null || given === null || typeof name !== 'string') return null
  const added = valueAt(given.value, [name])
  if (added === undefined) return null
  const there = valueAt(read.value, path)
  if (there === undefined || there === null) {
    const key: NewKey = { lines: (width) => widened(given, width), value: added }
    return insertChecked(text, path, key, there === null)
  }
  return isValues(there) && isValues(added) ? copyMissing(text, path, given, Object.keys(added)) : []
}

function copyMissing(
  text: string,
  path: KeyPath,
  given: ReadText,
  names: readonly string[],
): readonly TextChange[] | null {
  let after = text
  for (const name of names) {
    const snippet = snippetIn(given, [path.at(-1) ?? '', name])
    const changes = snippet === null ? null : copyKey(after, [...path, name], snippet)
    if (changes === null) return null
    after = applyChanges(after, changes)
  }
  return changeBetween(text, after)
}

function insertChecked(text: string, path: KeyPath, key: NewKey, isNull: boolean): readonly TextChange[] | null {
  const name = String(path.at(-1))
  const insert = (one: NewKey): readonly TextChange[] | null =>
    changesTo(
      text,
      (value) => withValue(value, path, key.value),
      (read) => (isNull ? null : insertion(read, path, one)),
    )
  // Lines that can't be indented otherwise are written anew, without their comments.
  return insert(key) ?? insert(newKey(name, key.value))
}

/**
 * The lines of a key in a text, its comments among them, without the indentation in front.
 * @returns null where it has no lines of its own
 */
export function snippetAt(text: string, path: KeyPath): string | null {
  const read = readText(text)
  return read === null ? null : snippetIn(read, path)
}

export function snippetIn(read: ReadText, path: KeyPath): string | null {
  const name = path.at(-1)
  const map = nodeAt(read, path.slice(0, -1))
  const pair = isMap(map) && typeof name === 'string' ? pairOf(map, name) : undefined
  if (pair === undefined) return null
  return snippetOf(read, map as YAMLMap, pair)
}

function snippetOf({ text }: ReadText, map: YAMLMap, pair: Pair): string | null {
  const start = startOf(pair.key)
  const column = columnOf(text, start)
  if (map.flow === true || text.slice(start - column, start).trim() !== '') return null
  const { from, to } = linesOfPair(text, pair)
  return dedented(text.slice(from, to))
}

/** Without the indentation that all lines have. */
function dedented(snippet: string): string {
  const lines = snippet.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n')
  const filled = lines.filter((line) => line.trim() !== '')
  const common = Math.min(...filled.map(indentOf))
  return `${lines.map((line) => line.slice(Math.min(common, line.length))).join('\n')}\n`
}

/** The lines with each level as far in as it is in the other text; as they are where that would change what they say. */
function widened(given: ReadText, width: number): readonly string[] {
  const lines = given.text.replace(/\n$/, '').split('\n')
  const own = indentWidth(given)
  if (own === width) return lines
  const wide = (indent: number): number => Math.floor(indent / own) * width + (indent % own)
  const inTexts = linesInTexts(given)
  const moved = lines.map((line, at) => {
    const indent = indentOf(line)
    // The lines of one text stay as they are to one another.
    const first = inTexts.get(at) ?? indent
    return line.trim() === '' ? line : ' '.repeat(wide(first) + indent - first) + line.slice(indent)
  })
  const after = readText(`${moved.join('\n')}\n`)
  return after !== null && isEqual(after.value, given.value) ? moved : lines
}

/** Each line that a text over several lines goes on in, with how far in all of that text is. */
function linesInTexts({ text, document }: ReadText): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length - 1
  const lines = text.split('\n')
  visit(document, {
    Scalar: (_, scalar) => {
      const [from, to] = [startOf(scalar), endOf(text, scalar)]
      if (!text.slice(from, to).includes('\n')) return
      const [first, last] = [lineOf(from) + 1, lineOf(to)]
      const filled = lines.slice(first, last + 1).filter((line) => line.trim() !== '')
      const indent = Math.min(...filled.map(indentOf))
      for (let at = first; at <= last; at++) found.set(at, indent)
    },
  })
  return found
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0
}
