import { templateActions, templateCode } from '../../records/template-code'

/** More than the largest public charts mention. */
const maxMentioned = 20_000
/** Keys of one path, and characters of a key. */
const maxKeys = 20
const maxKey = 200

/**
 * Which values a template reads, as keys: `.Values.image.tag`, `$.Values.image.tag`, `index .Values "image" "tag"`. What is read
 * inside a `with` or `range` is told by the path in its head alone. One walk over the text, whatever it is.
 */
export function valuesRead(template: string): string[][] {
  return readIn(templateCode(template))
}

/** A value that a template reads, and on which line, counted from 1. */
export interface ReadOnLine {
  readonly keys: readonly string[]
  readonly line: number
}

/** The same with their lines, each value once on a line. */
export function valuesByLine(template: string): ReadOnLine[] {
  const found = new Map<string, ReadOnLine>()
  let [line, counted] = [1, 0]
  for (const { code, at } of templateActions(template)) {
    for (; counted < at; counted++) if (template.charCodeAt(counted) === 0x0a) line += 1
    for (const keys of readIn(code)) found.set(JSON.stringify([line, keys]), { keys, line })
  }
  return [...found.values()]
}

function readIn(code: string): string[][] {
  const found: string[][] = []
  const word = '.Values'
  for (let at = code.indexOf(word); at >= 0 && found.length < maxMentioned; at = code.indexOf(word, at + 1)) {
    const plain = plainKeys(code, at + word.length)
    if (plain === null) continue
    const quoted = asksByName(code, at) ? quotedKeys(code, plain.end) : []
    const keys = [...plain.keys, ...quoted].slice(0, maxKeys)
    if (keys.length > 0) found.push(keys)
  }
  return found
}

interface Keys {
  readonly keys: readonly string[]
  readonly end: number
}

/** The keys `.a.b` from here; null where it is another word, as in `.ValuesOfMine`. */
function plainKeys(code: string, from: number): Keys | null {
  if (isNameSign(code.charCodeAt(from))) return null
  const keys: string[] = []
  let end = from
  while (code[end] === '.' && keys.length < maxKeys) {
    let next = end + 1
    while (isNameSign(code.charCodeAt(next))) next += 1
    if (next === end + 1 || next - end > maxKey) break
    keys.push(code.slice(end + 1, next))
    end = next
  }
  return { keys, end }
}

/** The functions that take a map, then names of keys in it. */
const askers = new Set(['index', 'get', 'hasKey', 'pick', 'omit'])

/** Whether what stands in front of `.Values` or `$.Values` asks by name. */
function asksByName(code: string, at: number): boolean {
  let end = code[at - 1] === '$' ? at - 1 : at
  while (isSpace(code[end - 1])) end -= 1
  let from = end
  while (from > 0 && end - from < 10 && isNameSign(code.charCodeAt(from - 1))) from -= 1
  return askers.has(code.slice(from, end))
}

function quotedKeys(code: string, from: number): string[] {
  const keys: string[] = []
  for (let at = from; keys.length < maxKeys;) {
    while (isSpace(code[at])) at += 1
    const quote = code[at]
    if (quote !== '"' && quote !== '`') break
    const end = code.indexOf(quote, at + 1)
    if (end < 0 || end - at > maxKey) break
    const key = code.slice(at + 1, end)
    if (key === '' || key.includes('\\') || key.includes('\n')) break
    keys.push(key)
    at = end + 1
  }
  return keys
}

function isSpace(sign: string | undefined): boolean {
  return sign === ' ' || sign === '\t' || sign === '\n' || sign === '\r'
}

/** Letters of any language, digits and _. */
function isNameSign(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x5f ||
    code >= 0xaa
  )
}

/** The keys of all charts' templates, each once and as one text, in order. */
export function mentionedTexts(paths: Iterable<readonly string[]>): string[] {
  const texts = new Set<string>()
  for (const path of paths) {
    // The same key in another place is another; a dot in a key can't be told from one between two.
    if (texts.size < maxMentioned) texts.add(path.join('.'))
  }
  return [...texts].sort()
}
