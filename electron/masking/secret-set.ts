import { secretMask } from '@shared/mask'
import { isSecretKey } from '@shared/secret-keys'
import { isCommonWord } from './plain-words'
import { formsOf } from './secret-forms'
import { createMatcher, type Match, type Matcher } from './secret-matcher'

/** Secrets that are known, to be found again in any text, in whatever form they stand there. */
export interface SecretSet {
  /** Whether there are so many that a text can't be searched for all of them: then it may not be shown at all. */
  readonly isTooMany: boolean
  /** Where they stand in a text, in order; none where there are too many. */
  readonly find: (text: string) => readonly Match[]
  /** The text with a mask in the place of each; only a note that it isn't shown where there are too many. */
  readonly mask: (text: string) => MaskedText
}

export interface MaskedText {
  readonly text: string
  /** How many places were masked. */
  readonly count: number
}

/** Stands for a text that has too many secrets. It holds the mask, so that it is never saved as values. */
export const tooMany = `${secretMask} This has too many secrets to be shown safely.`

/** More than can be of use; a set of them is made in about a second. */
const maxSecrets = 20_000

/** @param secrets as they are; how they may be written is found out here */
export function createSecretSet(secrets: Iterable<string>): SecretSet {
  const wanted = new Set<string>()
  for (const secret of secrets) if (isFindable(secret)) wanted.add(secret)
  const matcher = wanted.size > maxSecrets ? null : createMatcher([...wanted].flatMap(formsOf))
  return matcher === null ? withheld : setOf(matcher)
}

/** A switch, a default, or the name of a secret's key (`password: password`) stands everywhere. */
function isFindable(secret: string): boolean {
  const text = secret.trim()
  if (text === '' || text === secretMask || isCommonWord(text)) return false
  return !(/^[a-z]{3,12}$/i.test(text) && isSecretKey(text))
}

const withheld: SecretSet = {
  isTooMany: true,
  find: () => [],
  mask: (text) => (text === '' ? { text, count: 0 } : { text: tooMany, count: 1 }),
}

function setOf({ find }: Matcher): SecretSet {
  return {
    isTooMany: false,
    find,
    mask: (text) =>
      replaceSpans(
        text,
        find(text).map(({ start, end }) => ({ start, end, by: secretMask })),
      ),
  }
}

/** A piece of a text to be replaced. */
export interface Span extends Match {
  readonly by: string
}

/** Replaces the spans. Those that overlap become one, replaced as the first and longest of them is. */
export function replaceSpans(text: string, spans: readonly Span[]): MaskedText {
  const ordered = spans.toSorted((a, b) => a.start - b.start || b.end - a.end)
  const parts: string[] = []
  let at = 0
  let count = 0
  for (const { start, end, by } of ordered) {
    if (start < at) {
      at = Math.max(at, end)
      continue
    }
    parts.push(text.slice(at, start), by)
    at = end
    count += 1
  }
  return { text: parts.join('') + text.slice(at), count }
}
