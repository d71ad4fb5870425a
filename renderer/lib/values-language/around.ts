/** A part of a text, and where in it the same place is. */
export interface TextAround {
  readonly text: string
  readonly offset: number
}

/** Shorter texts are read as they are. Characters. */
const isLong = 10_000

/**
 * Of a long text what counts for the keys and values at one place: each key above it, with what stands beside it as far as that fits
 * on one line. Reading thousands of lines again for each letter takes longer than somebody waits for an offer.
 */
export function textAround(text: string, offset: number): TextAround {
  // Several documents, or brackets at the top: then nothing is left out.
  return /^(?:---|\.\.\.|[{[%])/m.test(text) ? { text, offset } : within(text, offset)
}

/** @param text entries of one map or one list, each of which may have more below it */
function within(text: string, offset: number): TextAround {
  if (text.length < isLong) return { text, offset }
  const entries = entriesOf(text)
  let kept = ''
  let moved = offset
  for (const { from, to } of entries) {
    const entry = text.slice(from, to)
    if (offset < from || (offset >= to && to < text.length)) {
      kept += firstLine(entry)
      continue
    }
    const head = entry.indexOf('\n') + 1
    const isBelow = offset - from >= head && entries.length > 1
    const inner = isBelow ? within(entry.slice(head), offset - from - head) : null
    moved = kept.length + (inner === null ? offset - from : head + inner.offset)
    kept += inner === null ? entry : entry.slice(0, head) + inner.text
  }
  return { text: kept, offset: moved }
}

/** Where each begins: at the lines that stand furthest out, but for comments; a list may stand as far out as its key. */
function entriesOf(text: string): { readonly from: number; readonly to: number }[] {
  const lines = [...text.matchAll(/^( *)([^\s#])/gm)]
  const column = lines.reduce((least, [, spaces = '']) => Math.min(least, spaces.length), Infinity)
  const outer = lines.filter(([, spaces = '']) => spaces.length === column)
  const isList = outer.every(([, , first]) => first === '-')
  const starts = outer.filter(([, , first]) => isList || first !== '-').map(({ index }) => index)
  return [0, ...starts.filter((start) => start > 0)].map((from, at, all) => ({ from, to: all[at + 1] ?? text.length }))
}

/** A key without what is below it. */
function firstLine(entry: string): string {
  const [line = '', ...below] = entry.split('\n')
  if (/^\s*(?:#|$)/.test(line)) return ''
  const isAlone = below.every((one) => /^\s*(?:#|$)/.test(one))
  return isAlone ? `${line}\n` : `${line.replace(/:(?:\s.*)?$/, ':')}\n`
}
