import type { BlamedRevision, ValuesPath } from '@shared/model/blame'
import type { RawPayload } from './payload'
import { shownDescription } from './payload-secrets'
import { timeOf } from './summary'
import { isValues } from './values'

/** What a revision's own values have at a path, and what tells of the revision. */
export interface OwnValue extends Omit<BlamedRevision, 'revision'> {
  /** As JSON, its maps in the order of their keys; null where nothing is set. */
  readonly json: string | null
}

/** @param path none of it: all values */
export function ownValue(payload: RawPayload, path: ValuesPath): OwnValue {
  const value = path.reduce(memberOf, payload.config ?? {})
  return {
    updated: timeOf(payload.info.last_deployed ?? ''),
    description: shownDescription(payload),
    chartVersion: payload.chart.metadata.version ?? '',
    json: value === undefined ? null : sortedJson(value),
  }
}

function memberOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return typeof key === 'number' ? (value[key] as unknown) : undefined
  return isValues(value) && typeof key === 'string' && Object.hasOwn(value, key) ? value[key] : undefined
}

/** A value as JSON, its maps in the order of their keys: the same text for whatever means the same to helm. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isValues(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inner,
  )
}
