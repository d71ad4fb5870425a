import type { Document } from 'yaml'
import { secretMask } from '../mask'
import { isTooDeep, isTooLong, maxValuesDepth } from '../values'
import { contentProblems } from './content'
import { asHelmsLines, badMarker, badTabs, hiddenBreaks, tabWords, type ValuesDocuments } from './lines'
import { parseLoosely } from './loose-lines'
import { isNothing, parse } from './parse'
import { error, type Found, type ValuesProblem } from './problem'

/** What a mask in a text of values is: nothing that may be sent, or what stands for a value that is put in its place before. */
export type ValuesMasks = 'refused' | 'put-back'

/** More are no help: the first ones cause the rest. */
const maxProblems = 50

/** What helm's reader refuses wherever it stands. */
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/
/** Half of a pair: it has no UTF-8, so helm would be given another character. */
const halfCharacter = /\p{Surrogate}/u

/** The library's words speak of its parser; these of the person's text. */
const words: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: tabWords,
  BAD_INDENT: 'This line is indented differently from the lines it belongs to.',
  MULTILINE_IMPLICIT_KEY: 'A key must fit on one line. Is a “:” or the space after it missing?',
  MISSING_CHAR: 'A character is missing here: a closing quote, a bracket, a comma or a “:”.',
  BAD_ALIAS: "Alias names can't contain spaces, brackets or commas.",
  BLOCK_AS_IMPLICIT_KEY: 'A second “:” on this line. Put the text in quotes, or the nested key on its own line.',
  BAD_SCALAR_START: "Text can't start with this character. Put it in quotes.",
  BAD_DQ_ESCAPE: 'There is no such escape. Write “\\\\” to mean a backslash.',
  UNEXPECTED_TOKEN: "This doesn't belong here.",
}

/**
 * What is wrong with a values text, read as helm reads it: YAML 1.1, a mapping at the top, within bounds. The one check, for
 * the editor and for the main process. Messages repeat names, never values.
 * @param text the whole text; '' and comments alone mean no values.
 * @param documents what the helm in use does with more than one
 * @param masks what a mask in it is
 * @returns errors and warnings by position, at most 50; no errors where helm can read the text.
 */
export function checkValues(text: string, documents: ValuesDocuments, masks: ValuesMasks = 'refused'): ValuesProblem[] {
  return allProblems(text, documents, masks)
    .sort((one, other) => one.from - other.from)
    .slice(0, maxProblems)
    .map((problem) => ({ ...problem, ...placeOf(text, problem.from) }))
}

/** What keeps a text from being given to helm: warnings do not. */
export function firstError(problems: readonly ValuesProblem[]): ValuesProblem | null {
  return problems.find(({ severity }) => severity === 'error') ?? null
}

function allProblems(text: string, documents: ValuesDocuments, masks: ValuesMasks): Found[] {
  if (isTooLong(text)) return [error([0, 0], 'Values can be at most 1 MiB, the most that helm can keep.')]
  const characters = characterProblems(text, masks)
  if (characters.length > 0) return characters
  try {
    // Before anything is parsed: the parser calls itself for each level.
    if (isTooDeep(text)) return [tooDeep]
    return [...hiddenBreaks(text, maxProblems), ...documentProblems(asHelmsLines(text), documents)]
  } catch (reason) {
    if (reason instanceof RangeError) return [tooDeep]
    throw reason
  }
}

const tooDeep = error([0, 0], `Values can be nested at most ${maxValuesDepth} levels deep.`)

function characterProblems(text: string, masks: ValuesMasks): Found[] {
  const find = (at: number, length: number, message: string): Found[] =>
    at < 0 ? [] : [error([at, at + length], message)]
  const control = text.search(controlCharacter)
  const mask = masks === 'refused' ? text.indexOf(secretMask) : -1
  const code = text.charCodeAt(control).toString(16).padStart(4, '0')
  return [
    ...find(mask, secretMask.length, 'This is a masked secret. Replace it with the real value.'),
    ...encrypted(text),
    ...find(control, 1, `This is a control character. In double quotes it can be written as “\\u${code}”.`),
    ...find(text.search(halfCharacter), 1, "This is half of a character: helm can't keep it."),
  ]
}

/** helm would take the encrypted texts for the values themselves. */
function encrypted(text: string): Found[] {
  const at = /ENC\[AES256_GCM,data:/.test(text) ? text.search(/^["']?sops["']?:/m) : -1
  const words =
    'These values are encrypted by SOPS, and helm would send them as they are. Decrypt the file first: sops -d.'
  return at < 0 ? [] : [error([at, at + 'sops'.length], words)]
}

function documentProblems(text: string, reads: ValuesDocuments): Found[] {
  const marker = badMarker(text, reads)
  if (marker !== null) return [marker]
  const strict = parse(text)
  const documents = (strict.some(({ errors }) => errors.length > 0) ? parseLoosely(text) : null) ?? strict
  const [first, ...others] = documents
  const second = others.find((document) => document.errors.length > 0 || !isNothing(document))
  if (reads === 'first' && second !== undefined && first?.errors.length === 0) {
    const message = 'A second document begins here, and helm 3 reads only the first. Leave out the line with “---”.'
    return [error([second.range[0], second.range[0]], message)]
  }
  const syntax = documents.flatMap((document) => syntaxProblems(document, text.length))
  if (syntax.length > 0) return syntax
  return [...badTabs(text, documents), ...documents.flatMap((document) => contentProblems(document, text))]
}

function syntaxProblems({ errors }: Document.Parsed, length: number): Found[] {
  return errors
    .filter(({ code, message }) => code !== 'BAD_DQ_ESCAPE' || !message.endsWith("\\'"))
    .map(({ pos: [from, to], code, message }) =>
      // An end that is missing is reported behind the text: mark the last character instead.
      error([Math.min(from, Math.max(0, length - 1)), Math.min(to, length)], words[code] ?? firstSentence(message)),
    )
}

function firstSentence(message: string): string {
  return `${(message.split('\n')[0] ?? '').slice(0, 200)}.`
}

/** As an editor counts: what only YAML takes for a line break is none. */
function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n?|\n/)
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
