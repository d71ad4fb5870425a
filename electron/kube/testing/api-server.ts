import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { newAuthority } from '../../../e2e/cluster/certificates.mjs'

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

export interface Listener {
  readonly port: number
  readonly close: () => Promise<void>
}

/** A certificate that signs itself for the name `localhost`: server certificate and authority in one. */
export const localhostAuthority = newAuthority('localhost')

/** Its kubeconfig's cluster entry trusts the server unless told otherwise. */
export interface TlsListener extends Listener {
  readonly server: string
  readonly caData: string
}

/** A real https server on loopback. */
export async function listenTls(answer: Answer): Promise<TlsListener> {
  const { certificate, privateKey } = localhostAuthority
  const listener = await listen(createHttpsServer({ cert: certificate, key: privateKey }, answer))
  return { ...listener, server: `https://localhost:${listener.port}`, caData: toBase64(certificate) }
}

/** A real http server on loopback. */
export function listenPlain(answer: Answer): Promise<Listener> {
  return listen(createHttpServer(answer))
}

/** Accepts connections and never says a word. */
export function listenSilently(): Promise<Listener> {
  return listen(createTcpServer())
}

/** A port that nobody listens on. */
export async function closedPort(): Promise<number> {
  const { port, close } = await listen(createTcpServer())
  await close()
  return port
}

/** Any server on a free loopback port; closing it cuts its connections. */
export function listen(server: Server): Promise<Listener> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, 'localhost', () => resolve({ port: (server.address() as AddressInfo).port, close }))
  })
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** Kubernetes' own error object. */
export function statusObject(code: number, message: string): unknown {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code }
}

export function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
