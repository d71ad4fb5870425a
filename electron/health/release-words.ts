import { createSentenceMask, type MaskAside, type SentenceMask } from '../masking/sentence-mask'

/** A revision of a release, by where its record is. */
export interface WordsRow {
  readonly namespace: string
  readonly name: string
  readonly revision: number
}

export interface ReleaseWordsDeps {
  /** What is secret in a revision. Rejects where that can't be read now. */
  readonly secretsOf: (row: WordsRow) => Promise<readonly string[]>
  readonly maskAside: MaskAside
  /** Words of a release can be told that could not before. */
  readonly onKnown: () => void
}

/** Tells sentences of a cluster about a release's objects: a container's last words may quote its password. */
export interface ReleaseWords {
  /**
   * The sentence without the release's secrets; only Kubernetes' own word in front while those are not known. They are read of
   * releases in sight only.
   */
  readonly tell: (row: WordsRow, sentence: string, isInSight: boolean) => string
}

/** Releases in trouble whose secrets are kept, in memory only: those of some screens. */
const maxKept = 100

export function createReleaseWords({ secretsOf, ...deps }: ReleaseWordsDeps): ReleaseWords {
  const known = new Map<string, SentenceMask>()
  const asked = new Set<string>()
  let turn: Promise<unknown> = Promise.resolve()
  const ask = (key: string, row: WordsRow): void => {
    if (asked.has(key)) return
    asked.add(key)
    // One after the other: nobody waits for them, and each is a whole payload.
    turn = turn.then(async () => {
      try {
        known.set(key, createSentenceMask(await secretsOf(row), deps))
        if (known.size > maxKept) known.delete(known.keys().next().value ?? '')
        deps.onKnown()
      } catch {
        // Asked again when the release's objects change the next time.
      } finally {
        asked.delete(key)
      }
    })
  }
  return {
    tell: (row, sentence, isInSight) => {
      const colon = sentence.indexOf(': ')
      if (colon < 0) return sentence
      const key = JSON.stringify([row.namespace, row.name, row.revision])
      const mask = known.get(key)
      if (mask === undefined && isInSight) ask(key, row)
      return mask?.tell(sentence) ?? sentence.slice(0, colon)
    },
  }
}
