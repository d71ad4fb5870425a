import type { Text } from '@codemirror/state'

const texts = new WeakMap<Text, string>()

/** A document as one text, put together once for all who ask: of thousands of lines that takes longer than a letter may. */
export function textOf(doc: Text): string {
  const known = texts.get(doc)
  if (known !== undefined) return known
  const text = doc.toString()
  texts.set(doc, text)
  return text
}
