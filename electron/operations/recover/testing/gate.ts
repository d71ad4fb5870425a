import { connect, createServer, type Server, type Socket } from 'node:net'
import { freePorts } from '../../../../e2e/cluster/ports.mjs'

/** A port on loopback that leads to another one while it is open; while it is closed nobody listens there. */
export interface Gate {
  readonly port: number
  readonly open: () => Promise<void>
  /** Ends every connection too. */
  readonly close: () => Promise<void>
}

/** @returns a gate that is closed. @param to the port that it leads to */
export async function gateTo(to: number): Promise<Gate> {
  const [port = 0] = await freePorts(1)
  let server: Server | null = null
  const sockets = new Set<Socket>()
  const take = (socket: Socket): void => {
    const upstream = connect(to, '127.0.0.1')
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      sockets.add(one)
      one.on('error', () => undefined)
      one.once('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    socket.pipe(upstream).pipe(socket)
  }
  return {
    port,
    open: () =>
      new Promise((resolve, reject) => {
        server = createServer(take).once('error', reject)
        server.listen(port, '127.0.0.1', resolve)
      }),
    close: () =>
      new Promise((resolve) => {
        if (server === null) resolve()
        else server.close(() => resolve())
        server = null
        for (const socket of sockets) socket.destroy()
      }),
  }
}
