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

/**
 * How long something has lasted, in its largest unit: `3 h`, `12 min`, `less than a minute`.
 * @param at RFC 3339, when it began.
 * @param now milliseconds since 1970.
 */
export function lastedFor(at: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(at)) / 60_000)
  if (Number.isNaN(minutes)) return 'an unknown time'
  if (minutes < 1) return 'less than a minute'
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`
}
