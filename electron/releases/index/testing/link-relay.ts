import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import { connect, createServer, type Socket } from 'node:net'
import { listen, type Listener } from '../../../kube/testing/api-server'

/** A port on loopback that leads to a cluster, and the ways in which it can go wrong. */
export interface LinkRelay extends Listener {
  /** Resets all connections, and every new one, until it is healed. */
  readonly refuse: () => void
  /** Passes nothing on any more on the connections that are open now, or the oldest of them, and does not close them. */
  readonly freeze: (which: 'all' | 'oldest') => void
  readonly heal: () => void
}

/** @param port where the cluster listens on 127.0.0.1 */
export async function relayLinks(port: number): Promise<LinkRelay> {
  const { join, ...faults } = openJoints(port)
  return { ...(await listen(createServer((socket) => join(socket, () => undefined)))), ...faults }
}

/** The same as an HTTP proxy: it leads every name to the one port. */
export async function proxyLinks(port: number): Promise<LinkRelay> {
  const { join, ...faults } = openJoints(port)
  const server = createHttpServer().on('connect', (_request: IncomingMessage, socket: Socket) => {
    join(socket, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
  })
  return { ...(await listen(server)), ...faults }
}

interface Joints extends Omit<LinkRelay, keyof Listener> {
  /** Leads a connection on to the port. */
  readonly join: (socket: Socket, onOpen: () => void) => void
}

function openJoints(port: number): Joints {
  const pairs = new Set<readonly [Socket, Socket]>()
  let isRefusing = false
  const reset = (socket: Socket): void => void socket.resetAndDestroy()
  return {
    join: (socket, onOpen) => {
      if (isRefusing) {
        reset(socket)
        return
      }
      const upstream = connect(port, '127.0.0.1', onOpen)
      const pair = [socket, upstream] as const
      pairs.add(pair)
      for (const [one, other] of [pair, [upstream, socket]] as const) {
        one.pipe(other)
        one.on('error', () => undefined)
        one.once('close', () => {
          pairs.delete(pair)
          other.destroy()
        })
      }
    },
    refuse: () => {
      isRefusing = true
      for (const pair of pairs) pair.forEach(reset)
    },
    freeze: (which) => {
      for (const [one, other] of [...pairs].slice(0, which === 'all' ? pairs.size : 1)) {
        one.unpipe(other).pause()
        other.unpipe(one).pause()
      }
    },
    heal: () => void (isRefusing = false),
  }
}
