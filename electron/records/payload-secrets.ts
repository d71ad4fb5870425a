import { maskDescription, needsSecrets, typedDescription } from '../masking/description'
import { secretsOf } from '../masking/find-secrets'
import type { RawPayload } from './payload'
import { isValues } from './values'

/**
 * What of a release is secret, as its record gives it away: its own values, the chart's defaults, and what its manifest and hooks
 * hold. It takes a while for a large one: the decoder does it.
 */
export function payloadSecrets({ config, chart, manifest, hooks }: RawPayload): string[] {
  const defaults = chart['values']
  return secretsOf({
    values: [config, isValues(defaults) ? defaults : null],
    yaml: [manifest ?? '', ...(hooks ?? []).map((hook) => hook.manifest)],
  })
}

/** What helm noted of a revision, without its secrets: the same for a row and for the revision's own page. */
export function shownDescription(payload: RawPayload): string {
  const { status, description } = payload.info
  const text = description ?? ''
  return needsSecrets(status ?? '', text) ? maskDescription(text, payloadSecrets(payload)) : typedDescription(text)
}
