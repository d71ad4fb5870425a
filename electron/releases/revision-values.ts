import { Document, isScalar, Scalar, visit } from 'yaml'

/** Values as a release keeps them: JSON. */
export type Values = Readonly<Record<string, unknown>>

/**
 * The values a chart was rendered with: its defaults under the person's own. Maps are merged, lists and scalars
 * replaced, and null deletes a default, as helm does it (pkg/chart/common/util/coalesce.go).
 */
export function coalesceValues(defaults: Values, own: Values): Values {
  const merged = new Map(Object.entries(defaults))
  for (const [key, value] of Object.entries(own)) {
    const standard = merged.get(key)
    if (value === null && merged.has(key)) merged.delete(key)
    else merged.set(key, isValues(value) ? (isValues(standard) ? coalesceTables(standard, value) : value) : value)
  }
  return sorted(merged)
}

/** Below the top a null is gone, whether or not there was a default for it. */
function coalesceTables(defaults: Values, own: Values): Values {
  const merged = new Map(Object.entries(defaults))
  for (const [key, value] of Object.entries(own)) {
    const standard = merged.get(key)
    if (value === null) merged.delete(key)
    else merged.set(key, isValues(value) && isValues(standard) ? coalesceTables(standard, value) : value)
  }
  return sorted(merged)
}

/** By name, as helm prints them. */
function sorted(values: ReadonlyMap<string, unknown>): Values {
  return Object.fromEntries([...values].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

export function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Values as YAML that helm reads back as the same values; '' for none. Texts that YAML 1.1 or helm's own reader would
 * take for something else (`yes`, `012`, `1e3`, `1:30`, dates) are quoted, long lines are not folded.
 */
export function valuesToYaml(values: Values): string {
  if (Object.keys(values).length === 0) return ''
  const document = new Document(values, { version: '1.1', aliasDuplicateObjects: false, merge: false })
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && !isPlainSafe(node.value)) quote(node, node.value)
    },
    Pair: (_key, pair) => {
      // A key over several lines would become an explicit one (`? |`), which few know how to read.
      if (isScalar(pair.key) && typeof pair.key.value === 'string' && !isPlainSafe(pair.key.value))
        pair.key.type = Scalar.QUOTE_DOUBLE
    },
  })
  return document.toString({ lineWidth: 0, directives: false, nullStr: 'null' })
}

/** Begins like a word and is none of YAML 1.1's own, or is a path or an image name: no reader sees anything else. */
function isPlainSafe(text: string): boolean {
  if (!/^[A-Za-z_/][-\w./@+=]*(?: [-\w./@+=]+)*(?::[-\w./@]+)*$/.test(text)) return false
  return !/^(y|n|yes|no|on|off|true|false|null|nil|inf|nan)$/i.test(text)
}

/** Several lines of printable text stay readable as a block; anything else is quoted with escapes. */
function quote(node: Scalar, text: string): void {
  const isBlock = /^[\x21-\x7E\u00A1-\u02FF][\x20-\x7E\u00A1-\u02FF\n\t]*$/.test(text) && text.includes('\n')
  node.type = isBlock && !/[ \t](\n|$)/.test(text) && text.trim() !== '' ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE
}
