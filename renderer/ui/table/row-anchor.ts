/** A row and where it was on the screen: pixels from the top of what is in sight, negative where it is cut off. */
export interface RowAnchor {
  readonly key: string
  readonly offset: number
}

/** What is in sight of a list; all in pixels. */
export interface Sight {
  readonly top: number
  readonly height: number
  readonly rowHeight: number
}

/** A row of a list, by what stays the same wherever it moves. */
export interface Keyed {
  readonly key: string
}

/**
 * The rows by which a list can be held in its place while others come and go above them, best first.
 * @param preferred the row with the focus: it is the one the person looks at.
 * @returns none at the very top, where a list stays: what is new there is to be seen.
 */
export function anchorsIn(rows: readonly Keyed[], sight: Sight, preferred: string | null): RowAnchor[] {
  const { top, height, rowHeight } = sight
  if (top <= 0) return []
  const first = Math.floor(top / rowHeight)
  const visible = rows
    .slice(first, Math.ceil((top + height) / rowHeight))
    .map(({ key }, index): RowAnchor => ({ key, offset: (first + index) * rowHeight - top }))
  return [...visible.filter(({ key }) => key === preferred), ...visible.filter(({ key }) => key !== preferred)]
}

/**
 * Where a list has to be scrolled to so that the first anchor it still holds is where it was.
 * @returns null where it holds none of them: then it stays as it is.
 */
export function topFor(rows: readonly Keyed[], anchors: readonly RowAnchor[], rowHeight: number): number | null {
  for (const { key, offset } of anchors) {
    const index = rows.findIndex((row) => row.key === key)
    if (index !== -1) return Math.max(0, index * rowHeight - offset)
  }
  return null
}

/** The row that takes the place of one that is gone: the next of those after it that are left, else the last before it. */
export function neighbourOf(key: string, before: readonly Keyed[], now: readonly Keyed[]): string | null {
  const at = before.findIndex((row) => row.key === key)
  if (at === -1) return null
  const left = new Set(now.map((row) => row.key))
  const isLeft = (row: Keyed): boolean => left.has(row.key)
  return (before.slice(at + 1).find(isLeft) ?? before.slice(0, at).findLast(isLeft))?.key ?? null
}
