const minute = 60
const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 24 * 60 * minute],
  ['month', 30 * 24 * 60 * minute],
  ['week', 7 * 24 * 60 * minute],
  ['day', 24 * 60 * minute],
  ['hour', 60 * minute],
  ['minute', minute],
]

const relative = new Intl.RelativeTimeFormat(undefined, { style: 'narrow' })
const short = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })

/**
 * How long ago a time was, in the person's language: `5 min ago`.
 * @param at RFC 3339, or '' when unknown.
 * @param now milliseconds since 1970. A time ahead of it (the cluster's clock is not ours) counts as now.
 */
export function relativeTime(at: string, now: number): string {
  const then = Date.parse(at)
  if (Number.isNaN(then)) return 'unknown'
  const seconds = Math.max(0, (now - then) / 1000)
  for (const [unit, size] of steps) {
    if (seconds >= size) return relative.format(-Math.floor(seconds / size), unit)
  }
  return 'just now'
}

/** The full date and time in the person's language and time zone; what was given when it is no time. */
export function exactTime(at: string): string {
  const then = Date.parse(at)
  return Number.isNaN(then) ? at : exact.format(then)
}

/** Date and time to the minute in the person's language and time zone; 'unknown' when it is no time. */
export function shortTime(at: string): string {
  const then = Date.parse(at)
  return Number.isNaN(then) ? 'unknown' : short.format(then)
}
