import { secretMask } from '@shared/mask'

/** A piece of a text to be replaced. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly by: string
}

/** Shorter values are in every text by chance. */
const minLength = 6
const maxSecrets = 2_000

/** Replaces the spans, which may overlap or repeat: of those that do, the first and longest counts. */
export function replaceSpans(text: string, spans: readonly Span[]): { text: string; count: number } {
  const ordered = spans.toSorted((a, b) => a.start - b.start || b.end - a.end)
  const parts: string[] = []
  let at = 0
  let count = 0
  for (const { start, end, by } of ordered) {
    if (start < at) continue
    parts.push(text.slice(at, start), by)
    at = end
    count += 1
  }
  return { text: parts.join('') + text.slice(at), count }
}

/** A pattern of all secrets that are long enough to be told from chance; null when there are none. */
export function secretPattern(secrets: Iterable<string>): RegExp | null {
  const wanted = [...new Set(secrets)].filter((secret) => secret.length >= minLength).slice(0, maxSecrets)
  if (wanted.length === 0) return null
  const longestFirst = wanted.toSorted((a, b) => b.length - a.length)
  return new RegExp(longestFirst.map(patternOf).join('|'), 'g')
}

/** Masks the secrets wherever they stand in a text. */
export function maskOccurrences(text: string, secrets: Iterable<string>): { text: string; count: number } {
  const pattern = secretPattern(secrets)
  if (pattern === null) return { text, count: 0 }
  let count = 0
  const masked = text.replaceAll(pattern, () => {
    count += 1
    return secretMask
  })
  return { text: masked, count }
}

/** A password like `postgres` is a word of image and host names too: there it stands as a part, and stays. */
function patternOf(secret: string): string {
  const literal = secret.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  return /^[a-z]+([-_.][a-z]+)*$/i.test(secret) ? `(?<![\\w./-])${literal}(?![\\w/-]|\\.\\w)` : literal
}
