import { CORE_SCHEMA, dump } from 'js-yaml'
import { isPlain } from './plain'

const maxLength = 2_000

/**
 * A value to be read: a plain one on one line as YAML writes it, anything else as YAML. Cut after 2,000 characters. Undefined, which
 * is not set, is ''.
 */
export function printed(value: unknown): string {
  if (value === undefined) return ''
  const text = dump(shortened(value, 0), { schema: CORE_SCHEMA, lineWidth: -1, noRefs: true }).trimEnd()
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
}

/** What would be cut anyway need not be written: a value may be a megabyte long. */
function shortened(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.length > maxLength ? value.slice(0, maxLength + 1) : value
  if (depth > maxLength) return '…'
  if (Array.isArray(value)) return value.slice(0, maxLength).map((item) => shortened(item, depth + 1))
  if (!isPlain(value)) return value
  const entries = Object.entries(value).slice(0, maxLength)
  return Object.fromEntries(entries.map(([key, field]) => [key, shortened(field, depth + 1)]))
}
