import type { BlamedKey, Origins, ValuesPath } from '@shared/model/blame'
import type { OwnValues, RevisionPart } from '@shared/model/release'
import type { ValuesGuide } from '@shared/model/values-guide'
import { checkValues, firstError } from '@shared/values-check/check-values'
import type { ValuesDocuments } from '@shared/values-check/lines'
import type { ValuesProblem } from '@shared/values-check/problem'
import { writeForOwner } from '../../files/replace-file'
import { secretsOf } from '../../masking/find-secrets'
import { maskSaid } from '../../masking/mask-text'
import { maskAgain, putBackMasks, type PutBack } from '../../masking/put-back'
import { maskSentences } from '../../masking/sentence-mask'
import { createSecretSet } from '../../masking/secret-set'
import { readRelease } from '../../records/decode-jobs'
import { valuesToYaml } from '../../records/revision-values'
import type { Values } from '../../records/values'
import { blameKeys, type OwnValues as BlamedValues } from '../blame/blame-keys'
import { maskedKeys, shownValues } from '../blame/masked-keys'
import { originsIn } from '../blame/origins'
import { createRevisionTexts, type FoundText, type RevisionTexts, type TooLong } from './revision-texts'

/** A record whose texts are asked for. */
export interface TextSource {
  /** Stands for this state of this record. */
  readonly key: string
  /** As helm's driver stores it. */
  readonly stored: string
}

/** What can be asked about texts that may be large. Requests and answers can be sent between threads. */
const jobs = {
  shown: (source: TextSource, part: RevisionPart, reveal: boolean): FoundText => textsOf(source).shown(part, reveal),
  /** Writes the whole text, masked, for the owner alone. @returns the text's length, or why there is none */
  save: async (source: TextSource, part: RevisionPart, path: string): Promise<number | TooLong | null> => {
    const found = textsOf(source).masked(part)
    if (found === null || 'tooLong' in found) return found
    await writeForOwner(path, found.text)
    return found.text.length
  },
  /** Its own values to be edited, masked; null when the record cannot be read. */
  own: (source: TextSource, sent: readonly string[]): OwnValues | null => {
    const own = textsOf(source).own(sent)
    return own && { text: own.shown, masked: own.masked, isAsWritten: own.isAsWritten }
  },
  /** A text that was made from these, the real values in the place of their masks. */
  'put-back': (source: TextSource, sent: readonly string[], text: string, only?: ValuesPath): PutBack | null => {
    const own = textsOf(source).own(sent)
    return own && putBackMasks(text, own, only)
  },
  /** The same text with the values that are still these masked again. */
  'mask-again': (source: TextSource, sent: readonly string[], text: string): string | null => {
    const own = textsOf(source).own(sent)
    return own && maskAgain(text, own)
  },
  /** What its chart says of values; null when the record cannot be read. */
  guide: (source: TextSource): ValuesGuide | null => textsOf(source).guide(),
  /** What is secret in a text of YAML. */
  'secrets-in': (yaml: string): readonly string[] => secretsOf({ values: [], yaml: [yaml] }),
  /** What helm said, without these secrets in any form. */
  'mask-said': (texts: readonly string[], secrets: readonly string[]): readonly string[] => maskSaid(texts, secrets),
  /** The same of sentences of a release that come one by one. */
  'mask-sentences': maskSentences,
  /** Which revision each key comes from; a secret that stands in a key is masked. */
  blame: (chain: readonly BlamedValues[], secrets: readonly string[]): readonly BlamedKey[] =>
    maskedKeys(blameKeys(chain), createSecretSet(secrets)),
  /** The values of a key, as JSON, to be read: without these secrets, and without what its path or form gives away. */
  'shown-values': (values: readonly string[], path: ValuesPath, secrets: readonly string[]): readonly string[] =>
    shownValues(values, path, createSecretSet(secrets)),
  origins: (stored: string): Origins | null => {
    const payload = readRelease(stored)
    return payload && originsIn(payload)
  },
  'values-to-yaml': (values: Values): string => valuesToYaml(values),
  'first-error': (text: string, documents: ValuesDocuments): ValuesProblem | null =>
    firstError(checkValues(text, documents)),
}

type Jobs = typeof jobs
export type TextJobName = keyof Jobs
export type TextJobInput<Name extends TextJobName> = Parameters<Jobs[Name]>
export type TextJobAnswer<Name extends TextJobName> = Awaited<ReturnType<Jobs[Name]>>

/** A job as it is sent to the worker. */
export interface TextJobRequest {
  readonly name: TextJobName
  readonly input: readonly unknown[]
}

/** Does a job on this thread, whatever it costs. */
export function runTextJob({ name, input }: TextJobRequest): unknown {
  const job = jobs[name] as (...input: readonly unknown[]) => unknown
  return job(...input)
}

/** A revision and the one it is compared with: their texts are kept, because a page asks for one after the other. */
const maxKept = 2
const kept = new Map<string, RevisionTexts>()

function textsOf({ key, stored }: TextSource): RevisionTexts {
  const texts = kept.get(key) ?? createRevisionTexts(stored)
  kept.delete(key)
  kept.set(key, texts)
  if (kept.size > maxKept) kept.delete(kept.keys().next().value ?? '')
  return texts
}
