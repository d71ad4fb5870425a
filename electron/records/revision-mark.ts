import { parseRecordName } from './record-name'
import { isValues } from './values'

/** One revision as the metadata of its record tells it. */
export interface RevisionMark {
  readonly revision: number
  readonly status: string
  /** Changes with every write: helm writes at creation, before each hook and at the end. */
  readonly resourceVersion: string
  /** When it was written last, RFC 3339 by the server's clock; helm's own label for it is wrong from the second write on. */
  readonly writtenAt: string
}

/** Kubernetes' limit for names, and far above its limit for the values of labels. */
const maxText = 253
const maxStatus = 64

/**
 * The one rule for a revision's number: the record's name, because helm gets, writes and deletes a record by it and never
 * reads the label; the label only where the name is none of helm's. 0 when neither tells one.
 */
export function revisionOf(metadata: unknown): number {
  return parseRecordName(textIn(metadata, 'name'))?.revision ?? wholeNumber(labelOf(metadata, 'version'))
}

/** A revision's status as its metadata tells it, which is the label alone; 'unknown' without one. */
export function statusOf(metadata: unknown): string {
  return shown(labelOf(metadata, 'status').slice(0, maxStatus)) || 'unknown'
}

/** The one rule for a revision's status: where its payload was read that counts, because helm goes by it; else the mark. */
export function knownStatus(mark: { readonly status: string }, payload?: { readonly status: string }): string {
  return payload?.status ?? mark.status
}

/** The release that a record belongs to: helm asks for its records by the label. The name where there is none. */
export function releaseOf(metadata: unknown): string {
  const name = textIn(metadata, 'name')
  return shown(labelOf(metadata, 'name')) || (parseRecordName(name)?.release ?? name)
}

/** What a record, or its metadata alone, tells of its revision; null for what is none. */
export function markOf(item: unknown): RevisionMark | null {
  const metadata = fieldIn(item, 'metadata')
  const resourceVersion = textIn(metadata, 'resourceVersion')
  const revision = revisionOf(metadata)
  if (revision === 0 || resourceVersion === '') return null
  return { revision, status: statusOf(metadata), resourceVersion, writtenAt: writtenAt(metadata) }
}

function writtenAt(metadata: unknown): string {
  const fields = fieldIn(metadata, 'managedFields')
  const created = textIn(metadata, 'creationTimestamp')
  const writes = (Array.isArray(fields) ? fields : []).map((entry: unknown) => textIn(entry, 'time'))
  const times = [created, ...writes].filter((time) => !Number.isNaN(Date.parse(time)))
  return times.sort((one, other) => Date.parse(one) - Date.parse(other)).at(-1) ?? created
}

/** Of marks in their order. */
export function newestOf(marks: readonly RevisionMark[]): RevisionMark | undefined {
  return marks.at(-1)
}

/** The order of marks: oldest revision first. */
export function byRevision(one: RevisionMark, other: RevisionMark): number {
  return one.revision - other.revision
}

export function isPending(status: string): boolean {
  return status.startsWith('pending-')
}

/** Whether somebody works on the release, or has left it in the middle of a change. */
export function isHalfWay(status: string): boolean {
  return isPending(status) || status === 'uninstalling'
}

/** A text of an object's member; '' when there is none, or one that is longer than such texts can be. */
export function textIn(value: unknown, name: string): string {
  const found = fieldIn(value, name)
  return typeof found === 'string' && found.length <= maxText ? found : ''
}

function labelOf(metadata: unknown, name: string): string {
  return textIn(fieldIn(metadata, 'labels'), name)
}

/** A member of what may be an object. */
export function fieldIn(value: unknown, name: string): unknown {
  return isValues(value) ? value[name] : undefined
}

/** What may be shown: a label may hold anything that fits. */
function shown(label: string): string {
  return /[\p{Cc}\p{Cf}/]/u.test(label) ? '' : label
}

function wholeNumber(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0
}
