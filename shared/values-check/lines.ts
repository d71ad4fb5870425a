import type { Document } from 'yaml'
import { parse, shelterOf } from './parse'
import { error, warning, type Found } from './problem'

/** What helm does with a text of several documents: helm 3 reads the first alone, helm 4 merges them in their order. */
export type ValuesDocuments = 'first' | 'merged'

/** Line breaks of YAML 1.1 that no editor shows as such. */
const hiddenBreak = /[\u0085\u2028\u2029]/g
/** Every one that the parser does not take for one. */
const unknownBreak = /[\u0085\u2028\u2029]|\r(?!\n)/g

/**
 * The same text, character by character, with every line break of YAML 1.1 written as the parser knows it. In quotes they do
 * not matter, but the parser would want the line behind one to be indented.
 */
export function asHelmsLines(text: string): string {
  if (text.search(unknownBreak) < 0) return text
  const isQuoted = shelterOf(parse(text), { quotes: true, blocks: false, brackets: false })
  return text.replace(unknownBreak, (character, at: number) => (isQuoted(at) ? character : '\n'))
}

/** Warns of the first few hidden line breaks. */
export function hiddenBreaks(text: string, most: number): Found[] {
  const found: Found[] = []
  for (const { index, 0: character } of text.matchAll(hiddenBreak)) {
    if (found.length === most) break
    const code = character.charCodeAt(0).toString(16).padStart(4, '0')
    const message = `A hidden line break. To keep it, write it as “\\u${code}” in double quotes.`
    found.push(warning([index, index + 1], message))
  }
  return found
}

/** Lines that helm takes for no part of a document: the first bad one. */
export function badMarker(text: string, documents: ValuesDocuments): Found | null {
  return badDirective(text, documents) ?? (documents === 'merged' ? badSeparator(text) : null)
}

/** helm 3 takes `%YAML 1.1` and no other, helm 4 none at all, because it reads each document by itself. */
function badDirective(text: string, documents: ValuesDocuments): Found | null {
  const [whole, directive] = /^(?:[^\S\n]*(?:#.*)?\n)*(%.*)/.exec(text) ?? []
  if (whole === undefined || directive === undefined) return null
  if (documents === 'first' && /^%YAML[ \t]+1\.1\s*$/.test(directive)) return null
  const message = "helm can't read a line that begins with “%” here. Leave it out, or put the key in quotes."
  return error([whole.length - directive.length, whole.length], message)
}

/** helm 4 splits a text at lines that begin with three dashes, and wants nothing but a comment behind them. */
function badSeparator(text: string): Found | null {
  const found = /^---[^\S\n]*[^#\s].*$/m.exec(text)
  if (found === null) return null
  const message = 'helm 4 accepts only a comment after “---” at the beginning of a line.'
  return error([found.index, found.index + found[0].length], message)
}

export const tabWords = 'This line is indented with a tab. YAML accepts only spaces.'

/** Lines on which helm's reader stumbles over a tab that the parser passes over; in texts and brackets a tab is fine. */
export function badTabs(text: string, documents: readonly Document.Parsed[]): Found[] {
  const lines = [...text.matchAll(/^ *\t[ \t]*(?:#.*)?$|^ *(?:- +)*-\t/gm)]
  if (lines.length === 0) return []
  const isInside = shelterOf(documents, { quotes: true, blocks: true, brackets: true })
  return lines
    .filter(({ index }) => !isInside(index))
    .map(({ index, 0: line }) => error([index, index + line.length], tabWords))
}
