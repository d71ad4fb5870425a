import { connect, createServer } from 'node:net'
import { listen, type Listener } from './api-server'

/** A port on loopback that leads to another one. */
export interface TcpRelay extends Listener {
  /** How many connections there ever were. */
  readonly opened: () => number
  /** How many bytes came back through it so far. */
  readonly received: () => number
  /** From now on it takes everything that comes and passes nothing on, as a frozen machine or a black hole. */
  readonly freeze: () => void
}

/** @param host where the port is */
export async function relayTo(port: number, host = 'localhost'): Promise<TcpRelay> {
  let opened = 0
  let received = 0
  let frozen = false
  const server = createServer((socket) => {
    opened++
    const upstream = connect(port, host)
    upstream.on('error', () => socket.destroy())
    upstream.once('close', () => {
      if (!frozen) socket.destroy()
    })
    upstream.on('data', (chunk) => {
      received += chunk.length
      if (!frozen) socket.write(chunk)
    })
    socket.on('data', (chunk) => {
      if (!frozen) upstream.write(chunk)
    })
    socket.once('close', () => upstream.destroy())
  })
  const listener = await listen(server)
  return { ...listener, opened: () => opened, received: () => received, freeze: () => void (frozen = true) }
}
