import type { RevisionPart, RevisionText } from '@shared/model/release'
import { readText } from '@shared/values-edit/places'
import { isEqual } from '@shared/values-edit/plain-values'
import type { ValuesGuide } from '@shared/model/values-guide'
import { maskYaml, type Masked } from '../../masking/mask'
import type { MaskedText } from '../../masking/put-back'
import { maskProse } from '../../masking/mask-text'
import { createSecretSet } from '../../masking/secret-set'
import { readRelease } from '../../records/decode-jobs'
import type { RawPayload } from '../../records/payload'
import { payloadSecrets } from '../../records/payload-secrets'
import { coalesceValues, valuesToYaml } from '../../records/revision-values'
import { isValues, type Values } from '../../records/values'
import { recordGuide } from './record-guide'

/** A text that is longer is not shown: an editor holds it, and nobody reads it. Characters. */
export const maxShown = 4 * 1024 * 1024

/**
 * Secrets are looked for in all texts of a release, to be masked in each: where these are longer, the search would take too
 * long, and nothing is shown unasked. Characters.
 */
const maxSearched = 8 * 1024 * 1024

/** How long a text is that is too long to be shown. */
export interface TooLong {
  readonly tooLong: number
  /** Whether it can be saved, its secrets masked. */
  readonly canSave: boolean
}

/** A text of a revision; null when the record cannot be read. */
export type FoundText = RevisionText | TooLong | null

/** Somebody's own values. */
export interface OwnText extends MaskedText {
  /** How many secrets are masked where it is shown. */
  readonly masked: number
  /** Whether it is a text that was sent; else helm's record of it. */
  readonly isAsWritten: boolean
}

/** The texts of one revision, for the thread that may take its time over them. */
export interface RevisionTexts {
  /** What may be shown. */
  readonly shown: (part: RevisionPart, reveal: boolean) => FoundText
  /** The same of any length, its secrets masked. */
  readonly masked: (part: RevisionPart) => FoundText
  /**
   * Its own values, to be edited; null when the record cannot be read.
   * @param sent texts that may be what they were sent as: the first that means the same has their comments and their order
   */
  readonly own: (sent: readonly string[]) => OwnText | null
  /** What its chart says of values, as far as the record holds it; null when that cannot be read. */
  readonly guide: () => ValuesGuide | null
}

/**
 * The texts of a record. What is found to be a secret in its values or its manifest is masked in all of them; the search is
 * made once, when a masked text is first asked for.
 * @param stored as helm's driver stores it
 */
export function createRevisionTexts(stored: string): RevisionTexts {
  const payload = readRelease(stored)
  if (payload === null) return { shown: () => null, masked: () => null, own: () => null, guide: () => null }
  const texts = textsOf(payload)
  let found: Found | undefined
  const find = (): Found => (found ??= findSecrets(texts, payloadSecrets(payload)))
  const mask = (part: RevisionPart): RevisionText => {
    const { masked, secrets } = find()
    const { text, count } = part === 'notes' ? maskProse(texts.notes(), createSecretSet(secrets)) : masked[part]
    return { text, masked: count }
  }
  const ownOf = keepLast((text: string): Masked => maskYaml(text, canSearch() ? find().secrets : []))
  const canSearch = once(() => searched.reduce((sum, part) => sum + texts[part]().length, 0) <= maxSearched)
  return {
    shown: (part, reveal) => {
      const { length } = texts[part]()
      if (length > maxShown || !(reveal || canSearch())) return { tooLong: length, canSave: canSearch() }
      return reveal ? { text: texts[part](), masked: 0 } : mask(part)
    },
    own: (sent) => {
      const written = sent.find((text) => isEqual(readText(text)?.value ?? {}, payload.config ?? {}))
      const real = written ?? texts.values()
      const { text: shown, count } = ownOf(real)
      return { real, shown, masked: count, isAsWritten: written !== undefined }
    },
    guide: () => recordGuide(payload, (text) => (canSearch() ? maskYaml(text, find().secrets) : null)),
    masked: (part) => (canSearch() ? mask(part) : { tooLong: texts[part]().length, canSave: false }),
  }
}

function keepLast<T>(make: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly made: T } | null = null
  return (text) => {
    if (last?.text !== text) last = { text, made: make(text) }
    return last.made
  }
}

type Texts = Readonly<Record<RevisionPart, () => string>>

/** Each is made when it is first asked for. */
function textsOf({ config, chart, manifest, info }: RawPayload): Texts {
  const { values } = chart
  const defaults: Values = isValues(values) ? values : {}
  const own = config ?? {}
  return {
    values: once(() => valuesToYaml(own)),
    'computed-values': once(() => valuesToYaml(coalesceValues(defaults, own))),
    manifest: () => manifest ?? '',
    notes: () => info.notes ?? '',
  }
}

/** What is searched for secrets. */
const searched = ['values', 'computed-values', 'manifest'] as const

function once<T extends string | boolean>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

interface Found {
  readonly masked: Readonly<Record<Exclude<RevisionPart, 'notes'>, Masked>>
  readonly secrets: readonly string[]
}

/** @param stored what the whole release gives away, its hooks too */
function findSecrets(texts: Texts, stored: readonly string[]): Found {
  const own = maskYaml(texts.values())
  const computed = maskYaml(texts['computed-values'](), own.secrets)
  const known = [...stored, ...own.secrets, ...computed.secrets]
  const manifest = maskYaml(texts.manifest(), known)
  // What only the manifest gave away may stand in the values too, under a harmless name.
  const secrets = [...known, ...manifest.secrets]
  const masked = {
    values: maskYaml(texts.values(), secrets),
    'computed-values': maskYaml(texts['computed-values'](), secrets),
    manifest,
  }
  return { masked, secrets }
}
