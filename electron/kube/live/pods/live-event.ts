import { z } from 'zod'
import { nullish } from '../nullish'
import { firstLine } from './first-line'

const word = z.string().max(4_096)
const maybe = nullish(word)

const eventShape = z.object({
  type: maybe,
  reason: maybe,
  message: nullish(z.string().max(65_536)),
  lastTimestamp: maybe,
  eventTime: maybe,
  series: nullish(z.object({ lastObservedTime: maybe })),
  metadata: z.object({ creationTimestamp: maybe }),
  involvedObject: z.object({ kind: maybe, name: maybe, namespace: maybe, uid: maybe }),
})

/** What is kept of an event of the core API. */
export interface LiveEvent {
  /** Of what it speaks of: its uid, where it is told, else `kind/name`. */
  readonly about: string
  readonly isWarning: boolean
  /** `FailedCreate: pods "web-1" is forbidden: exceeded quota`; its first line. */
  readonly words: string
  /** When it was seen last, in whole seconds since 1970, because most are told so; 0 when nobody says. */
  readonly at: number
}

/** @returns null for what is no event of a named object */
export function toLiveEvent(object: unknown): LiveEvent | null {
  const parsed = eventShape.safeParse(object)
  if (!parsed.success) return null
  const { type, reason = '', message = '', involvedObject, ...times } = parsed.data
  const { kind, name, uid } = involvedObject
  if (kind === undefined || name === undefined) return null
  const line = firstLine(message.trim())
  const words = [reason, line].filter(Boolean).join(': ')
  const seen = times.series?.lastObservedTime ?? times.lastTimestamp ?? times.eventTime
  const at = Math.floor((Date.parse(seen ?? times.metadata.creationTimestamp ?? '') || 0) / 1_000)
  return { about: uid ?? `${kind}/${name}`, isWarning: type === 'Warning', words, at }
}

/** The newest event of each object, by `about`; of one second the later told counts. */
export function newestEvents(events: Iterable<LiveEvent>): ReadonlyMap<string, LiveEvent> {
  const newest = new Map<string, LiveEvent>()
  for (const event of events) {
    const known = newest.get(event.about)
    if (known === undefined || event.at >= known.at) newest.set(event.about, event)
  }
  return newest
}
