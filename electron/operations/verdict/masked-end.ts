import type { ErrorCode } from '@shared/errors'
import { helmError } from '../../helm/errors'
import type { Output } from '../../helm/private-run'
import { readPayload, type Reader } from '../../records/read-record'
import { workOnText } from '../../releases/texts/texts'
import type { EndEvent } from './status'

interface Place {
  readonly namespace: string
  readonly name: string
  readonly revision: number
}

export interface Ended {
  readonly event: EndEvent
  readonly output: Output
  readonly known: KnownSecrets
}

/** Where else than in the release's own record its secrets may be found. */
export interface KnownSecrets {
  /** What was sent to helm; undefined where there were none, or they are not known any more. */
  readonly values?: string | undefined
  /** What is secret in the revision that values or chart were taken from; undefined where none was read. */
  readonly secrets?: readonly string[] | undefined
  /** The revision that a rollback went back to. */
  readonly basis?: number | undefined
  /**
   * Asks for the default values of the chart, as YAML: of a change that was not stored nobody else has them. Null where they
   * can't be had. Never rejects.
   */
  readonly defaults?: (() => Promise<string | null>) | undefined
}

export interface MaskedEnd {
  readonly event: EndEvent
  /** The end of what helm wrote. */
  readonly output: string
}

/** As much of the end of what helm wrote is kept. Characters. */
const maxOutput = 64 * 1024
const readLimitMs = 5_000

/**
 * An end as it may be shown and kept: helm's notes and errors can repeat values, so whatever the release's own values, its chart's
 * defaults or its Secrets give away is masked, in whatever form. Never rejects.
 */
export async function maskedEnd(client: Reader, place: Place, ended: Ended): Promise<MaskedEnd> {
  const { event, output } = ended
  const text = [output.stdout, output.stderr].filter((part) => part !== '').join('\n')
  if (text === '' && event.event !== 'failed') return { event, output: '' }
  // Only for the reason of a failure it is worth to ask for the chart once more.
  const known = event.event === 'failed' ? ended.known : { ...ended.known, defaults: undefined }
  const found = await findSecrets(client, place, known).catch(() => null)
  if (found === null) return { event: withheld(event), output: text === '' ? '' : unchecked }
  const [said = '', ...words] = await workOnText('mask-said', [endOf(text), ...wordsOf(event)], found).catch(() => [])
  // Without them nothing was masked.
  if (words.length < wordsOf(event).length) return { event: withheld(event), output: unchecked }
  return { event: withWords(event, words), output: said.slice(-maxOutput) }
}

/** What of an end is said in somebody else's words. */
function wordsOf(event: EndEvent): string[] {
  return event.event === 'failed' ? [event.error.message, event.error.cause, event.error.detail] : []
}

function withWords(event: EndEvent, [message = '', cause = '', detail = '']: readonly string[]): EndEvent {
  return event.event === 'failed' ? { ...event, error: { ...event.error, message, cause, detail } } : event
}

/** Of a long text more than is kept, marked as cut: what is left of a secret at its front is found by that. */
function endOf(text: string): string {
  return text.length <= 2 * maxOutput ? text : `…${text.slice(-2 * maxOutput)}`
}

const unchecked = "helm's output is not kept: the release couldn't be read, so its secrets are unknown."

/** Failures whose words are helm's own: they can repeat a value. */
const quoting: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'helm-failed',
  'hook-failed',
  'rolled-back',
  'chart-invalid',
  'values-invalid',
  'object-refused',
  'object-conflict',
  'field-immutable',
  'policy-refused',
  'cluster-failed',
])

/** An end whose words cannot be checked for secrets. */
function withheld(event: EndEvent): EndEvent {
  if (event.event !== 'failed') return event
  const { code, cause, detail } = event.error
  const isQuoted = quoting.has(helmError(detail).code)
  const error = { cause: quoting.has(code) ? unchecked : cause, detail: isQuoted ? '' : detail }
  return { ...event, error: { ...event.error, ...error } }
}

/** All that may be secret in what helm said of a change; null where that is not known. */
async function findSecrets(
  client: Reader,
  { namespace, name, revision }: Place,
  { values, secrets, basis, defaults }: KnownSecrets,
): Promise<readonly string[] | null> {
  const own = [...(values === undefined ? [] : await workOnText('secrets-in', values)), ...(secrets ?? [])]
  const signal = AbortSignal.timeout(readLimitMs)
  const read = async (wanted: number): Promise<readonly string[] | null> => {
    const payload = await readPayload(client, namespace, name, wanted, signal).catch(() => null)
    return payload?.secrets ?? null
  }
  const stored = await read(revision)
  if (stored !== null) return [...own, ...stored]
  // What was not stored has the values, and mostly the secrets, of the revision before.
  const before = basis ?? revision - 1
  const [earlier, chart] = await Promise.all([before > 0 ? read(before) : null, defaults?.() ?? null])
  const isKnown = defaults === undefined ? earlier !== null || secrets !== undefined : chart !== null
  return isKnown ? [...own, ...(earlier ?? []), ...(await workOnText('secrets-in', chart ?? ''))] : null
}
