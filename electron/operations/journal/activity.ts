import { hasEnded, type Operation } from '@shared/model/operation'
import type { ActivityDetail, ActivityEntry, ActivityPage } from '@shared/model/activity'
import { fail } from '@shared/errors'
import type { ParsedInput } from '@shared/contract/requests'
import type { JournalEntry } from './entries'
import type { Journal } from './journal'
import { without } from '@shared/without'

export interface Activity {
  /** Those that match, newest first. */
  list(request: ParsedInput<'activity:list'>): Promise<ActivityPage>
  /** @throws AppFailure `invalid-input` when the journal does not have it any more, `journal-failed` when it cannot be read */
  entry(id: string): Promise<ActivityDetail>
  /** All of it in a format, piece by piece, newest first. @throws AppFailure `journal-failed` */
  exported(format: 'json' | 'csv'): AsyncIterable<string>
}

export interface ActivityDeps {
  readonly journal: Pick<Journal, 'ready' | 'entries' | 'entry' | 'readDetail' | 'problem'>
  /** Those of this start, with what is known of them now. */
  readonly operations: () => readonly Operation[]
}

type Result = ParsedInput<'activity:list'>['results'][number]

/** What every operation did that the journal still has. */
export function createActivity({ journal, operations }: ActivityDeps): Activity {
  const live = (): ReadonlyMap<string, Operation> => new Map(operations().map((operation) => [operation.id, operation]))
  const detailOf = async (entry: JournalEntry, now: Operation | undefined): Promise<ActivityDetail> => {
    const ended = hasEnded(entry.operation.status)
    const { objects, output } = ended ? await journal.readDetail(entry.operation.id) : { objects: [], output: '' }
    const operation = now === undefined || ended ? { ...entry.operation, objects } : now
    return { operation, output, ...(entry.request !== null && { request: entry.request }) }
  }
  return {
    list: async ({ query, results, verbs, offset, limit }) => {
      await journal.ready
      const now = live()
      const words = query.toLowerCase().split(/\s+/).filter(Boolean)
      const found = journal
        .entries()
        .map((entry) => toEntry(entry, now.get(entry.operation.id)))
        .filter(({ operation }) => results.length === 0 || results.includes(resultOf(operation)))
        .filter(({ operation }) => verbs.length === 0 || verbs.includes(operation.verb))
        .filter(({ operation }) => words.every((word) => textOf(operation).includes(word)))
      return { entries: found.slice(offset, offset + limit), total: found.length, problem: journal.problem() }
    },
    entry: async (id) => {
      await journal.ready
      const entry = journal.entry(id)
      return entry === undefined ? forgotten() : detailOf(entry, live().get(id))
    },
    exported: async function* (format) {
      await journal.ready
      const now = live()
      const all = journal.entries()
      yield format === 'csv' ? csvLine(columns) : '['
      for (const [index, entry] of all.entries()) {
        const detail = await detailOf(entry, now.get(entry.operation.id))
        yield format === 'csv' ? csvRow(detail) : `${index === 0 ? '' : ','}\n${JSON.stringify(detail)}`
      }
      if (format === 'json') yield '\n]\n'
    },
  }
}

function forgotten(): never {
  fail('invalid-input', 'This operation is no longer in the journal.', {
    cause: 'The journal keeps the newest 32 MiB; older operations are dropped.',
  })
}

function toEntry({ operation, request }: JournalEntry, now: Operation | undefined): ActivityEntry {
  const rest = request === null ? {} : { request }
  if (now === undefined) return { operation, ...rest }
  return { operation: without(now, 'objects'), ...rest }
}

function resultOf({ status }: Pick<Operation, 'status'>): Result {
  switch (status.phase) {
    case 'done':
    case 'failed':
    case 'cancelled':
    case 'stuck':
      return status.phase
    case 'starting':
    case 'applying':
    case 'waiting':
    case 'cancelling':
      return 'running'
  }
}

function textOf({ name, namespace, context, verb, command }: ActivityEntry['operation']): string {
  return [name, namespace, context, verb, command.join(' ')].join('\n').toLowerCase()
}

const columns = [
  ...['id', 'started', 'ended', 'seconds', 'verb', 'repair', 'release', 'namespace', 'context', 'revision'],
  ...['result', 'release status', 'error', 'cause', 'command'],
] as const

function csvRow({ operation }: ActivityDetail): string {
  const { status, startedAt, endedAt } = operation
  const seconds = endedAt === null ? '' : String((Date.parse(endedAt) - Date.parse(startedAt)) / 1_000)
  const error = status.phase === 'failed' ? status.error : null
  return csvLine([
    operation.id,
    startedAt,
    endedAt ?? '',
    seconds,
    operation.verb,
    operation.repair ?? '',
    operation.name,
    operation.namespace,
    operation.context,
    String(operation.revision ?? ''),
    resultOf(operation),
    'releaseStatus' in status ? status.releaseStatus : '',
    error?.message ?? '',
    error?.cause ?? '',
    operation.command.join(' '),
  ])
}

/** RFC 4180. A cell that a spreadsheet would take for a formula is made a text by an apostrophe. */
function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) => `"${(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`)
  return `${quoted.join(',')}\r\n`
}
