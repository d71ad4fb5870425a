import { fail } from '@shared/errors'
import { containsMask, secretMask } from '@shared/mask'
import { isTooDeep, isTooLong, maxValuesDepth } from '@shared/values'
import { isScalar, LineCounter, parseAllDocuments, visit, type Document, type Node } from 'yaml'

/** How many nodes aliases may stand for in all: few charts use any, a bomb stands for billions. */
const maxAliasNodes = 10_000

/** What YAML does not allow in a text: helm's reader refuses it too. */
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/

/**
 * Checks values before helm is started: YAML 1.1 as helm reads it, one document, a mapping at the top, within bounds.
 * What is sent to helm is the text as it is, comments and all; nothing but comments means no values.
 * @throws AppFailure `values-invalid` with line and column; the values themselves are never repeated
 */
export function checkValues(text: string): void {
  if (isTooLong(text)) invalid('They are longer than 1 MiB, the most that helm can keep.')
  checkCharacters(text)
  if (isTooDeep(text)) tooDeep()
  const lines = new LineCounter()
  const [first, ...others] = parse(text, lines)
  if (first === undefined) return
  const at: At = (offset) => place(lines.linePos(offset))
  const [error] = first.errors
  if (error !== undefined) invalid(`${at(error.pos[0])}: ${firstSentence(error.message)}`)
  const second = others.find((document) => !isNothing(document))
  if (second !== undefined) {
    invalid(`${at(startOf(second))}: a second document begins. helm takes one; leave out the line with ---.`)
  }
  checkContents(first, at)
}

type At = (offset: number) => string

function checkCharacters(text: string): void {
  const control = text.search(controlCharacter)
  if (control >= 0) invalid(`${place(positionIn(text, control))}: a control character stands in the text.`)
  if (!containsMask(text)) return
  const where = place(positionIn(text, text.indexOf(secretMask)))
  invalid(`${where}: a masked secret stands in the text. Put the real value in its place.`)
}

function parse(text: string, lineCounter: LineCounter): Document.Parsed[] {
  try {
    // Duplicate keys: helm lets the last one win.
    const options = { version: '1.1', uniqueKeys: false, strict: false, prettyErrors: false, lineCounter } as const
    const documents = parseAllDocuments(text, options)
    return 'empty' in documents ? [] : documents
  } catch (reason) {
    if (reason instanceof RangeError) tooDeep()
    throw reason
  }
}

function checkContents(document: Document.Parsed, at: At): void {
  if (isNothing(document)) return
  const checkLevel = (_key: unknown, _node: unknown, path: readonly unknown[]): void => {
    // A level of mappings is a pair and a map in the path.
    if (path.length > maxValuesDepth * 2) tooDeep()
  }
  visit(document, {
    Map: checkLevel,
    Seq: checkLevel,
    Pair: (_key, { key }) => {
      if (!isScalar(key)) invalid(`${at(startOf(key))}: a key is a list or a mapping; helm takes plain keys only.`)
      if (key.value === null) invalid(`${at(startOf(key))}: a key is empty.`)
    },
    Scalar: (_key, node) => {
      // 1e400 is infinite too, but helm takes that for text.
      if (typeof node.value === 'number' && /^[-+]?\.(nan|inf)$/i.test(node.source ?? '')) {
        invalid(`${at(startOf(node))}: ${node.source ?? ''} is no number that helm can keep.`)
      }
    },
  })
  const value = expand(document)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    invalid(`${at(startOf(document))}: values are a mapping of names to values, like "replicas: 2".`)
  }
}

/** `---` alone, or `null`: helm takes both for no values. */
function isNothing({ contents }: Document.Parsed): boolean {
  return contents === null || (isScalar(contents) && contents.value === null)
}

/** Aliases are followed here, so that an alias to nowhere and an alias bomb are found. */
function expand(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: maxAliasNodes })
  } catch (reason) {
    if (reason instanceof RangeError) tooDeep()
    if (!(reason instanceof ReferenceError)) throw reason
    if (/excessive alias/i.test(reason.message)) invalid('Their aliases stand for more than helm can hold.')
    return invalid('An alias (*name) stands for nothing: its anchor (&name) is missing.')
  }
}

function startOf(node: unknown): number {
  const { range, contents } = (node ?? {}) as { range?: Node['range']; contents?: Node | null }
  return contents?.range?.[0] ?? range?.[0] ?? 0
}

function positionIn(text: string, offset: number): { line: number; col: number } {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, col: (before.at(-1)?.length ?? 0) + 1 }
}

function place({ line, col }: { line: number; col: number }): string {
  return `Line ${line}, column ${col}`
}

function firstSentence(message: string): string {
  const [line = ''] = message.split('\n')
  return line.slice(0, 200)
}

function tooDeep(): never {
  return invalid(`They are nested more than ${maxValuesDepth} levels deep.`)
}

function invalid(cause: string): never {
  fail('values-invalid', 'The values cannot be used.', { cause })
}
