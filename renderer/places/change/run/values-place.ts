import { isAlias, isCollection, isNode, LineCounter, parseDocument } from 'yaml'
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

/** The nearest place that the text has: what the schema misses is not there, but what it would stand in may be. */
function placeOf(text: string, pointer: string): number | null {
  const path = pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const document = parseDocument(text, { version: '1.1', uniqueKeys: false, logLevel: 'silent' })
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length).map(step), true)
    if (isNode(node) && !isAlias(node)) return start(node, document.getIn(path.slice(0, length - 1).map(step), true))
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
