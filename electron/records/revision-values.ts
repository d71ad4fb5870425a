import { Document, visit, type Tags } from 'yaml'
import { isPlainSafe } from '@shared/yaml-plain'
import { hasYamlEscapes, withYamlEscapes } from '@shared/json-as-yaml'
import { isValues, type Values } from './values'

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

/**
 * Values as YAML that helm reads back as the same values; '' for none. Texts that YAML 1.1 or helm's own reader would
 * take for something else (`yes`, `012`, `1e3`, `1:30`, dates) are quoted, what it would take for the end of a line or refuse
 * is escaped, long lines are not folded.
 */
export function valuesToYaml(values: Values): string {
  if (Object.keys(values).length === 0) return ''
  const document = new Document(values, { version: '1.1', aliasDuplicateObjects: false, customTags: withoutMerge })
  visit(document, {
    Scalar: (key, node) => {
      // Without a fraction it would be the whole number 0.
      if (Object.is(node.value, -0)) node.minFractionDigits = 1
      if (typeof node.value !== 'string') return
      // Half of a character: helm reads it as this one from its record, and cannot read it from YAML at all.
      const text = node.value.replace(/\p{Surrogate}/gu, '\ufffd')
      node.value = text
      // A key over several lines would become an explicit one (`? |`), which few know how to read.
      if (!isPlainSafe(text)) node.type = key !== 'key' && isBlock(text) ? 'BLOCK_LITERAL' : 'QUOTE_DOUBLE'
    },
  })
  const text = document.toString({
    lineWidth: 0,
    directives: false,
    nullStr: 'null',
    doubleQuotedMinMultiLineLength: Infinity,
  })
  // They stand in double quotes only: nothing with one of them is plain or a block.
  return withYamlEscapes(text)
}

/** The tag would write a key that is called `<<` plain, which means to merge. */
function withoutMerge(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge')
}

/** Several lines of printable text stay readable as a block; anything else is quoted with escapes. */
function isBlock(text: string): boolean {
  if (!/^\S/.test(text) || !text.includes('\n') || /[ \t](\n|$)/.test(text)) return false
  return !/[\u0000-\u0008\u000b-\u001f]/.test(text) && !hasYamlEscapes(text)
}
