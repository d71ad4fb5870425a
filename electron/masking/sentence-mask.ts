import { randomUUID } from 'node:crypto'
import { maskProse } from './mask-text'
import { createSecretSet, type SecretSet } from './secret-set'

/** What is secret in a release, for whoever masks many sentences of it one after the other. */
export interface KnownSecrets {
  /** Stands for these secrets, so that they are made ready for the search only once. */
  readonly key: string
  readonly secrets: readonly string[]
}

/** Masks sentences (`maskProse`) off the main thread. */
export type MaskAside = (sentences: readonly string[], secrets: KnownSecrets) => Promise<readonly string[]>

/** Masks what a cluster says of one release's objects. */
export interface SentenceMask {
  /** The sentence without the release's secrets; null while that is being found out, or where it could not be. */
  readonly tell: (sentence: string) => string | null
  /** Resolves once all that was to be told is known; null where there is nothing to wait for. Never rejects. */
  readonly settled: () => Promise<void> | null
}

interface SentenceMaskDeps {
  readonly maskAside: MaskAside
  /** Sentences can be told that could not before. */
  readonly onKnown: () => void
}

/** Secrets that are made ready here at once, and their characters together: that takes some 5 ms. Of 6,000 it took 300. */
const fewSecrets = 100
const shortSecrets = 16 * 1024
/** Sentences of a cluster are few, and told again with every change of an object. */
const maxKnown = 2_000

/** @param secrets of the release; few are looked for here at once, many off the main thread */
export function createSentenceMask(secrets: readonly string[], { maskAside, onKnown }: SentenceMaskDeps): SentenceMask {
  const known = new Map<string, string | null>()
  const waiting = new Set<string>()
  let turn: Promise<void> | null = null
  let set: SecretSet | null = null
  const isSmall = isFew(secrets)
  const source: KnownSecrets = { key: randomUUID(), secrets }
  const remember = (sentences: readonly string[], masked: readonly string[]): void => {
    if (known.size + sentences.length > maxKnown) known.clear()
    sentences.forEach((sentence, at) => known.set(sentence, masked[at] ?? null))
  }
  const askForAll = async (): Promise<void> => {
    while (waiting.size > 0) {
      const sentences = [...waiting]
      // What fails is kept back for good: asked again with every change of an object it would keep the worker busy.
      const masked = await maskAside(sentences, source).catch(() => [])
      for (const sentence of sentences) waiting.delete(sentence)
      remember(sentences, masked)
      onKnown()
    }
    turn = null
  }
  return {
    tell: (sentence) => {
      const before = known.get(sentence)
      if (before !== undefined) return before
      if (isSmall) {
        const { text } = maskProse(sentence, (set ??= createSecretSet(secrets)))
        remember([sentence], [text])
        return text
      }
      waiting.add(sentence)
      // All that is told in one go is asked for in one.
      turn ??= Promise.resolve().then(askForAll)
      return null
    },
    settled: () => turn,
  }
}

function isFew(secrets: readonly string[]): boolean {
  return secrets.length <= fewSecrets && secrets.reduce((sum, { length }) => sum + length, 0) <= shortSecrets
}

/** Sets that are kept: those of the changes and the releases in trouble that are looked at. */
const maxKept = 4
const kept = new Map<string, SecretSet>()

/** `MaskAside` on this thread, whatever it costs. */
export const maskHere: MaskAside = (sentences, secrets) => Promise.resolve(maskSentences(sentences, secrets))

/** The same, as the worker does it. */
export function maskSentences(sentences: readonly string[], { key, secrets }: KnownSecrets): readonly string[] {
  const set = kept.get(key) ?? createSecretSet(secrets)
  kept.delete(key)
  kept.set(key, set)
  if (kept.size > maxKept) kept.delete(kept.keys().next().value ?? '')
  return sentences.map((sentence) => maskProse(sentence, set).text)
}
