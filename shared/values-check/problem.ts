/** Something in a values text that helm refuses (`error`) or reads in a way that may surprise (`warning`). */
export interface ValuesProblem {
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** Offsets in the text, `to` behind the last character. */
  readonly from: number
  readonly to: number
  /** Counted from 1. */
  readonly line: number
  readonly column: number
}

/** A problem before its line is known. */
export type Found = Omit<ValuesProblem, 'line' | 'column'>

type Range = readonly number[] | null | undefined

export function error(range: Range, message: string): Found {
  return { severity: 'error', message, ...spanOf(range) }
}

export function warning(range: Range, message: string): Found {
  return { severity: 'warning', message, ...spanOf(range) }
}

function spanOf(range: Range): Pick<Found, 'from' | 'to'> {
  const from = range?.[0] ?? 0
  return { from, to: Math.max(from, range?.[1] ?? from) }
}
