import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { createGunzip } from 'node:zlib'
import type { Access } from './credentials'
import { networkFailure, notKubernetesFailure, statusFailure, tooLargeFailure } from './errors'

export interface GetOptions {
  readonly accept: string
  readonly maxBytes: number
  readonly timeoutMs: number
  /** Ends the call; whoever aborts knows the reason. */
  readonly signal: AbortSignal
}

/** An error answer is short; a long one is a web page. */
const maxErrorBytes = 64 * 1024

/**
 * One GET of JSON, gzip on the way.
 * @param path from the server's root: `/api/v1/namespaces`
 * @throws AppFailure for a network error, an answer that is no success, no JSON or above the limit
 */
export async function getJson(access: Access, path: string, options: GetOptions): Promise<unknown> {
  const { place } = access
  const response = await send(access, path, options).catch((error: unknown) => {
    throw networkFailure(place, error as Error)
  })
  const status = response.statusCode ?? 0
  if (status !== 200) {
    const { text } = await readBody(response, maxErrorBytes).catch(() => ({ text: '' }))
    throw statusFailure(place, status, text, response.headers['retry-after'])
  }
  const { text, complete } = await readBody(response, options.maxBytes).catch((error: unknown) => {
    throw networkFailure(place, error as Error)
  })
  if (!complete) throw tooLargeFailure(place, options.maxBytes)
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw notKubernetesFailure(place, text)
  }
}

function send(access: Access, path: string, options: GetOptions): Promise<IncomingMessage> {
  const url = new URL(access.place.server + path)
  const request = url.protocol === 'http:' ? httpRequest : httpsRequest
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      agent: access.agent,
      signal: options.signal,
      // Also ends a proxy's CONNECT, which does not know the signal.
      timeout: options.timeoutMs,
      headers: { ...access.headers, Accept: options.accept, 'Accept-Encoding': 'gzip', 'User-Agent': 'wheelhouse' },
    })
    sent.once('response', resolve)
    sent.once('error', reject)
    sent.end()
  })
}

/** Reads at most `maxBytes` of the unpacked body, so that a small packed answer cannot become a huge one. */
async function readBody(response: IncomingMessage, maxBytes: number): Promise<{ text: string; complete: boolean }> {
  const zipped = response.headers['content-encoding'] === 'gzip'
  const body = zipped ? response.pipe(createGunzip()) : response
  if (zipped) response.once('error', (error) => body.destroy(error))
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) {
      response.destroy()
      return { text: Buffer.concat(chunks).toString('utf8'), complete: false }
    }
    chunks.push(chunk)
  }
  return { text: Buffer.concat(chunks).toString('utf8'), complete: true }
}
