import { constants, gunzipSync } from 'node:zlib'

/** A record holds at most 1 MiB; what inflates to more than this is a bomb, not a release. */
export const maxInflated = 64 * 1024 * 1024

/** The JSON in a payload's bytes, or why there is none. */
export type Inflated = { readonly json: string } | { readonly trouble: 'damaged' | 'bomb' }

/**
 * The JSON of a release: helm gzips it, old helms did not.
 * @param bytes after all base64
 * @param limit in bytes of JSON
 * @param isPiece the bytes are cut off: gives the JSON as far as they go
 */
export function inflatePayload(bytes: Buffer, limit: number, isPiece = false): Inflated {
  if (!isGzip(bytes)) return { json: bytes.toString('utf8') }
  const finishFlush = isPiece ? constants.Z_SYNC_FLUSH : constants.Z_FINISH
  try {
    return { json: gunzipSync(bytes, { finishFlush, maxOutputLength: limit }).toString('utf8') }
  } catch (thrown) {
    const isBomb = thrown instanceof RangeError && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE'
    return { trouble: isBomb ? 'bomb' : 'damaged' }
  }
}

/**
 * The whole payload of a release Secret, not yet checked; null when it is damaged or a bomb.
 * @param encoded `data.release` as the API's JSON gives it: base64(base64(gzip(JSON))), or without gzip from old helms
 */
export function decodePayload(encoded: string): unknown {
  const inner = Buffer.from(encoded, 'base64').toString('latin1')
  const inflated = inflatePayload(Buffer.from(inner, 'base64'), maxInflated)
  return 'json' in inflated ? (parseJson(inflated.json) ?? null) : null
}

/** JSON.parse that gives undefined where it would throw. */
export function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** The least that helm needs of a release; what lacks it is none, whatever else it may be. */
interface BareRelease {
  readonly name: string
  readonly version: number
}

/** Whether a payload's JSON is a release as far as helm can work with it. */
export function isBareRelease(payload: unknown): payload is BareRelease {
  if (!isObject(payload)) return false
  const { name, version, info, chart } = payload
  const isNamed = typeof name === 'string' && name !== '' && Number.isSafeInteger(version)
  return isNamed && isObject(info) && isObject(chart) && isObject(chart['metadata'])
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08
}
