/** A piece of a text that is a secret by what stands around it. */
export interface Place {
  readonly start: number
  readonly end: number
}

/**
 * How a text is written. config: a file, a command line, a value: what stands behind a secret's name is one. prose: sentences,
 * in which a word behind `token:` mostly is no token.
 */
export type Writing = 'config' | 'prose'

/** A quoted text, its quotes left out; they may be escaped once or more, as in JSON within JSON. Null when there is none. */
export function quotedAt(text: string, at: number): Place | null {
  const quote = /^\\{0,8}["'`]/.exec(text.slice(at, at + 9))?.[0]
  if (quote === undefined) return null
  const start = at + quote.length
  const slashes = quote.length - 1
  for (let end = text.indexOf(quote, start); end >= 0; end = text.indexOf(quote, end + 1)) {
    let before = 0
    while (text[end - 1 - before] === '\\' && end - 1 - before >= start) before += 1
    // Within the text a quote of its own is escaped once more.
    if (slashes > 0 ? before === 0 : quote === "'" || before % 2 === 0) return { start, end }
  }
  const lineEnd = text.indexOf('\n', start)
  return { start, end: lineEnd < 0 ? text.length : lineEnd }
}

/** @returns what is left of the line from a place on; a line is gone through once, however often it is asked for */
export function linesOf(text: string): (start: number) => Place {
  let known = { from: 0, to: -1, trimmed: 0 }
  return (start) => {
    if (start < known.from || start > known.to) {
      const lineEnd = text.indexOf('\n', start)
      const to = lineEnd < 0 ? text.length : lineEnd
      known = { from: start, to, trimmed: start + text.slice(start, to).trimEnd().length }
    }
    return { start, end: Math.max(start, known.trimmed) }
  }
}

/** What ends a word. */
export const wordEnd = /[\s&;,"'`<>|}\])\\]|$/g

/** An address's query may hold what ends a word elsewhere; at its end that is of the text around it. */
export const parameterEnd = /[\s&"`<>|\\]|[,;\]}](?![\w%])|[')](?![\w%!*().~'-])|$/g

/** @returns the word from a place on; each is gone through once, however many places of it are asked for */
export function wordsOf(text: string, ends: RegExp): (start: number) => Place {
  let from = 0
  let to = -1
  return (start) => {
    if (start < from || start > to) {
      ends.lastIndex = start
      from = start
      to = ends.exec(text)?.index ?? text.length
    }
    return { start, end: to }
  }
}
