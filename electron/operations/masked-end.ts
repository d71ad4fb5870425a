import type { AppError } from '@shared/errors'
import type { Output } from '../helm/private-run'
import { maskYaml } from '../releases/mask'
import { maskOccurrences } from '../releases/mask-text'
import { valuesToYaml } from '../releases/revision-values'
import { isValues } from '../releases/revision-values'
import { readPayload, type Reader } from './revisions'
import type { EndEvent } from './status'

interface Place {
  readonly namespace: string
  readonly releaseName: string
  readonly revision: number
}

export interface Ended {
  readonly event: EndEvent
  readonly output: Output
  /** What was sent to helm; undefined where there were none, or they are not known any more. */
  readonly values: string | undefined
}

/** As much of the end of what helm wrote is kept. Characters. */
const maxOutput = 64 * 1024
const readLimitMs = 5_000

/**
 * An end as it may be shown and kept: helm's notes and errors can repeat values, so whatever the release's values or its
 * Secrets give away is masked. Never rejects.
 */
export async function maskedEnd(
  client: Reader,
  place: Place,
  ended: Ended,
): Promise<{ event: EndEvent; output: string }> {
  const { event, output } = ended
  const text = [output.stdout, output.stderr].filter((part) => part !== '').join('\n')
  if (text === '' && event.event !== 'failed') return { event, output: '' }
  const secrets = await findSecrets(client, place, ended.values).catch(() => null)
  if (secrets === null) return { event, output: text === '' ? '' : unchecked }
  return {
    event: event.event === 'failed' ? { ...event, error: maskError(event.error, secrets) } : event,
    output: maskOccurrences(text, secrets).text.slice(-maxOutput),
  }
}

const unchecked = 'What helm wrote is not kept: the release could not be read, so its secrets are not known.'

/** @throws AppFailure when neither the values nor the release are known */
async function findSecrets(client: Reader, place: Place, values: string | undefined): Promise<readonly string[]> {
  const own = values === undefined ? [] : (await maskYaml(values)).secrets
  const { namespace, releaseName, revision } = place
  const signal = AbortSignal.timeout(readLimitMs)
  const payload = await readPayload(client, namespace, releaseName, revision, signal).catch((reason: unknown) => {
    // It has gone, or has never come: what was sent is all there is to give away.
    if (values === undefined) throw reason
    return null
  })
  if (payload === null) return own
  const config = isValues(payload.config) ? valuesToYaml(payload.config) : ''
  const stored = await maskYaml(config, own)
  const manifests = [payload.manifest ?? '', ...(payload.hooks ?? []).map(({ manifest }) => manifest)]
  const rendered = await maskYaml(manifests.join('\n---\n'), stored.secrets)
  return [...own, ...stored.secrets, ...rendered.secrets]
}

function maskError(error: AppError, secrets: readonly string[]): AppError {
  const mask = (text: string): string => maskOccurrences(text, secrets).text
  return { ...error, message: mask(error.message), cause: mask(error.cause), detail: mask(error.detail) }
}
