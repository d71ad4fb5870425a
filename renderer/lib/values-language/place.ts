/** Where in a values text something is written. */
export interface WritingPlace {
  /** Keys from the top to what is written: of the map that a key is written in, of the key whose value is written. */
  readonly path: readonly (string | number)[]
  readonly kind: 'key' | 'value'
  /** The word that is written, which a choice replaces. */
  readonly from: number
  readonly to: number
  /** How far in the word begins, beyond the indentation of its line: behind the dash of a list. */
  readonly inset: number
  /** Inside of brackets on this line: what is nested must stay there. */
  readonly isFlow: boolean
  /** Behind the word there is a “:” already. */
  readonly hasColon: boolean
}

const keyLine = /^( *(?:- +)*)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#:{}[\],][^#:]*?)[ \t]*:(?=[ \t]|$)(.*)$/

/**
 * Reads the lines above, not the parser's tree: a key that is only half written becomes part of the next line there.
 * @returns null in a comment
 */
export function placeAt(text: string, offset: number): WritingPlace | null {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const before = text.slice(start, offset)
  if (/(?:^|\s)#/.test(before)) return null
  const word = /[^\s:{}[\],"']*$/.exec(before)?.[0] ?? ''
  const from = offset - word.length
  const behind = /^[^\s:{}[\],"'#]*/.exec(text.slice(offset))?.[0] ?? ''
  const to = offset + behind.length
  const lead = before.slice(0, before.length - word.length)
  const hasColon = /^["']?[ \t]*:/.test(text.slice(to))
  const place = { from, to, hasColon, inset: lead.length - (/^ */.exec(lead)?.[0].length ?? 0) }
  if (/^ *(?:- +)*$/.test(lead)) return { ...place, kind: 'key', isFlow: false, path: pathOf(text, start, lead) }
  const [, indent, key] = keyLine.exec(lead) ?? []
  const isFlow = /[{[]/.test(lead)
  if (indent === undefined || key === undefined || isFlow) return { ...place, kind: 'key', isFlow, path: [] }
  return { ...place, kind: 'value', isFlow, path: [...pathOf(text, start, indent), plainKey(key)] }
}

/** The keys above a place that begins behind some spaces and dashes. */
function pathOf(text: string, start: number, lead: string): (string | number)[] {
  const path: (string | number)[] = []
  // A list may stand as far out as the key that it belongs to.
  const above = { limit: lead.length, isList: false }
  const leaveItems = (dashes: string): void => {
    for (
      let at = dashes.lastIndexOf('-', above.limit - 1);
      at >= 0 && above.limit > 0;
      at = dashes.lastIndexOf('-', at - 1)
    ) {
      path.unshift(0)
      above.limit = at
      above.isList = true
      if (at === 0) break
    }
  }
  leaveItems(lead)
  for (const line of linesAbove(text, start)) {
    if (above.limit === 0 && !above.isList) break
    const dashes = /^ *(?:- +)*/.exec(line)?.[0] ?? ''
    if (/^ *(?:#.*)?$/.test(line)) continue
    const [, , key] = keyLine.exec(line) ?? []
    if (key !== undefined && (dashes.length < above.limit || (above.isList && dashes.length === above.limit))) {
      path.unshift(plainKey(key))
      above.limit = dashes.length
      above.isList = false
    }
    if (dashes.indexOf('-') >= 0 && dashes.indexOf('-') < above.limit && above.limit <= dashes.length)
      leaveItems(dashes)
  }
  return path
}

function* linesAbove(text: string, start: number): Generator<string> {
  for (let end = start - 1; end >= 0;) {
    const begin = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1
    yield text.slice(begin, end).replace(/\r$/, '')
    end = begin - 1
  }
}

function plainKey(key: string): string {
  return /^["']/.test(key) ? key.slice(1, -1) : key
}
