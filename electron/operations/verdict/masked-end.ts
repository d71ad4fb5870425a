import type { AppError, ErrorCode } from '@shared/errors'
import { secretMask } from '@shared/mask'
import { helmError } from '../../helm/errors'
import type { Output } from '../../helm/private-run'
import { maskYaml } from '../../masking/mask'
import { maskOccurrences } from '../../masking/mask-text'
import { valuesToYaml } from '../../records/revision-values'
import type { Payload } from '../../records/payload'
import { readPayload, type Reader } from '../../records/read-record'
import type { EndEvent } from './status'

interface Place {
  readonly namespace: string
  readonly name: string
  readonly revision: number
}

export interface Ended {
  readonly event: EndEvent
  readonly output: Output
  /** What was sent to helm; undefined where there were none, or they are not known any more. */
  readonly values: string | undefined
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
 * An end as it may be shown and kept: helm's notes and errors can repeat values, so whatever the release's values or its
 * Secrets give away is masked. Never rejects.
 */
export async function maskedEnd(client: Reader, place: Place, ended: Ended): Promise<MaskedEnd> {
  const { event, output } = ended
  const text = [output.stdout, output.stderr].filter((part) => part !== '').join('\n')
  if (text === '' && event.event !== 'failed') return { event, output: '' }
  const secrets = await findSecrets(client, place, ended.values).catch(() => null)
  if (secrets === null) return { event: withheld(event), output: text === '' ? '' : unchecked }
  return {
    event: event.event === 'failed' ? { ...event, error: maskError(event.error, secrets) } : event,
    output: maskOccurrences(text, secrets).text.slice(-maxOutput),
  }
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

/** What the values, or the release, give away; null when neither is known. */
async function findSecrets(
  client: Reader,
  { namespace, name, revision }: Place,
  values: string | undefined,
): Promise<readonly string[] | null> {
  const own = values === undefined ? [] : (await maskYaml(values)).secrets
  const signal = AbortSignal.timeout(readLimitMs)
  const read = (wanted: number): Promise<Payload | null> =>
    readPayload(client, namespace, name, wanted, signal).catch(() => null)
  // What was not stored has the values, and mostly the secrets, of the revision before.
  const payload = (await read(revision)) ?? (revision > 1 ? await read(revision - 1) : null)
  if (payload === null) return values === undefined ? null : own
  const config = valuesToYaml(payload.config ?? {})
  const stored = await maskYaml(config, own)
  const manifests = [payload.manifest ?? '', ...payload.hooks.map(({ manifest }) => manifest)]
  const rendered = await maskYaml(manifests.join('\n---\n'), stored.secrets)
  return [...own, ...stored.secrets, ...rendered.secrets]
}

function maskError(error: AppError, secrets: readonly string[]): AppError {
  const wordings = secrets.flatMap(wordingsOf)
  const mask = (text: string): string => maskCut(maskOccurrences(text, wordings).text, wordings)
  return { ...error, message: mask(error.message), cause: mask(error.cause), detail: mask(error.detail) }
}

/** A secret as it is, quoted as Go does, and on one line: what is said of a failure is put into sentences. */
function wordingsOf(secret: string): string[] {
  const flat = secret.replaceAll(/\s+/g, ' ').trim()
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), flat])]
}

const leastCut = 4
const mostCut = 300

/** A sentence that was cut within a secret: its beginning is masked too. */
function maskCut(text: string, secrets: readonly string[]): string {
  const parts = text.split('…')
  const masked = parts.slice(0, -1).map((part) => {
    const cut = secrets.map((secret) => overlap(part, secret)).reduce((most, one) => Math.max(most, one), 0)
    return cut === 0 ? part : part.slice(0, -cut) + secretMask
  })
  return [...masked, ...parts.slice(-1)].join('…')
}

/** How many characters at the end of a text are the beginning of a secret. */
function overlap(text: string, secret: string): number {
  for (let length = Math.min(secret.length, text.length, mostCut); length >= leastCut; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return length
  }
  return 0
}
