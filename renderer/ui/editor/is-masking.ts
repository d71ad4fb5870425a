import { countMasks, secretMask } from '@shared/mask'

/** Whether two texts differ by masks alone: in one of them stands, where the other has a mask, what is masked. */
export function isMasking(one: string, other: string): boolean {
  const [fewer, more] = [one, other].toSorted((a, b) => countMasks(a) - countMasks(b))
  if (fewer === undefined || more === undefined || countMasks(fewer) === countMasks(more)) return false
  // A value may be written with other quotes than its mask.
  const parts = more.split(secretMask).map((part) => part.replace(/^["']|["']$/g, ''))
  const [first = '', last = ''] = [parts[0], parts.at(-1)]
  let at = 0
  for (const part of parts.slice(0, -1)) {
    const found = fewer.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return fewer.startsWith(first) && fewer.endsWith(last) && fewer.length - last.length >= at
}
