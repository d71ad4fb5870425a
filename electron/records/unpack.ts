import { constants, gunzipSync } from 'node:zlib'
import { isDeepJson } from './nesting'

/** A record holds at most 1 MiB; what inflates to more than this is a bomb, not a release. */
export const maxInflated = 64 * 1024 * 1024

/** Why there is no JSON to read: nobody can unpack it, it is longer than the limit, or nested too deeply to be read safely. */
export type UnpackTrouble = 'damaged' | 'bomb' | 'deep'

/** The JSON in a stored payload, or why there is none. */
export type Unpacked = { readonly json: string } | { readonly trouble: UnpackTrouble }

export interface UnpackOptions {
  /** In bytes of JSON. */
  readonly limit: number
  /** The payload is cut off: gives the JSON as far as it goes, however deep. */
  readonly isPiece?: boolean
}

/**
 * The JSON of a release: helm gzips it, old helms did not. It blocks the thread: everybody but the decoder asks `decode`.
 * @param stored as helm's driver stores it, base64(gzip(JSON)) or base64(JSON)
 */
export function unpack(stored: string, { limit, isPiece = false }: UnpackOptions): Unpacked {
  const unpacked = inflate(Buffer.from(stored, 'base64'), limit, isPiece)
  return !isPiece && 'json' in unpacked && isDeepJson(unpacked.json) ? { trouble: 'deep' } : unpacked
}

function inflate(bytes: Buffer, limit: number, isPiece: boolean): Unpacked {
  if (!isGzip(bytes)) return bytes.length > limit ? { trouble: 'bomb' } : { json: bytes.toString('utf8') }
  const finishFlush = isPiece ? constants.Z_SYNC_FLUSH : constants.Z_FINISH
  try {
    return { json: gunzipSync(bytes, { finishFlush, maxOutputLength: limit }).toString('utf8') }
  } catch (thrown) {
    const isBomb = thrown instanceof RangeError && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE'
    return { trouble: isBomb ? 'bomb' : 'damaged' }
  }
}

/** JSON.parse that gives undefined where it would throw. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08
}
