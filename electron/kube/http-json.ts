import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Access } from './credentials'
import { networkFailure, notKubernetesFailure, statusFailure, tooLargeFailure } from './errors'
import { maxErrorBytes, readResponse, serverDate } from './http-body'
import { readJson } from './json-answer'
import { strangeJsonFailure } from './odd-answers'

export interface JsonOptions {
  readonly accept: string
  readonly maxBytes: number
  readonly timeoutMs: number
  /** Ends the call; whoever aborts knows the reason. */
  readonly signal: AbortSignal
  /** GET without a body and POST with one, when not given. */
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | undefined
  /** Sent as JSON. */
  readonly body?: unknown
  /** The body's media type; `application/json` when not given. */
  readonly contentType?: string | undefined
}

export interface JsonAnswer {
  readonly value: unknown
  /** The server's clock, in milliseconds since 1970; null when it did not tell. */
  readonly date: number | null
}

/** The same of a request that changes something, or would. */
export interface SentAnswer extends JsonAnswer {
  /** What the server warns of (RFC 9111, 5.5, as Kubernetes uses it), each once. */
  readonly warnings: readonly string[]
}

/**
 * One request with JSON over HTTP/1.1, gzip on the way.
 * @param path from the server's root: `/api/v1/namespaces`
 * @throws AppFailure for a network error, an answer that is no success, no JSON, a strange one or above the limit
 */
export async function callJson(access: Access, path: string, options: JsonOptions): Promise<SentAnswer> {
  const { place } = access
  const response = await send(access, path, options).catch((error: unknown) => {
    throw networkFailure(place, error as Error)
  })
  const status = response.statusCode ?? 0
  if (!isSuccess(status, options)) {
    const { text } = await readResponse(response, maxErrorBytes).catch(() => ({ text: '' }))
    throw statusFailure(place, status, text, response.headers['retry-after'])
  }
  const { text, complete } = await readResponse(response, options.maxBytes).catch((error: unknown) => {
    throw networkFailure(place, error as Error)
  })
  if (!complete) throw tooLargeFailure(place, options.maxBytes)
  const read = readJson(text)
  if (read.kind === 'no-json') throw notKubernetesFailure(place, text)
  if (read.kind === 'strange') throw strangeJsonFailure(place, read.reason)
  const { date, warning } = response.headers
  return { value: read.value, date: serverDate(date), warnings: warningsIn(warning) }
}

/** More than a person reads. */
const maxWarnings = 20

function warningsIn(header: string | undefined): string[] {
  const found = [...(header ?? '').matchAll(/\b299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
    text.replace(/\\(.)/g, '$1'),
  )
  return [...new Set(found)].slice(0, maxWarnings)
}

function isSuccess(status: number, { method, body }: JsonOptions): boolean {
  return method === undefined && body === undefined ? status === 200 : status >= 200 && status < 300
}

function send(access: Access, path: string, options: JsonOptions): Promise<IncomingMessage> {
  const url = new URL(access.place.server + path)
  const request = url.protocol === 'http:' ? httpRequest : httpsRequest
  const body = options.body === undefined ? undefined : Buffer.from(JSON.stringify(options.body), 'utf8')
  const headers: OutgoingHttpHeaders = {
    ...access.headers,
    Accept: options.accept,
    'Accept-Encoding': 'gzip',
    'User-Agent': 'wheelhouse',
    ...(body && { 'Content-Type': options.contentType ?? 'application/json', 'Content-Length': body.length }),
  }
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: options.method ?? (body ? 'POST' : 'GET'),
      agent: access.agent,
      signal: options.signal,
      // Also ends a proxy's CONNECT, which does not know the signal.
      timeout: options.timeoutMs,
      headers,
    })
    sent.once('response', resolve)
    sent.on('error', reject)
    sent.end(body)
  })
}
