const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ?/

/**
 * A container's log as it is shown: each line with its time of day in the person's time zone, or without any time.
 * @param text lines that begin with RFC 3339; one that does not stays as it is.
 */
export function logText(text: string, withTimes: boolean): string {
  return text
    .split('\n')
    .map((line) => {
      const at = stamp.exec(line)
      if (at === null) return line
      const rest = line.slice(at[0].length)
      return withTimes ? `${timeOfDay(at[1] ?? '')}  ${rest}` : rest
    })
    .join('\n')
}

/** How many lines a log has; a line break at its end begins none. */
export function countLines(text: string): number {
  return text === '' ? 0 : text.replace(/\n$/, '').split('\n').length
}

/** `14:03:09`, always of the same width. */
function timeOfDay(at: string): string {
  const time = new Date(at)
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')
}
