/** What helm makes of a line while it reads it. */
export type SetMap = Map<string, SetValue>
export type SetValue = string | number | boolean | null | SetValue[] | SetMap

/** Why helm refuses a line, as a sentence. */
export class SetFault extends Error {}

/** helm's own limits. */
const maxIndex = 65_536
const maxNesting = 30

interface Reader {
  readonly characters: readonly string[]
  at: number
  /** Whether every value is a text. */
  readonly isText: boolean
}

/** Where the line ends, helm ends without a word; what has been set stays. */
const atEnd = Symbol('end of the line')
type Ended = typeof atEnd | null

/** Reads a line into a map, step by step as helm does it (pkg/strvals/parser.go). @throws SetFault */
export function readSetLine(line: string, into: SetMap, isText: boolean): void {
  const reader: Reader = { characters: Array.from(line), at: 0, isText }
  while (readKey(reader, into, 0) !== atEnd) continue
}

interface Part {
  readonly text: string
  /** The character that ended it; null at the end of the line. */
  readonly stop: string | null
}

function readUntil(reader: Reader, stops: string): Part {
  let text = ''
  for (;;) {
    const next = reader.characters[reader.at++]
    if (next === undefined) return { text, stop: null }
    if (stops.includes(next)) return { text, stop: next }
    if (next !== '\\') {
      text += next
      continue
    }
    const escaped = reader.characters[reader.at++]
    if (escaped === undefined) return { text, stop: null }
    text += escaped
  }
}

function readKey(reader: Reader, map: SetMap, level: number): Ended {
  const { text: key, stop } = readUntil(reader, '=[,.')
  if (stop === null) {
    if (key === '') return atEnd
    throw new SetFault(`${key} has no value. Write ${key}=value.`)
  }
  if (stop === ',') throw new SetFault(`${key} has no value. A comma in a value is written “\\,”.`)
  if (stop === '.') return readInner(reader, map, key, level + 1)
  if (stop === '=') return readAssigned(reader, (value) => set(map, key, value))
  const index = readIndex(reader)
  const list = map.get(key) ?? (map.has(key) ? null : [])
  if (!Array.isArray(list)) throw new SetFault(`${key} is not a list, so that it has no item ${index}.`)
  const item = readItem(reader, list, index, level)
  set(map, key, item.list)
  return item.ended
}

function readInner(reader: Reader, map: SetMap, key: string, level: number): Ended {
  if (level > maxNesting) throw new SetFault(`helm sets keys up to ${maxNesting} levels deep.`)
  const inner = map.get(key) ?? (map.has(key) ? null : new Map<string, SetValue>())
  if (!(inner instanceof Map)) throw new SetFault(`${key} is not a map, so that no key can be set in it.`)
  const ended = readKey(reader, inner, level)
  if (ended === null && inner.size === 0) throw new SetFault(`A key is missing behind “${key}.”.`)
  if (inner.size > 0) set(map, key, inner)
  return ended
}

/** An empty key is dropped. */
function set(map: SetMap, key: string, value: SetValue): void {
  if (key !== '') map.set(key, value)
}

function readAssigned(reader: Reader, assign: (value: SetValue) => void): Ended {
  const next = reader.characters[reader.at]
  if (next === undefined) {
    assign('')
    return atEnd
  }
  if (next === '{') assign(readList(reader))
  else assign(valueOf(reader, readUntil(reader, ',').text))
  return null
}

/** `{a,b}` */
function readList(reader: Reader): SetValue[] {
  reader.at++
  const list: SetValue[] = []
  for (;;) {
    const { text, stop } = readUntil(reader, ',}')
    if (stop === null) throw new SetFault('A list has to end with “}”. A brace that begins a text is written “\\{”.')
    list.push(valueOf(reader, text))
    if (stop === ',') continue
    if (reader.characters[reader.at] === ',') reader.at++
    return list
  }
}

function readIndex(reader: Reader): number {
  const { text, stop } = readUntil(reader, ']')
  if (stop === null) throw new SetFault('A “]” is missing behind the number of an item.')
  if (!/^[-+]?\d+$/.test(text)) throw new SetFault('Between “[” and “]” stands the number of an item, such as [0].')
  const index = Number(text)
  if (index < 0) throw new SetFault('Items of a list are counted from 0.')
  return index
}

interface Item {
  readonly list: SetValue[]
  readonly ended: Ended
}

/** What follows a “]”. */
function readItem(reader: Reader, list: SetValue[], index: number, level: number): Item {
  const { text, stop } = readUntil(reader, '[.=')
  if (text !== '') throw new SetFault('Behind “]” comes “=”, “.” or “[”.')
  if (stop === null) return { list, ended: atEnd }
  if (stop === '=') {
    // Here helm reads on behind an empty value.
    readAssigned(reader, (value) => setItem(list, index, value))
    return { list, ended: null }
  }
  return stop === '[' ? readNested(reader, list, index, level) : readItemKey(reader, list, index, level)
}

function readNested(reader: Reader, list: SetValue[], index: number, level: number): Item {
  const next = readIndex(reader)
  const there = list[index] ?? []
  if (!Array.isArray(there)) throw new SetFault(`Item ${index} is not a list, so that it has no items.`)
  const { list: inner, ended } = readItem(reader, there, next, level)
  if (ended === null) setItem(list, index, inner)
  return { list, ended }
}

function readItemKey(reader: Reader, list: SetValue[], index: number, level: number): Item {
  const there = list[index]
  const inner: SetMap = there instanceof Map ? there : new Map<string, SetValue>()
  if (index < list.length) list[index] = inner
  const ended = readKey(reader, inner, level)
  if (ended === null) setItem(list, index, inner)
  return { list, ended }
}

function setItem(list: SetValue[], index: number, value: SetValue): void {
  if (index > maxIndex) throw new SetFault(`helm sets items up to number ${maxIndex}.`)
  while (list.length < index) list.push(null)
  list[index] = value
}

function valueOf({ isText }: Reader, text: string): SetValue {
  if (isText) return text
  // Letters are compared as Go folds them.
  if (/^true$/iu.test(text)) return true
  if (/^false$/iu.test(text)) return false
  if (/^null$/iu.test(text)) return null
  if (text === '0') return 0
  return text.startsWith('0') || !/^[-+]?\d+$/.test(text) ? text : wholeNumber(text)
}

/** What has no place in 64 bits is a text to helm. */
function wholeNumber(text: string): number | string {
  const exact = BigInt(text.replace('+', ''))
  if (BigInt.asIntN(64, exact) !== exact) return text
  if (exact > BigInt(Number.MAX_SAFE_INTEGER) || exact < BigInt(Number.MIN_SAFE_INTEGER)) {
    throw new SetFault('A number of this size loses digits in values. Use --set-string to keep it as a text.')
  }
  return Number(exact)
}
