/** A part of a text, and whether a search found it. */
interface TextPart {
  readonly text: string
  readonly found: boolean
}

/** The words of a search: all of them have to be found, in any order and letter case. */
export function searchWords(search: string): readonly string[] {
  return [...new Set(search.toLowerCase().split(/\s+/).filter(Boolean))]
}

/** Whether a text holds every word of the search. */
export function matchesWords(text: string, search: string): boolean {
  return holdsWords(text.toLowerCase(), searchWords(search))
}

/** The same for many texts: both are in lower case already. */
export function holdsWords(lowerText: string, words: readonly string[]): boolean {
  for (const word of words) if (!lowerText.includes(word)) return false
  return true
}

/** A text in parts, so that what was found can be marked; one part where nothing was. */
export function markWords(text: string, words: readonly string[]): readonly TextPart[] {
  if (words.length === 0) return [{ text, found: false }]
  const lower = text.toLowerCase()
  // A few letters of other scripts change their length in lower case: then no place in one is a place in the other.
  if (lower.length !== text.length) return [{ text, found: false }]
  const found = mergeSpans(words.flatMap((word) => spansOf(lower, word)))
  const parts: TextPart[] = []
  let at = 0
  for (const [from, to] of found) {
    if (from > at) parts.push({ text: text.slice(at, from), found: false })
    parts.push({ text: text.slice(from, to), found: true })
    at = to
  }
  if (at < text.length || parts.length === 0) parts.push({ text: text.slice(at), found: false })
  return parts
}

type Span = readonly [from: number, to: number]

function spansOf(text: string, word: string): Span[] {
  const spans: Span[] = []
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
    spans.push([at, at + word.length])
  }
  return spans
}

/** In their order; those that touch or overlap are one. */
function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = []
  for (const [from, to] of [...spans].sort(([one], [other]) => one - other)) {
    const last = merged.at(-1)
    if (last === undefined || from > last[1]) merged.push([from, to])
    else merged[merged.length - 1] = [last[0], Math.max(last[1], to)]
  }
  return merged
}
