import { createServer, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { listen, type Listener } from './api-server'

export interface ConnectProxy extends Listener {
  readonly url: string
  /** What it was asked to connect to. */
  readonly asked: string[]
}

/** A real CONNECT proxy that leads every name to the one port. */
export async function startProxy(port: () => number): Promise<ConnectProxy> {
  const asked: string[] = []
  const proxy = createServer().on(
    'connect',
    (request: IncomingMessage, socket: NodeJS.WritableStream & NodeJS.ReadableStream) => {
      asked.push(request.url ?? '')
      const upstream = connect(port(), 'localhost', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        upstream.pipe(socket)
        socket.pipe(upstream)
      })
      upstream.on('error', () => undefined)
      socket.on('error', () => upstream.destroy())
    },
  )
  const listener = await listen(proxy)
  return { ...listener, url: `http://localhost:${listener.port}`, asked }
}
