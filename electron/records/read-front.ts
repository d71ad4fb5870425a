import { decode } from './decode'
import type { Front, Summarized } from './summary'

/** Nearly always enough, and then more and more: what stands behind the front is not unpacked, however large it is. */
const firstLength = 4_096

/**
 * Reads the summary from the front of a payload. helm 3 and 4 write `info` and `chart.metadata` first, so a few KB are
 * inflated whatever the release's size (0.06 ms instead of 26 ms for 900 KB).
 * @param stored the payload as the driver stores it: all of it, or its beginning
 * @param isWhole whether it is all of it
 * @returns `more` when it has to be longer: all of it, where a description may quote what is secret
 * @throws as `decode`
 */
export async function summarizeFront(stored: string, isWhole: true): Promise<Summarized>
export async function summarizeFront(stored: string, isWhole: boolean): Promise<Summarized | 'more'>
export async function summarizeFront(stored: string, isWhole: boolean): Promise<Summarized | 'more'> {
  if (stored === '') return isWhole ? { problem: 'Its record is empty.', damaged: true } : 'more'
  for (let length = firstLength; length < stored.length; length *= 4) {
    const found = await decode('front', stored.slice(0, length), false)
    if (found !== 'more') return withDescription(found, stored, isWhole)
  }
  if (!isWhole) return 'more'
  const found = await decode('front', stored, true)
  return found === 'more' ? found : withDescription(found, stored, true)
}

/** A description that may quote a secret takes the whole payload, whatever its size: that says which values are secret. */
async function withDescription(found: Front, stored: string, isWhole: boolean): Promise<Summarized | 'more'> {
  if (!('withheld' in found)) return found
  if (!isWhole) return 'more'
  const description = await decode('description', stored)
  return description === null ? found.withheld : { ...found.withheld, description }
}

/** The namespace that a release's objects are in, as its whole payload says; '' when it names none. @throws as `decode` */
export function targetNamespace(stored: string): Promise<string> {
  return decode('target-namespace', stored)
}

/**
 * How long a piece has to be before it is worth a try again. Pieces have fixed lengths: a record that is damaged behind its
 * front is then told the same way however it comes, whole or in whatever pieces the network makes of it.
 * @param length of what is there, in characters of base64
 */
export function nextPiece(length: number): number {
  let next = firstLength
  while (next < length) next *= 4
  return next + 1
}
