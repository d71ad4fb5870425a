import { isAlias, isCollection, isNode, LineCounter, parseDocument, type Document } from 'yaml'
import type { AppError } from '@shared/errors'

/**
 * Where in a values text an error says that something is wrong: a line that it names (`line 3`), or a place
 * (`"/image/tag"`, as JSON schema writes it).
 * @returns the offset; null where it names none, or none that the text has.
 */
export function valuesPlace(text: string, error: Pick<AppError, 'code' | 'cause' | 'detail'>): number | null {
  // The lines of other errors are those of a template.
  if (error.code !== 'values-invalid') return null
  const words = `${error.cause}\n${error.detail}`
  const pointer = /\bat ["'](\/[^"'\n]*)["']/.exec(words)?.[1]
  if (pointer !== undefined) return placeOf(text, pointer)
  const line = /\bline (\d+)\b/.exec(words)?.[1]
  return line === undefined ? null : lineStart(text, Number(line))
}

function lineStart(text: string, line: number): number | null {
  const counter = new LineCounter()
  parseDocument(text, { lineCounter: counter, logLevel: 'silent' })
  const start = counter.lineStarts[line - 1]
  if (start === undefined) return null
  return start + (/^ */.exec(text.slice(start))?.[0].length ?? 0)
}

function placeOf(text: string, pointer: string): number | null {
  const path = pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  return placeOfPath(text, path)?.offset ?? null
}

/** A place in a text, and how much of a path leads to it. */
interface FoundPlace {
  readonly offset: number
  /** Characters of the key, or of what begins there. */
  readonly length: number
  readonly depth: number
}

/** As `placesIn`, of one path. */
export function placeOfPath(text: string, path: readonly string[]): FoundPlace | null {
  return placesIn(text)(path)
}

/**
 * Finds places in a text that is read once: the nearest one that it has. What a schema misses is not there, but what it would stand
 * in may be.
 */
export function placesIn(text: string): (path: readonly string[]) => FoundPlace | null {
  const document = parseDocument(text, { version: '1.1', uniqueKeys: false, logLevel: 'silent' })
  return (path) => nearest(text, document, path)
}

function nearest(text: string, document: Document.Parsed, path: readonly string[]): FoundPlace | null {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth).map(step), true)
    if (!isNode(node) || isAlias(node)) continue
    const offset = start(node, document.getIn(path.slice(0, depth - 1).map(step), true))
    if (offset === null) return null
    return { offset, length: /^[^\s:]+/.exec(text.slice(offset, offset + 300))?.[0].length ?? 0, depth }
  }
  return null
}

/** An element of a list is named by its number. */
function step(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part
}

/** A mapping begins at its first key, below the key that it belongs to: the key is the better place to stand. */
function start(node: unknown, parent: unknown): number | null {
  if (isCollection(parent)) {
    for (const item of parent.items) {
      if (typeof item === 'object' && item !== null && 'key' in item && 'value' in item && item.value === node)
        return offsetOf(item.key)
    }
  }
  return offsetOf(node)
}

function offsetOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null
}
