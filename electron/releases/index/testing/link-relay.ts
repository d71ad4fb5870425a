import { connect, createServer, type Socket } from 'node:net'
import { listen, type Listener } from '../../../kube/testing/api-server'

/** A port on loopback that leads to a cluster, and the ways in which it can go wrong. */
export interface LinkRelay extends Listener {
  /** How many connections there ever were. */
  readonly opened: () => number
  /** Resets all connections; new ones are let through. */
  readonly cut: () => void
  /** Resets all connections, and every new one, until it is healed. */
  readonly refuse: () => void
  /** Passes nothing on any more on the connections that are open now, and does not close them either. */
  readonly freeze: () => void
  readonly heal: () => void
}

/** @param port where the cluster listens on 127.0.0.1 */
export async function relayLinks(port: number): Promise<LinkRelay> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let opened = 0
  let isRefusing = false
  const reset = (socket: Socket): void => void socket.resetAndDestroy()
  const server = createServer((socket) => {
    opened++
    if (isRefusing) {
      reset(socket)
      return
    }
    const upstream = connect(port, '127.0.0.1')
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
  })
  const cut = (): void => pairs.forEach((pair) => pair.forEach(reset))
  const listener = await listen(server)
  return {
    ...listener,
    opened: () => opened,
    cut,
    refuse: () => {
      isRefusing = true
      cut()
    },
    freeze: () => {
      for (const [one, other] of pairs) {
        one.unpipe(other).pause()
        other.unpipe(one).pause()
      }
    },
    heal: () => void (isRefusing = false),
  }
}
