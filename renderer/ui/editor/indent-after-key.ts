import { indentService, syntaxTree } from '@codemirror/language'

/**
 * Indents the line after `key:` one step further, where lang-yaml stays in the key's column. Only where the colon ends a
 * key: in a block of text (`|`) it is text.
 */
export const indentAfterKey = indentService.of((context, pos) => {
  const line = context.lineAt(pos, -1)
  const text = line.text.slice(0, pos - line.from).trimEnd()
  if (!text.endsWith(':')) return undefined
  const colon = syntaxTree(context.state).resolveInner(line.from + text.length, -1)
  if (colon.name !== ':') return undefined
  return (/^\s*(?:- +)*/.exec(text)?.[0].length ?? 0) + context.unit
})
