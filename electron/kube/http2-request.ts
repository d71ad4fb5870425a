import { constants, type ClientHttp2Session, type ClientHttp2Stream, type OutgoingHttpHeaders } from 'node:http2'
import type { Access } from './credentials'
import type { StreamAnswer, StreamCall } from './stream-answer'
import { whenAborted } from './when-aborted'

/** The server went away before it took the request up: it can be sent again on another link. */
const refusedCodes = new Set(['ERR_HTTP2_GOAWAY_SESSION', 'ERR_HTTP2_INVALID_SESSION', 'ERR_HTTP2_OUT_OF_STREAMS'])

/** Whether a request that failed was certainly not worked on by the server. */
export function isRefused(error: unknown): boolean {
  return refusedCodes.has((error as NodeJS.ErrnoException).code ?? '')
}

/**
 * One GET over an HTTP/2 link whose body is read later.
 * @param onClose told once, when its stream is gone
 * @throws Error of the network, or one that `isRefused` knows
 */
export function requestHttp2(
  session: ClientHttp2Session,
  access: Access,
  call: StreamCall,
  onClose: () => void,
): Promise<StreamAnswer> {
  return new Promise((resolve, reject) => {
    let stream: ClientHttp2Stream
    try {
      stream = session.request(headersOf(access, call), { endStream: true })
    } catch (error) {
      onClose()
      throw error
    }
    const cut = (): void => {
      stream.close(constants.NGHTTP2_CANCEL)
      stream.destroy()
    }
    const unlisten = whenAborted(call.signal, cut)
    // Stays: an error after the headers reaches the reader through the body.
    stream.on('error', (error: Error) => reject(errorOf(stream, error)))
    stream.once('close', () => {
      onClose()
      reject(errorOf(stream))
    })
    stream.once('response', (headers) => {
      unlisten()
      resolve({
        isHttp2: true,
        status: headers[':status'] ?? 0,
        header: (name) => headers[name],
        body: stream,
        // A lost link ends its streams without an error, but with the code CANCEL.
        isWhole: () => stream.rstCode === constants.NGHTTP2_NO_ERROR,
        cut,
      })
    })
  })
}

function headersOf(access: Access, { path, accept }: StreamCall): OutgoingHttpHeaders {
  const url = new URL(access.place.server + path)
  const own: OutgoingHttpHeaders = {}
  for (const [name, value] of Object.entries(access.headers)) own[name] = typeof value === 'string' ? value : [...value]
  return {
    ...own,
    ':method': 'GET',
    ':scheme': 'https',
    ':authority': url.host,
    ':path': url.pathname + url.search,
    accept,
    'user-agent': 'wheelhouse',
  }
}

function errorOf(stream: ClientHttp2Stream, error?: Error): Error {
  if (stream.rstCode === constants.NGHTTP2_REFUSED_STREAM) {
    return Object.assign(new Error('The server refused the stream.'), { code: 'ERR_HTTP2_GOAWAY_SESSION' })
  }
  return error ?? Object.assign(new Error('The connection was cut.'), { code: 'ECONNRESET' })
}
