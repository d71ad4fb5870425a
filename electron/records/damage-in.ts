import { versionIn } from './payload'
import { parseJson, type Unpacked } from './unpack'

/**
 * What keeps helm from reading a record, as part of a sentence; '' when nothing does. It is read to its end, as helm does:
 * a row of the list only needs its front.
 */
export function damageIn(stored: string, unpacked: Unpacked, revision: number): string {
  if (stored === '') return 'it is empty'
  if (!isBase64(stored)) return "it can't be decoded"
  // What is only too large or too deep for us is none of helm's troubles.
  if ('trouble' in unpacked) return unpacked.trouble === 'damaged' ? "it can't be unpacked" : ''
  const version = versionIn(parseJson(unpacked.json))
  if (version === null) return 'it holds no release, or is cut off'
  return version === revision ? '' : `it says that it is revision ${version}`
}

/** Go's decoder refuses what Node's reads over; a regular expression over a megabyte takes a millisecond. */
function isBase64(text: string): boolean {
  const plain = text.replace(/[\r\n]/g, '')
  return plain.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(plain)
}
