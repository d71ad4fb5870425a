import { isAlias, isMap, isScalar, isSeq, type Document, type Node } from 'yaml'
import { pathWords } from '@shared/path-words'
import { goScalar } from '@shared/go-scalar'
import { typeName } from '@shared/type-words'
import type { GuideView } from '@shared/values-guide/guide-view'
import { typeOf } from '@shared/values-guide/schema-view'
import type { ValuesMark } from '@shared/values-marks/mark'

/**
 * Values of another type than the chart's default has, where no schema decides. A hint: a default of `false` may well be meant to
 * become a mapping.
 */
export function softMarks(
  documents: readonly Document.Parsed[],
  view: GuideView,
  lineOf: (offset: number) => number,
): ValuesMark[] {
  const marks: ValuesMark[] = []
  const look = (node: unknown, at: Node, path: readonly (string | number)[]): void => {
    const known = path.length === 0 ? null : view.at(path)
    const is = typeIn(node)
    if (known !== null && !known.isRuled && is !== null && !fits(is, known.types)) {
      const [from, to] = at.range ?? [0, 0]
      const wanted = known.types.filter((type) => type !== 'null').map(typeName)
      const message = `${pathWords(path)} is ${typeName(is)}; by default it is ${wanted.join(' or ')}.`
      marks.push({ kind: 'type', severity: 'info', message, from, to, line: lineOf(from), path })
      return
    }
    if (isSeq(node)) node.items.forEach((item, index) => look(item, item as Node, [...path, index]))
    if (!isMap(node)) return
    for (const { key, value } of node.items)
      if (isScalar(key)) look(value, key, [...path, String(key.source ?? key.value)])
  }
  for (const { contents } of documents) if (contents !== null) look(contents, contents, [])
  return marks
}

function fits(is: string, types: readonly string[]): boolean {
  return types.length === 0 || types.includes(is) || (is === 'integer' && types.includes('number'))
}

/** null where it says nothing: a null, an alias, text that templates fill in. */
function typeIn(node: unknown): string | null {
  if (isMap(node)) return 'object'
  if (isSeq(node)) return 'array'
  if (!isScalar(node) || isAlias(node) || node.tag !== undefined) return null
  const text = node.source ?? ''
  const type = typeOf(node.type === 'PLAIN' ? goScalar(text) : text)
  return type === 'null' || text.includes('{{') ? null : type
}
