/**
 * What stands in place of a secret in a text that is shown. It is made of characters that no real value consists of,
 * so that a masked text can be told from a real one and is never saved.
 */
export const secretMask = '•'.repeat(8)

/** Whether a text holds the mask: one that does must not reach a release, unless its values are put back before. */
export function containsMask(text: string): boolean {
  return text.includes(secretMask)
}

/** How many masks a text has. */
export function countMasks(text: string): number {
  return text.split(secretMask).length - 1
}
