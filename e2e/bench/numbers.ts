/** The middle of some numbers; the mean of both middle ones when they are even in number. @throws without any */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other)
  const high = sorted[Math.floor(sorted.length / 2)]
  const low = sorted[Math.ceil(sorted.length / 2) - 1]
  if (high === undefined || low === undefined) throw new Error('there is nothing to take the median of')
  return (high + low) / 2
}

/** The number that `share` (0 to 1) of all do not exceed. @throws without any */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((one, other) => one - other)
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (found === undefined) throw new Error('there is nothing to take a percentile of')
  return found
}

/** `1,234 ms` */
export function ms(value: number): string {
  return `${count(value)} ms`
}

/** `1,234`; small numbers keep a digit that says something. */
export function count(value: number): string {
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0
  return Number(value.toFixed(digits)).toLocaleString('en-GB')
}

/** `1.2 MB`, of a million bytes. */
export function megabytes(bytes: number): string {
  return `${count(bytes / 1e6)} MB`
}

/** Milliseconds since 1970 as a fraction: the same clock in every process of this machine. */
export function epochNow(): number {
  return performance.timeOrigin + performance.now()
}
