import { maskDescription, needsSecrets, typedDescription } from '../masking/description'
import { secretsOf } from '../masking/find-secrets'
import { schemaSecrets } from '../masking/schema-secrets'
import type { RawPayload } from './payload'
import { isValues } from './values'

/**
 * What of a release is secret, as its record gives it away: its own values, the chart's defaults, what its schema says of
 * both, and what its manifest and hooks hold. It takes a while for a large one: the decoder does it.
 */
export function payloadSecrets({ config, chart, manifest, hooks }: RawPayload): string[] {
  const values = [config, isValues(chart['values']) ? chart['values'] : null]
  const yaml = [manifest ?? '', ...(hooks ?? []).map((hook) => hook.manifest)]
  return [...new Set([...secretsOf({ values, yaml }), ...secretsBySchema(chart, values)])]
}

/** What a chart's schema says is secret in values; of the charts inside it a record has none. */
export function secretsBySchema(chart: RawPayload['chart'], values: readonly unknown[]): string[] {
  const schema = chart['schema']
  return typeof schema === 'string' ? schemaSecrets(Buffer.from(schema, 'base64').toString('utf8'), values) : []
}

/** What helm noted of a revision, without its secrets: the same for a row and for the revision's own page. */
export function shownDescription(payload: RawPayload): string {
  const { status, description } = payload.info
  const text = description ?? ''
  return needsSecrets(status ?? '', text) ? maskDescription(text, payloadSecrets(payload)) : typedDescription(text)
}
