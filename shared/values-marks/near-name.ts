/** Pairs of words in names that are one another's opposite, however near they are. */
const opposites = /min|max|pre|post|in|out|on|off|\d+/gi

/**
 * The one of some names that another is a slip of: a letter too many, missing, wrong or at the wrong place.
 * @param isCareful only a very small slip counts
 * @returns null where none is near, or several are
 */
export function nearName(name: string, names: readonly string[], isCareful: boolean): string | null {
  let best = mostSlips(name, isCareful) + 1
  let found: string | null = null
  for (const other of names) {
    const slips = slipsBetween(name, other, best)
    if (slips > best || isOpposite(name, other)) continue
    found = slips === best ? null : other
    best = slips
  }
  return found
}

function mostSlips({ length }: string, isCareful: boolean): number {
  if (length < 3) return 0
  if (isCareful) return length < 8 ? 1 : 2
  return length < 6 ? 1 : length < 12 ? 2 : 3
}

function isOpposite(name: string, other: string): boolean {
  return name.replace(opposites, '·') === other.replace(opposites, '·')
}

/** Letters to change, a pair that is swapped counted once; other case is the smallest slip. More than `most` need not be exact. */
function slipsBetween(name: string, other: string, most: number): number {
  if (name === other) return 0
  const [one, two] = [name.toLowerCase(), other.toLowerCase()]
  if (one === two) return 0.5
  if (Math.abs(one.length - two.length) > most) return most + 1
  let before: number[] = []
  let row = Array.from({ length: two.length + 1 }, (_, index) => index)
  for (let at = 1; at <= one.length; at++) {
    const next = [at]
    for (let to = 1; to <= two.length; to++) {
      const isSame = one[at - 1] === two[to - 1]
      const simple = Math.min((row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1, (row[to - 1] ?? 0) + (isSame ? 0 : 1))
      const isSwapped = one[at - 1] === two[to - 2] && one[at - 2] === two[to - 1] && at > 1 && to > 1
      next.push(isSwapped ? Math.min(simple, (before[to - 2] ?? 0) + 1) : simple)
    }
    if (Math.min(...next) > most) return most + 1
    before = row
    row = next
  }
  return row[two.length] ?? most + 1
}
