import type { HelmRelease, HelmRevision } from '@shared/model/release'
import type { ReleaseRecord } from './record'
import { recordName } from '../../records/record-name'
import { knownStatus } from '../../records/revision-mark'
import type { Unreadable } from '../../records/summary'
import type { PayloadFacts } from './summary-cache'

/** What stands in a row although its payload is not read yet: better the chart of before than a gap. */
type Before = Pick<HelmRelease, 'chart' | 'appVersion' | 'chartName' | 'chartVersion'>

/**
 * The row of a release's newest revision.
 * @param facts what its payload says; undefined while it is being read
 * @param before the row shown until now
 */
export function toRow(
  record: ReleaseRecord,
  facts: PayloadFacts | undefined,
  before: HelmRelease | undefined,
): HelmRelease {
  const { release: name, namespace, revision, status } = record
  const base = { name, namespace, revision, updated: record.createdAt, status, chart: '', appVersion: '' }
  if (facts === undefined) return { ...base, ...(before && chartOf(before)), provisional: true }
  if ('problem' in facts) return { ...base, ...problemOf(record, facts) }
  return {
    ...base,
    ...chartFacts(record, facts),
    description: facts.description,
    ...(facts.targetNamespace !== undefined && { targetNamespace: facts.targetNamespace }),
  }
}

/** A revision of a release's history; `facts` as for a row. */
export function toRevision(record: ReleaseRecord, facts: PayloadFacts | undefined): HelmRevision {
  const { revision, status, createdAt } = record
  const base = { revision, updated: createdAt, status, chart: '', description: '' }
  if (facts === undefined) return { ...base, provisional: true }
  if ('problem' in facts) return { ...base, ...problemOf(record, facts) }
  return { ...base, ...chartFacts(record, facts), description: facts.description }
}

/** Whether a person would see any difference. */
export function isSameRow(one: HelmRelease | undefined, other: HelmRelease): boolean {
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other)
}

type Known = Exclude<PayloadFacts, Unreadable>

/** Only a record that is named as helm names its own can be repaired. */
function problemOf(record: ReleaseRecord, { problem, damaged }: Unreadable): Unreadable {
  const isHelms = record.object === recordName(record.release, record.revision)
  return damaged === true && isHelms ? { problem, damaged } : { problem }
}

function chartFacts(record: ReleaseRecord, facts: Known): Before & Pick<HelmRelease, 'status' | 'updated'> {
  const { chartName, chartVersion, appVersion, updated } = facts
  return {
    status: knownStatus(record, facts),
    updated,
    chart: `${chartName}-${chartVersion}`,
    appVersion,
    chartName,
    chartVersion,
  }
}

function chartOf({ chart, appVersion, chartName, chartVersion }: HelmRelease): Before {
  return {
    chart,
    appVersion,
    ...(chartName !== undefined && { chartName }),
    ...(chartVersion !== undefined && { chartVersion }),
  }
}
