import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** An error answer is short; a long one is a web page. */
export const maxErrorBytes = 64 * 1024

export interface BodyText {
  readonly text: string
  /** False when it was cut off at the limit. */
  readonly complete: boolean
}

/** Reads at most `maxBytes` of the unpacked body, so that a small packed answer cannot become a huge one. */
export async function readResponse(response: IncomingMessage, maxBytes: number): Promise<BodyText> {
  const zipped = response.headers['content-encoding'] === 'gzip'
  const body = zipped ? response.pipe(createGunzip()) : response
  if (zipped) response.once('error', (error) => body.destroy(error))
  const read = await readText(body, maxBytes)
  if (!read.complete) response.destroy()
  return read
}

/** Reads at most `maxBytes`, then leaves the rest and destroys the stream. Rejects with the stream's error. */
export async function readText(body: Readable, maxBytes: number): Promise<BodyText> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) return { text: Buffer.concat(chunks).toString('utf8'), complete: false }
    chunks.push(chunk)
  }
  return { text: Buffer.concat(chunks).toString('utf8'), complete: true }
}

/** The server's clock: a `Date` header in milliseconds since 1970; null where there is none. */
export function serverDate(header: string | undefined): number | null {
  const date = Date.parse(header ?? '')
  return Number.isNaN(date) ? null : date
}
