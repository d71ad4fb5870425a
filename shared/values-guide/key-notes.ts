/** What stands around the keys of a values file, found in its lines: a parser attaches comments to other nodes than people do. */
export interface KeyNotes {
  /** By path, as `pathName` writes it: what the comments say of a key. */
  readonly docs: ReadonlyMap<string, string>
  /** Keys that are there as comments only, such as `# nodeSelector: {}`. */
  readonly commentedOut: readonly (readonly string[])[]
}

interface Open {
  readonly column: number
  readonly key: string
}

interface Reader {
  readonly stack: Open[]
  /** The comment lines right above, without their marks; `column` of the mark. */
  block: { readonly column: number; readonly text: string }[]
  /** The column of a key whose value is a text of several lines. */
  textBelow: number | null
  readonly docs: Map<string, string>
  readonly params: Map<string, string>
  readonly commentedOut: string[][]
}

const keyLine = /^( *)((?:- +)*)("[^"]*"|'[^']*'|[^\s#:{}[\],&*!|>'"-][^#:{}]*?) *:(?: +(.*))?$/
const paramLine = /^@param\s+(\S+)\s*(?:\[[^\]]*\]\s*)?(.*)$/

/** One name for a path; items of a list are `[]`. */
export function pathName(path: readonly (string | number)[]): string {
  return JSON.stringify(path.map((key) => (typeof key === 'number' ? '[]' : key)))
}

/** @param text a values.yaml with its comments */
export function keyNotes(text: string): KeyNotes {
  const reader: Reader = { stack: [], block: [], textBelow: null, docs: new Map(), params: new Map(), commentedOut: [] }
  for (const line of text.split(/\r\n?|\n/)) readLine(reader, line)
  takeBlock(reader)
  for (const [name, words] of reader.params) reader.docs.set(name, words)
  return { docs: reader.docs, commentedOut: reader.commentedOut }
}

function readLine(reader: Reader, line: string): void {
  const column = line.search(/\S/)
  if (reader.textBelow !== null && (column < 0 || column > reader.textBelow)) return
  reader.textBelow = null
  const [, mark, said = ''] = /^ *(#+)(.*)$/.exec(line) ?? []
  if (mark !== undefined) {
    reader.block.push({ column, text: said })
    const [, name, words = ''] = paramLine.exec(said.trim()) ?? []
    if (name !== undefined) reader.params.set(pathName(paramPath(name)), words)
    return
  }
  const block = takeBlock(reader)
  const [, spaces, dashes = '', key, value = ''] = keyLine.exec(line) ?? []
  if (spaces === undefined || key === undefined) {
    if (column >= 0) leaveTo(reader.stack, column + 1)
    enterItems(reader.stack, Math.max(0, column), /^ *((?:- +)*-)(?: |$)/.exec(line)?.[1] ?? '')
    return
  }
  enterItems(reader.stack, spaces.length, dashes)
  const at = spaces.length + dashes.length
  leaveTo(reader.stack, at)
  reader.stack.push({ column: at, key: /^["']/.test(key) ? key.slice(1, -1) : key })
  if (/^(?:[|>][-+\d]*)\s*(?:#.*)?$/.test(value)) reader.textBelow = at
  const words = wordsOf(block) || inlineWords(value)
  if (words !== '') reader.docs.set(pathName(reader.stack.map((open) => open.key)), words)
}

function paramPath(name: string): string[] {
  return name.replaceAll(/\[\d*\]/g, '.[]').split('.')
}

/** Each dash begins an item, which lies a little deeper than the key that may stand above it. */
function enterItems(stack: Open[], from: number, dashes: string): void {
  for (const { index } of dashes.matchAll(/-/g)) {
    leaveTo(stack, from + index + 0.5)
    stack.push({ column: from + index + 0.5, key: '[]' })
  }
}

function leaveTo(stack: Open[], column: number): void {
  while ((stack.at(-1)?.column ?? -1) >= column) stack.pop()
}

/** Ends a block of comments: notes the keys in it, and gives its lines. */
function takeBlock(reader: Reader): readonly string[] {
  const { block } = reader
  if (block.length === 0) return []
  reader.block = []
  const stack: Open[] = []
  const kept: string[] = []
  for (const { column, text } of block) {
    const key = commentedKey(text)
    if (key === null) {
      const isNested = stack.length > 0 && / {2,}\S|^ ?- /.test(text)
      if (!isNested) kept.push(text)
      continue
    }
    leaveTo(stack, column + key.indent)
    stack.push({ column: column + key.indent, key: key.name })
    const above = reader.stack.filter((open) => open.column < column).map((open) => open.key)
    reader.commentedOut.push([...above, ...stack.map((open) => open.key)])
  }
  return kept
}

/** A sentence may have a colon too: only what looks like YAML that somebody switched off counts. */
function commentedKey(text: string): { readonly name: string; readonly indent: number } | null {
  const [, indent = '', name, value = ''] = /^ ?( *)([a-zA-Z][\w.-]*):(?: +(\S.*))?$/.exec(text.trimEnd()) ?? []
  if (name === undefined || /^(?:ref|note|example|default|todo|see|e\.g|i\.e|https?)$/i.test(name)) return null
  const isValue = value === '' || /^["'[{|>&]/.test(value) || (/^\S+(?: +#.*)?$/.test(value) && !value.includes('://'))
  return isValue ? { name, indent: indent.length } : null
}

/** More is a chapter, not a note. */
const mostLines = 30

function wordsOf(block: readonly string[]): string {
  const lines = block.map((line) => line.trim()).filter((line) => !/^@|^[#=*-]{3,}$/.test(line))
  const marked = lines.findLastIndex((line) => /^(?:\S+ )?-- /.test(line))
  const own = marked < 0 ? lines.slice(lastBreak(lines)) : lines.slice(marked)
  return own
    .slice(-mostLines)
    .map((line, at) => (marked >= 0 && at === 0 ? line.replace(/^(?:\S+ )?-- (?:\([^)]*\) )?/, '') : line))
    .join('\n')
    .trim()
}

/** Behind the last empty comment line that has text below it. */
function lastBreak(lines: readonly string[]): number {
  const end = lines.findLastIndex((line) => line !== '')
  return lines.slice(0, Math.max(0, end)).lastIndexOf('') + 1
}

/** Behind a value, outside of quotes. */
function inlineWords(value: string): string {
  return /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^"'#]*?)(?:^|\s)#+\s*(?:--\s+)?(.*)$/.exec(value)?.[1]?.trim() ?? ''
}
