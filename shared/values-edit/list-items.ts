import { isSeq, type YAMLSeq } from 'yaml'
import type { TextChange } from '../values-marks/mark'
import { changesTo } from './checked'
import { lineBreak } from './insert'
import { columnOf, endOf, lineStart, nextLine, nodeAt, startOf, type KeyPath, type ReadText } from './places'
import { valueAt, withValue } from './plain-values'
import { commentsAbove } from './remove-key'
import { setValue } from './set-value'
import { flowText } from './write'

/** What becomes of a list. */
export type ListChange =
  | { readonly kind: 'add'; readonly value: unknown }
  | { readonly kind: 'remove'; readonly at: number }
  /** Changes places with the next one. */
  | { readonly kind: 'swap'; readonly at: number }

/**
 * Changes one item of a list; the others keep their lines and comments. Where an item has no lines of its own the list is written anew.
 * @param path of the list, which has to be there
 * @returns null where there is no such list or item
 */
export function changeList(text: string, path: KeyPath, change: ListChange): readonly TextChange[] | null {
  const after = (value: unknown): unknown => {
    const list = valueAt(value, path)
    return Array.isArray(list) ? withValue(value, path, changed(list, change)) : value
  }
  let wanted: unknown
  const byLines = changesTo(
    text,
    (value) => {
      wanted = valueAt(after(value), path)
      return after(value)
    },
    (read) => {
      wanted = valueAt(after(read.value), path)
      const list = nodeAt(read, path)
      if (!isSeq(list)) return null
      return list.flow === true ? [inBrackets(read, list, wanted)] : lineChanges(read.text, list, change)
    },
  )
  return byLines ?? (Array.isArray(wanted) ? setValue(text, path, wanted) : null)
}

function changed(list: readonly unknown[], change: ListChange): readonly unknown[] {
  if (change.kind === 'add') return [...list, change.value]
  const { at } = change
  if (change.kind === 'remove') return list.filter((_, index) => index !== at)
  return list.toSpliced(at, 2, ...list.slice(at, at + 2).toReversed())
}

function inBrackets({ text }: ReadText, list: YAMLSeq, wanted: unknown): TextChange {
  return { from: startOf(list), to: endOf(text, list), insert: flowText(wanted) }
}

function lineChanges(text: string, list: YAMLSeq, change: ListChange): readonly TextChange[] | null {
  const lines = list.items.map((item) => linesOfItem(text, item))
  if (lines.some((one) => one === null)) return null
  const known = lines as Lines[]
  if (change.kind === 'add') return added(text, known.at(-1), change.value)
  const [one, next] = known.slice(change.at)
  if (one === undefined) return null
  if (change.kind === 'remove') return known.length === 1 ? null : [{ from: one.from, to: one.to, insert: '' }]
  if (next === undefined) return null
  const end = text.slice(next.from, next.to)
  const isWhole = /[\r\n]$/.test(end)
  const first = isWhole ? end : end + lineBreak(text)
  const second = text.slice(one.from, one.to)
  const between = text.slice(one.to, next.from)
  const insert = first + between + (isWhole ? second : second.replace(/\r?\n$/, ''))
  return [{ from: one.from, to: next.to, insert }]
}

interface Lines {
  readonly from: number
  readonly to: number
  /** Where its dash is in the line. */
  readonly column: number
}

/** The lines of an item with the comments right above; null where it has none of its own. */
function linesOfItem(text: string, item: unknown): Lines | null {
  const start = startOf(item)
  const line = lineStart(text, start)
  const [before] = /^ *- +$/.exec(text.slice(line, start)) ?? []
  if (before === undefined) return null
  const column = columnOf(text, text.indexOf('-', line))
  return { from: commentsAbove(text, start, column), to: nextLine(text, endOf(text, item)), column }
}

function added(text: string, last: Lines | undefined, value: unknown): readonly TextChange[] | null {
  if (last === undefined) return null
  const line = `${' '.repeat(last.column)}- ${flowText(value)}`
  const hasLine = /[\r\n]/.test(text[last.to - 1] ?? '')
  const insert = hasLine ? `${line}${lineBreak(text)}` : `${lineBreak(text)}${line}`
  return [{ from: last.to, to: last.to, insert }]
}
