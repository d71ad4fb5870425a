import {
  createSecureServer,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import { listen, localhostAuthority, toBase64, type TlsListener } from './api-server'

export type StreamAnswerer = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void

/** A real server on loopback that speaks HTTP/2 only, and tells of its connections. */
export interface Http2Listener extends TlsListener {
  /** Open ones, oldest first. */
  readonly sessions: ServerHttp2Session[]
  /** How many there ever were. */
  readonly opened: () => number
  /** The codes with which streams ended, in the order of their ends. */
  readonly ends: number[]
}

/** @param maxStreams how many streams it allows on a connection */
export async function listenHttp2(answer: StreamAnswerer, maxStreams = 100): Promise<Http2Listener> {
  const { certificate, privateKey } = localhostAuthority
  const settings = { maxConcurrentStreams: maxStreams }
  const server = createSecureServer({ cert: certificate, key: privateKey, settings })
  const sessions: ServerHttp2Session[] = []
  const ends: number[] = []
  let opened = 0
  server.on('session', (session) => {
    opened++
    sessions.push(session)
    ignoreErrors(session)
    session.once('close', () => sessions.splice(sessions.indexOf(session), 1))
  })
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined)
    stream.once('close', () => ends.push(stream.rstCode))
    answer(stream, headers)
  })
  const listener = await listen(server)
  const caData = toBase64(certificate)
  return { ...listener, server: `https://localhost:${listener.port}`, caData, sessions, ends, opened: () => opened }
}

function ignoreErrors(session: Http2Session): void {
  session.on('error', () => undefined)
}

/** Answers 200 and leaves the stream open. */
export function beginAnswer(stream: ServerHttp2Stream): void {
  stream.respond({ ':status': 200, 'content-type': 'application/json' })
}
