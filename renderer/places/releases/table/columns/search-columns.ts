import { holdsWords } from '@/lib/search/match-words'
import type { ListedRelease } from '@/lib/release/release-key'
import { releaseColumns, type ReleaseColumn } from './columns'
import type { ColumnMatch } from './release-column'

const searched = releaseColumns.filter(({ text }) => text !== undefined)

// A row is another object once it has changed, so what was worked out for it never goes stale.
const haystacks = new WeakMap<ListedRelease, string>()

/** Whether the searched columns of a release hold every word between them. */
export function matchesRelease(release: ListedRelease, words: readonly string[]): boolean {
  return words.length === 0 || holdsWords(haystackOf(release), words)
}

/** No word has a line break in it, so none is found across two columns. */
function haystackOf(release: ListedRelease): string {
  const known = haystacks.get(release)
  if (known !== undefined) return known
  const haystack = searched.map((column) => lowerText(column, release)).join('\n')
  haystacks.set(release, haystack)
  return haystack
}

function lowerText({ text }: ReleaseColumn, release: ListedRelease): string {
  return text?.(release).toLowerCase() ?? ''
}

/** Where a word was found that no column in sight holds; null where the row speaks for itself. */
export function matchAside(
  release: ListedRelease,
  words: readonly string[],
  shown: readonly ReleaseColumn[],
): ColumnMatch | null {
  if (words.length === 0) return null
  const inSight = shown.map((column) => lowerText(column, release))
  const missing = words.filter((word) => !inSight.some((text) => text.includes(word)))
  if (missing.length === 0) return null
  const column = searched.find((one) => missing.some((word) => lowerText(one, release).includes(word)))
  return column === undefined ? null : { title: column.title, text: column.text?.(release) ?? '' }
}
