import type { ApiClient, ApiClientDeps, ApiStream, StreamRequest } from '../api-client'
import type { ClientLab } from './client-lab'
import { listenHttp2, type Http2Listener, type StreamAnswerer } from './http2-server'
import type { Entries } from './kubeconfig'

/** Nobody aborts it. */
const never = new AbortController().signal

export const accept = 'application/json;x=y'
export const watch: StreamRequest = { accept, signal: never, kind: 'watch' }
export const front: StreamRequest = { accept, signal: never, kind: 'front' }

export interface Http2Options extends Partial<ApiClientDeps> {
  readonly user?: Entries['user']
  /** How many streams the server allows on a connection. */
  readonly maxStreams?: number
}

/** A real HTTP/2 server and a client of it; both end with the lab. */
export async function serveHttp2(
  lab: ClientLab,
  answer: StreamAnswerer,
  { user = {}, maxStreams, ...deps }: Http2Options = {},
): Promise<{ server: Http2Listener; client: ApiClient }> {
  const server = await listenHttp2(answer, maxStreams)
  lab.keep(server)
  const cluster = { server: server.server, 'certificate-authority-data': server.caData }
  return { server, client: lab.clientOf({ cluster, user }, deps) }
}

/** All of it. */
export async function textOf(stream: ApiStream): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream.chunks) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** Reads it bit by bit. */
export interface Reader {
  /** The next bytes as text; null at the end. */
  readonly next: () => Promise<string | null>
}

export function readerOf(stream: ApiStream): Reader {
  const chunks = stream.chunks[Symbol.asyncIterator]()
  return {
    next: async () => {
      const result = await chunks.next()
      return result.done ? null : result.value.toString('utf8')
    },
  }
}
