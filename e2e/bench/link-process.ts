import { createServer, connect, type Socket } from 'node:net'
import { epochNow } from './numbers'

/**
 * A process of its own between a client and the API server, so that forwarding does not slow down what it measures: counts
 * what passes and, where asked, makes the way long and narrow. Arguments: port of the server, round trip in milliseconds,
 * megabits a second (0: as fast as it can).
 */

/** One direction, shared by all connections as a real link is. */
interface Lane {
  readonly delayMs: number
  readonly bytesPerMs: number
  /** When what was accepted last has passed the narrow place. */
  freeAt: number
  total: number
  /** How much had passed at which time. */
  readonly log: [at: number, total: number][]
}

/** What may wait before the narrow place, as in a router's queue. Milliseconds. */
const queueMs = 40

const [port = 0, roundTripMs = 0, megabits = 0] = process.argv.slice(2).map(Number)
const up = lane()
const down = lane()
let connections = 0

const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  connections++
  const upstream = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  // TCP's own handshake takes a round trip before the first byte may leave.
  forward(client, upstream, up, roundTripMs)
  forward(upstream, client, down, 0)
  for (const [one, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    one.on('error', () => other.destroy())
    one.on('close', () => other.destroy())
  }
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
})
process.on('message', (times: number[]) => {
  process.send?.({ connections, down: times.map((at) => totalAt(down, at)), up: times.map((at) => totalAt(up, at)) })
})
process.on('disconnect', () => process.exit())

function lane(): Lane {
  const bytesPerMs = megabits === 0 ? Number.POSITIVE_INFINITY : (megabits * 1_000_000) / 8 / 1_000
  return { delayMs: roundTripMs / 2, bytesPerMs, freeAt: 0, total: 0, log: [] }
}

function totalAt({ log }: Lane, at: number): number {
  return log.findLast(([time]) => time <= at)?.[1] ?? 0
}

function note(one: Lane, bytes: number): void {
  one.total += bytes
  one.log.push([epochNow(), one.total])
}

function forward(from: Socket, to: Socket, one: Lane, firstWaitsMs: number): void {
  if (one.delayMs === 0 && one.bytesPerMs === Number.POSITIVE_INFINITY) {
    from.on('data', (chunk: Buffer) => note(one, chunk.length))
    from.pipe(to)
    return
  }
  const deliver = createDelivery(to, one)
  let opensAt = performance.now() + firstWaitsMs
  from.on('data', (chunk: Buffer) => {
    const now = performance.now()
    one.freeAt = Math.max(now, one.freeAt) + chunk.length / one.bytesPerMs
    opensAt = Math.max(opensAt, one.freeAt)
    deliver(opensAt + one.delayMs, chunk)
    const queued = one.freeAt - now - queueMs
    if (queued <= 0) return
    from.pause()
    setTimeout(() => from.resume(), queued)
  })
  from.on('end', () => deliver(Math.max(opensAt, performance.now()) + one.delayMs, null))
}

/** Writes each chunk at its time, in their order (which timers of their own would not keep); null is the end. */
function createDelivery(to: Socket, one: Lane): (at: number, chunk: Buffer | null) => void {
  const waiting: { at: number; chunk: Buffer | null }[] = []
  const wait = (): void => {
    const next = waiting[0]
    if (next !== undefined) setTimeout(drain, Math.max(0, next.at - performance.now()))
  }
  const drain = (): void => {
    const now = performance.now()
    for (let next = waiting[0]; next !== undefined && next.at <= now; next = waiting[0]) {
      waiting.shift()
      write(to, next.chunk, one)
    }
    wait()
  }
  return (at, chunk) => {
    waiting.push({ at, chunk })
    if (waiting.length === 1) wait()
  }
}

function write(to: Socket, chunk: Buffer | null, one: Lane): void {
  if (chunk !== null) note(one, chunk.length)
  if (to.destroyed) return
  if (chunk === null) to.end()
  else to.write(chunk)
}
