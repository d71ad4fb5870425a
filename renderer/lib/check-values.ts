import { isAlias, isMap, isScalar, LineCounter, parseAllDocuments, visit, type Document, type ParsedNode } from 'yaml'
import { isTooDeep, isTooLong, maxValuesDepth } from '@shared/values'

/** Something in a values text that helm refuses (`error`) or reads in a way that may surprise (`warning`). */
export interface ValuesProblem {
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** Offsets in the text, `to` behind the last character. */
  readonly from: number
  readonly to: number
  /** Counted from 1. */
  readonly line: number
  readonly column: number
}

type Found = Omit<ValuesProblem, 'line' | 'column'>

/** More are no help: the first ones cause the rest. */
const maxProblems = 50

/** The library's words speak of its parser; these of the person's text. */
const words: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'A tab indents this line. YAML takes spaces only.',
  BAD_INDENT: 'This line is indented differently from the lines it belongs to.',
  MULTILINE_IMPLICIT_KEY: 'A key stands on one line. Is a “:” or a space behind it missing?',
  MISSING_CHAR: 'A character is missing here: a closing quote, a bracket, a comma or a “:”.',
  BAD_ALIAS: 'An alias (*name) has a name without spaces, brackets or commas.',
  BLOCK_AS_IMPLICIT_KEY: 'A second “:” on this line. Put the text in quotes, or the nested key on its own line.',
  UNEXPECTED_TOKEN: 'This does not belong here.',
}

/**
 * What is wrong with a values text, read as helm reads it (YAML 1.1, one document, a mapping at the top).
 * @param text the whole text; '' and comments alone mean no values.
 * @param mask what stands for a hidden secret in views: a text that holds it is refused.
 * @returns errors and warnings by position, at most 50; none where helm can read the text.
 */
export function checkValues(text: string, mask: string): ValuesProblem[] {
  if (isTooLong(text)) return [{ ...at(0, 0), ...error('Values have at most 1 MiB.'), line: 1, column: 1 }]
  if (isTooDeep(text))
    return [{ ...at(0, 0), ...error(`Values are at most ${maxValuesDepth} levels deep.`), line: 1, column: 1 }]
  const lineCounter = new LineCounter()
  const documents = parseAllDocuments(text, {
    version: '1.1',
    // helm takes the last of two equal keys; that is told as a warning, not as an error.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter,
  })
  const found = [...maskProblems(text, mask), ...('empty' in documents ? [] : documentProblems(documents, text.length))]
  return found
    .sort((one, other) => one.from - other.from)
    .slice(0, maxProblems)
    .map((problem) => {
      const { line, col } = lineCounter.linePos(problem.from)
      return { ...problem, line, column: col }
    })
}

/** Whether a text can be given to helm: warnings do not stand in the way. */
export function firstError(problems: readonly ValuesProblem[]): ValuesProblem | null {
  return problems.find((problem) => problem.severity === 'error') ?? null
}

function error(message: string): Pick<Found, 'severity' | 'message'> {
  return { severity: 'error', message }
}

function warning(message: string): Pick<Found, 'severity' | 'message'> {
  return { severity: 'warning', message }
}

function at(from: number, to: number): Pick<Found, 'from' | 'to'> {
  return { from, to }
}

function maskProblems(text: string, mask: string): Found[] {
  const from = text.indexOf(mask)
  if (from === -1) return []
  return [
    { ...at(from, from + mask.length), ...error('This is a hidden secret, not its text. Put the real text here.') },
  ]
}

function documentProblems(documents: readonly Document.Parsed[], length: number): Found[] {
  const [first, second] = documents
  const syntax = documents.flatMap((document) =>
    document.errors.map(({ pos: [from, to], code, message }) => ({
      // An end that is missing is reported behind the text: mark the last character instead.
      ...at(Math.min(from, Math.max(0, length - 1)), Math.min(to, length)),
      ...error(words[code] ?? `${message}.`),
    })),
  )
  if (syntax.length > 0 || first === undefined) return syntax
  if (second !== undefined) {
    return [{ ...at(second.range[0], second.range[0]), ...error('Values are one document: a second one begins here.') }]
  }
  return contentProblems(first)
}

function contentProblems(document: Document.Parsed): Found[] {
  const { contents } = document
  if (contents === null || (isScalar(contents) && contents.value === null)) return []
  if (!isMap(contents)) return [{ ...span(contents), ...error('Values begin with a key, such as “replicas: 2”.') }]
  const found: Found[] = []
  visit(document, {
    Map: (_, map) => void found.push(...keyProblems(map.items as { key: ParsedNode | null }[])),
    Scalar: (_, { value, source, range }) => {
      // Of the texts that are no number for JSON, helm's reader takes only these two for a number, and fails on it.
      if (typeof value === 'number' && !Number.isFinite(value) && /^[-+]?\.(inf|nan)$/i.test(source ?? ''))
        found.push({ ...spanOf(range), ...error('helm cannot keep this number. Put it in quotes to mean the text.') })
    },
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined)
        found.push({ ...spanOf(alias.range), ...error(`No anchor (&${alias.source}) stands before this alias.`) })
    },
  })
  return found
}

function keyProblems(items: readonly { readonly key: ParsedNode | null }[]): Found[] {
  const seen = new Set<string>()
  return items.flatMap(({ key }): Found[] => {
    if (key === null || isAlias(key)) return []
    if (!isScalar(key)) return [{ ...span(key), ...error('A key is a plain text: helm takes no list or mapping.') }]
    if (key.value === null) return [{ ...span(key), ...error('A key is missing before the “:”.') }]
    const name = key.source
    if (name !== '<<' && seen.has(name))
      return [{ ...span(key), ...warning(`“${name}” is set twice here: helm takes the last one.`) }]
    seen.add(name)
    return []
  })
}

function span(node: ParsedNode): Pick<Found, 'from' | 'to'> {
  return spanOf(node.range)
}

function spanOf(range: readonly number[] | null | undefined): Pick<Found, 'from' | 'to'> {
  const from = range?.[0] ?? 0
  return at(from, Math.max(from, range?.[1] ?? from))
}
