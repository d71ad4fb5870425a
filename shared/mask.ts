/**
 * What stands in place of a secret in a text that is shown. It is made of characters that no real value consists of,
 * so that a masked text can be told from a real one and is never saved.
 */
export const secretMask = '•'.repeat(8)

/** Whether a text holds the mask: values that do were copied from a masked view and must not reach a release. */
export function containsMask(text: string): boolean {
  return text.includes(secretMask)
}
