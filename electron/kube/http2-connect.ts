import { connect as connectSession, type ClientHttp2Session } from 'node:http2'
import { isIP } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Access } from './credentials'
import { cancelledFailure } from './errors'
import { keepAliveMs } from './http1-request'
import { whenAborted } from './when-aborted'

/**
 * `watch`: answers that come over minutes. `front`: only the first kilobytes of an answer are wanted; a server then sends no
 * more than 6 KiB before it is asked for more.
 */
export type LinkKind = 'watch' | 'front'

/** One HTTP/2 connection. */
export interface Http2Connection {
  readonly session: ClientHttp2Session
  /** Ends it with all its streams, at once; they fail with the error. */
  readonly cut: (error?: Error) => void
}

export interface ConnectOptions {
  readonly kind: LinkKind
  /** For TCP and TLS together. Milliseconds. */
  readonly connectMs: number
  /** Gives up; it fails as cancelled. */
  readonly signal: AbortSignal
}

/** Holds the front of a release's record unless its notes are long, and then the rest comes as it is read. */
const frontWindow = 6_144
/**
 * All streams of a connection share this. HTTP/2 begins with 64 KiB, which a long way empties in one breath: 1,000 fronts over
 * 20 ms took 4.2 s with it and 2.2 s with this.
 */
const connectionWindow = 4 * 1024 * 1024

/**
 * Opens a TLS connection and HTTP/2 on it.
 * @returns null when the server wants HTTP/1.1
 * @throws Error of the network or of TLS
 */
export async function connectHttp2(access: Access, options: ConnectOptions): Promise<Http2Connection | null> {
  const socket = await openTls(access, options)
  if (socket.alpnProtocol !== 'h2') {
    socket.destroy()
    return null
  }
  const session = connectSession(new URL(access.place.server).origin, {
    createConnection: () => socket,
    settings: { enablePush: false, ...(options.kind === 'front' && { initialWindowSize: frontWindow }) },
  })
  session.once('connect', () => session.setLocalWindowSize(connectionWindow))
  // Its streams tell the error to those who wait for it.
  session.on('error', () => undefined)
  return {
    session,
    cut: (error) => {
      session.destroy(error)
      // A session that closes in peace would wait for the peer, who may be gone.
      socket.destroy()
    },
  }
}

function openTls(access: Access, { connectMs, signal }: ConnectOptions): Promise<TLSSocket> {
  const url = new URL(access.place.server)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      // TLS knows no addresses as server names.
      servername: isIP(host) ? '' : host,
      ...access.tls,
      host,
      port: Number(url.port || 443),
      ALPNProtocols: ['h2', 'http/1.1'],
    })
    const late = Object.assign(new Error(`no connection after ${connectMs} ms`), { code: 'ETIMEDOUT' })
    const timer = setTimeout(() => socket.destroy(late), connectMs)
    const unlisten = whenAborted(signal, () => socket.destroy(cancelledFailure()))
    const settle = (): void => {
      clearTimeout(timer)
      unlisten()
    }
    socket.setKeepAlive(true, keepAliveMs)
    socket.once('secureConnect', () => {
      settle()
      resolve(socket)
    })
    // Stays: whoever has the socket is told by its end.
    socket.on('error', (error: Error) => {
      settle()
      reject(error)
    })
    socket.once('close', () => {
      settle()
      reject(Object.assign(new Error('closed before TLS was there'), { code: 'ECONNRESET' }))
    })
  })
}
