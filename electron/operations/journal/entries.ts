import { hasEnded } from '@shared/model/operation'
import type { ClusterTarget } from '../../kube/target'
import type { BeginRecord, ClusterMark, HelmMark, JournalRecord, KeptOperation } from './shapes'

/** Where a line stands. */
export interface LinePlace {
  readonly file: number
  readonly start: number
  readonly length: number
}

/** One operation, as all its lines together have it. */
export interface JournalEntry {
  readonly operation: KeptOperation
  /** What was asked for, without values. */
  readonly request: Readonly<Record<string, unknown>> | null
  readonly key: string
  readonly target: ClusterTarget
  /** The cluster that the target was then; null in what an earlier version wrote. */
  readonly cluster: ClusterMark | null
  /** helm's process; null before it was started, and where none is. */
  readonly helm: HelmMark | null
  /** The file in which it begins. */
  readonly file: number
  readonly detail: LinePlace | null
}

export type Entries = Map<string, JournalEntry>

/** Applies a record of a file. One of an operation that is not known (rotated away) changes nothing. */
export function applyRecord(entries: Entries, record: JournalRecord, file: number): void {
  if (record.is === 'begin') {
    const { operation, key, target, cluster = null, request = null, helm = null } = record
    const detail = entries.get(operation.id)?.detail ?? null
    entries.set(operation.id, { operation, request, key, target, cluster, helm, file, detail })
    return
  }
  const id = record.is === 'helm' ? record.id : record.operation.id
  const entry = entries.get(id)
  if (entry === undefined) return
  if (record.is === 'helm') entries.set(id, { ...entry, helm: record.helm })
  else entries.set(id, { ...entry, operation: record.operation })
}

export function isUnfinished({ operation }: JournalEntry): boolean {
  return !hasEnded(operation.status)
}

/** The one line that stands for an entry when its first file goes. */
export function snapshotOf({ operation, request, key, target, cluster, helm }: JournalEntry): JournalRecord {
  const { context, kubeconfigFiles, helmEnv } = target
  return {
    is: 'begin',
    operation: toRecord(operation),
    key,
    target: { context, kubeconfigFiles: [...kubeconfigFiles], helmEnv: { ...helmEnv } },
    ...(cluster !== null && { cluster }),
    ...(request !== null && { request }),
    ...(helm !== null && { helm }),
  }
}

/** As it is written; zod's types know no readonly lists, so they are copied. */
export function toRecord({ command, blind, remains, ...rest }: KeptOperation): OperationRecord {
  return {
    ...rest,
    command: [...command],
    ...(blind !== undefined && { blind: [...blind] }),
    ...(remains !== undefined && { remains: [...remains] }),
  } as OperationRecord
}

/** An operation as zod's type of a line has it. */
export type OperationRecord = KeptOperation & BeginRecord['operation']
