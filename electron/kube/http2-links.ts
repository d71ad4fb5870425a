import type { ClientHttp2Session } from 'node:http2'
import type { Access } from './credentials'
import { cancelledFailure, networkFailure } from './errors'
import { connectHttp2, type Http2Connection, type LinkKind } from './http2-connect'
import { answersPing, keepPinging } from './http2-ping'

/** All in milliseconds but `maxStreams`. */
export interface LinkTiming {
  /** For TCP and TLS together. */
  readonly connectMs: number
  readonly pingEveryMs: number
  /** A link that leaves a ping unanswered for so long is cut. */
  readonly pingLimitMs: number
  /** A link without streams is closed after this time. */
  readonly idleMs: number
  /** A server allows 100 on a connection and keeps those above waiting without a word. */
  readonly maxStreams: number
}

export const defaultLinkTiming: LinkTiming = {
  connectMs: 10_000,
  pingEveryMs: 10_000,
  pingLimitMs: 5_000,
  idleMs: 60_000,
  maxStreams: 90,
}

/** The right to open one stream on a link. */
export interface Lease {
  readonly session: ClientHttp2Session
  /** The stream is gone. */
  readonly release: () => void
}

/** The HTTP/2 links to one cluster, opened when needed. */
export interface Http2Links {
  /**
   * @returns null where HTTP/2 is not to be had: plain http, a proxy, or a server that speaks HTTP/1.1
   * @throws Error of the network or of TLS
   */
  readonly lease: (access: Access, kind: LinkKind) => Promise<Lease | null>
  /** Whether all open links answer a ping in time; the others are cut. */
  readonly ping: (timeoutMs: number) => Promise<boolean>
  /** Cuts all links; their streams fail as cancelled. A later lease opens a new one. */
  readonly dispose: () => void
}

interface Link {
  readonly access: Access
  readonly kind: LinkKind
  readonly connecting: Promise<Http2Connection | null>
  connection: Http2Connection | null
  /** Streams and those who are about to open one. */
  users: number
  /** False when no more streams may be opened: they go to another link. */
  isOpen: boolean
  idle: NodeJS.Timeout | undefined
}

/** Keeps links by certificates and kind, so that slow watches and short reads do not share a window. */
export function createHttp2Links(timing: LinkTiming): Http2Links {
  const links = new Set<Link>()
  /** Keys of the accesses whose servers speak HTTP/1.1. */
  const http1 = new Set<string>()
  let ending = new AbortController()

  const open = (access: Access, kind: LinkKind): Link => {
    const connecting = connectHttp2(access, { kind, connectMs: timing.connectMs, signal: ending.signal })
    const link: Link = { access, kind, connecting, connection: null, users: 0, isOpen: true, idle: undefined }
    links.add(link)
    connecting.then(
      (connection) => {
        if (connection) adopt(link, connection, timing, () => links.delete(link))
        else {
          http1.add(access.agentKey)
          links.delete(link)
        }
      },
      () => links.delete(link),
    )
    return link
  }
  return {
    lease: async (access, kind) => {
      if (access.isProxied || access.place.server.startsWith('http:') || http1.has(access.agentKey)) return null
      for (const link of links) if (link.access.agentKey !== access.agentKey) retire(link)
      const link = [...links].find((known) => known.kind === kind && hasRoom(known, timing)) ?? open(access, kind)
      link.users++
      clearTimeout(link.idle)
      const release = once(() => leave(link, timing))
      try {
        const connection = await link.connecting
        return connection && { session: connection.session, release }
      } catch (error) {
        release()
        throw error
      }
    },
    ping: async (timeoutMs) => {
      const answers = await Promise.all([...links].map((link) => pingLink(link, timeoutMs)))
      return !answers.includes(false)
    },
    dispose: () => {
      ending.abort()
      ending = new AbortController()
      for (const { connection } of links) connection?.cut(cancelledFailure())
      links.clear()
    },
  }
}

/** Takes a new connection into use. */
function adopt(link: Link, connection: Http2Connection, timing: LinkTiming, onClose: () => void): void {
  const { session } = connection
  link.connection = connection
  session.once('goaway', () => (link.isOpen = false))
  session.once('close', () => {
    link.isOpen = false
    clearTimeout(link.idle)
    onClose()
  })
  keepPinging(session, { everyMs: timing.pingEveryMs, limitMs: timing.pingLimitMs }, () => cutSilent(link))
  if (link.users === 0) leaveSoon(link, timing)
}

function hasRoom({ isOpen, users, connection }: Link, { maxStreams }: LinkTiming): boolean {
  if (!isOpen) return false
  if (connection === null) return users < maxStreams
  const { session } = connection
  if (session.closed || session.destroyed) return false
  // Before the server told its own limit, Node gives the protocol's: 2³²-1.
  return users < Math.min(maxStreams, session.remoteSettings.maxConcurrentStreams ?? maxStreams)
}

/** Takes no more streams; those that are open go on. */
function retire(link: Link): void {
  link.isOpen = false
  if (link.users === 0) link.connection?.cut()
}

function leave(link: Link, timing: LinkTiming): void {
  link.users--
  if (link.users > 0) return
  if (link.isOpen) leaveSoon(link, timing)
  else link.connection?.cut()
}

function leaveSoon(link: Link, timing: LinkTiming): void {
  link.idle = setTimeout(() => retire(link), timing.idleMs)
  link.idle.unref()
}

async function pingLink(link: Link, timeoutMs: number): Promise<boolean> {
  if (!link.connection) return true
  const answered = await answersPing(link.connection.session, timeoutMs)
  if (!answered) cutSilent(link)
  return answered
}

function cutSilent({ access, connection }: Link): void {
  const silence = Object.assign(new Error('a ping was not answered'), { code: 'ETIMEDOUT' })
  connection?.cut(networkFailure(access.place, silence))
}

function once(act: () => void): () => void {
  let done = false
  return () => {
    if (!done) act()
    done = true
  }
}
