import { constants, gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { findMember, sliceValue } from './json-prefix'

/** What a release's payload says about it, of all it holds: no values, no manifest. */
export interface ReleaseSummary {
  readonly chartName: string
  readonly chartVersion: string
  /** '' when the chart names none. */
  readonly appVersion: string
  /** RFC 3339, or '' when helm does not know. */
  readonly updated: string
  readonly description: string
}

/** Enough for a release without long notes: 4.6 KB of its compressed JSON. */
const firstChars = 8_192
/** A Secret holds at most 1 MiB; what inflates to more than this is a bomb, not a release. */
const maxInflated = 64 * 1024 * 1024

const text = z.string().max(65_536)
const infoShape = z.object({ last_deployed: text.optional(), description: text.optional() })
const metadataShape = z.object({ name: text.min(1), version: text.min(1), appVersion: text.optional() })
const payloadShape = z.object({ info: infoShape, chart: z.object({ metadata: metadataShape }) })

/**
 * Reads the summary from the front of a release Secret's payload. helm 3 and 4 write `info` and `chart.metadata` first,
 * so a few KB are inflated whatever the release's size; where that is not enough the piece grows, up to all of it.
 * @param encoded `data.release` as the API gives it: base64(base64(gzip(JSON))), or without gzip from old helms
 * @returns null when it is not a release
 */
export function summarizePayload(encoded: string): ReleaseSummary | null {
  for (let chars = firstChars; chars < encoded.length; chars *= 4) {
    const json = inflate(encoded.slice(0, chars), true)
    const summary = json === null ? null : summaryInPrefix(json)
    if (summary !== null) return summary
  }
  const json = inflate(encoded, false)
  return json === null ? null : summaryOf(parse(json))
}

/**
 * The whole payload of a release Secret, not yet checked; null when it is damaged or a bomb.
 * @param encoded `data.release` as the API gives it
 */
export function decodePayload(encoded: string): unknown {
  const json = inflate(encoded, false)
  return json === null ? null : (parse(json) ?? null)
}

function summaryInPrefix(json: string): ReleaseSummary | null {
  const info = findMember(json, 0, 'info')
  const chart = findMember(json, 0, 'chart')
  const metadata = chart === null ? null : findMember(json, chart, 'metadata')
  if (info === null || metadata === null) return null
  const infoText = sliceValue(json, info)
  const metadataText = sliceValue(json, metadata)
  if (infoText === null || metadataText === null) return null
  return summaryOf({ info: parse(infoText), chart: { metadata: parse(metadataText) } })
}

function summaryOf(payload: unknown): ReleaseSummary | null {
  const parsed = payloadShape.safeParse(payload)
  if (!parsed.success) return null
  const { info, chart } = parsed.data
  const updated = info.last_deployed ?? ''
  return {
    chartName: chart.metadata.name,
    chartVersion: chart.metadata.version,
    appVersion: chart.metadata.appVersion ?? '',
    updated: Number.isNaN(Date.parse(updated)) ? '' : updated,
    description: info.description ?? '',
  }
}

/** The JSON in a payload or in a front piece of one; null when it is damaged or a bomb. */
function inflate(encoded: string, isPiece: boolean): string | null {
  const inner = Buffer.from(encoded.slice(0, encoded.length - (encoded.length % 4)), 'base64').toString('latin1')
  const bytes = Buffer.from(inner.slice(0, inner.length - (inner.length % 4)), 'base64')
  if (!isGzip(bytes)) return bytes.toString('utf8')
  const finishFlush = isPiece ? constants.Z_SYNC_FLUSH : constants.Z_FINISH
  try {
    return gunzipSync(bytes, { finishFlush, maxOutputLength: maxInflated }).toString('utf8')
  } catch {
    return null
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
