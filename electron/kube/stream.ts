import { AppFailure } from '@shared/errors'
import type { Access } from './credentials'
import { cancelledFailure, networkFailure, notKubernetesFailure, statusFailure, type Place } from './errors'
import { maxErrorBytes, readText, serverDate } from './http-body'
import { requestHttp1 } from './http1-request'
import type { LinkKind } from './http2-connect'
import type { Http2Links } from './http2-links'
import { isRefused, requestHttp2 } from './http2-request'
import { piecesOf } from './pieces'
import type { StreamAnswer, StreamCall } from './stream-answer'
import { whenAborted } from './when-aborted'

export interface StreamRequest {
  /** Media types. */
  readonly accept: string
  /** Ends the stream, also after its headers. */
  readonly signal: AbortSignal
  /** Until the headers are there, credentials included. Milliseconds; 30 s by default. */
  readonly headersTimeoutMs?: number
  /** `watch`: read for minutes. `front`: only the first kilobytes are wanted; over HTTP/2 no more than 6 KiB come unasked. */
  readonly kind: LinkKind
  /** Asked only while the context means this cluster and user (`KubeContext.identity`); else `cluster-changed`. */
  readonly identity?: string
}

/** An answer that is read while it comes. */
export interface ApiStream {
  /** Over HTTP/1.1 an early end costs the connection, and the server sends as fast as the network takes it. */
  readonly isHttp2: boolean
  /** The server's clock, in milliseconds since 1970; null when it did not tell. */
  readonly date: number | null
  /**
   * Its bytes, for one reader; the server waits while none asks. It ends when the server ended it properly, and after `close`.
   * It throws an AppFailure when the connection was lost (`cluster-unreachable`) or the signal aborted (`cancelled`).
   * Leaving the loop closes the stream.
   */
  readonly chunks: AsyncIterable<Buffer>
  /** Ends it early; over HTTP/2 the server is told at once (RST_STREAM, CANCEL). */
  readonly close: () => void
}

export interface StreamOptions extends StreamCall {
  readonly kind: LinkKind
  /** End the stream after its headers: the caller's, and the client's own. */
  readonly streamSignals: readonly AbortSignal[]
  /** For a proxy's CONNECT. Milliseconds. */
  readonly timeoutMs: number
}

/**
 * One GET whose answer is read while it comes: over HTTP/2 where the server speaks it, else over HTTP/1.1.
 * @returns a stream whose headers said 200
 * @throws AppFailure as `getJson`
 */
export async function openStream(links: Http2Links, access: Access, options: StreamOptions): Promise<ApiStream> {
  const { place } = access
  const answer = await ask(links, access, options).catch((error: unknown) => {
    throw failureOf(place, error)
  })
  if (answer.status !== 200) throw await refusal(place, answer, options.signal)
  if (answer.header('content-type')?.startsWith('text/html')) {
    answer.cut()
    throw notKubernetesFailure(place, '')
  }
  return streamOf(place, answer, options.streamSignals)
}

async function ask(links: Http2Links, access: Access, options: StreamOptions): Promise<StreamAnswer> {
  try {
    return await askOnce(links, access, options)
  } catch (error) {
    // The server closed the link while the request was on its way: another link takes it.
    if (!isRefused(error)) throw error
    return askOnce(links, access, options)
  }
}

async function askOnce(links: Http2Links, access: Access, options: StreamOptions): Promise<StreamAnswer> {
  const lease = await links.lease(access, options.kind)
  if (options.signal.aborted) {
    lease?.release()
    throw cancelledFailure()
  }
  if (lease) return requestHttp2(lease.session, access, options, lease.release)
  return requestHttp1(access, options, options.timeoutMs)
}

async function refusal(place: Place, answer: StreamAnswer, signal: AbortSignal): Promise<AppFailure> {
  const unlisten = whenAborted(signal, answer.cut)
  const { text } = await readText(answer.body, maxErrorBytes).catch(() => ({ text: '' }))
  unlisten()
  answer.cut()
  return statusFailure(place, answer.status, text, answer.header('retry-after'))
}

function streamOf(place: Place, answer: StreamAnswer, signals: readonly AbortSignal[]): ApiStream {
  const pieces = piecesOf(answer.body, {
    isWhole: answer.isWhole,
    onEnd: (whole) => {
      for (const unlisten of unlistens) unlisten()
      if (!whole) answer.cut()
    },
  })
  const unlistens = signals.map((signal) => whenAborted(signal, () => pieces.stop(cancelledFailure())))
  if (signals.some((signal) => signal.aborted)) pieces.stop(cancelledFailure())
  return {
    isHttp2: answer.isHttp2,
    date: serverDate(answer.header('date')),
    chunks: named(place, pieces),
    close: () => pieces.stop(),
  }
}

/** Its errors in the words of the app. */
function named(place: Place, pieces: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  return {
    [Symbol.asyncIterator]: () => {
      const inner = pieces[Symbol.asyncIterator]()
      return {
        next: () =>
          inner.next().catch((error: unknown) => {
            throw failureOf(place, error)
          }),
        return: () => inner.return?.() ?? Promise.resolve({ done: true, value: undefined }),
      }
    },
  }
}

function failureOf(place: Place, error: unknown): AppFailure {
  return error instanceof AppFailure ? error : networkFailure(place, error as Error)
}
