import { mkdir, rm } from 'node:fs/promises'
import { writeReason } from '@shared/disk-words'
import { AppFailure, appError } from '@shared/errors'
import { FileFault } from '../../files/file-fault'
import { withOrdinaryFile } from '../../files/read-ordinary'
import { openAppendFile, type AppendFile, type FileSteps } from './append-file'
import { snapshotOf, isUnfinished, applyRecord, type Entries, type JournalEntry, type LinePlace } from './entries'
import { encodeLine, jsonOfLine } from './line'
import { journalFile, replay } from './replay'
import {
  detailRecord,
  type BeginRecord,
  type Detail,
  type HelmMark,
  type JournalRecord,
  type KeptOperation,
} from './shapes'
import { createWriter, type Writer } from './writer'

export interface Journal {
  /** Resolves when what was there before has been read. Never rejects. */
  readonly ready: Promise<void>
  /**
   * Writes down that an operation begins, before anything is changed.
   * @throws AppFailure `journal-failed` when it cannot be written: nothing may be changed then
   */
  begin(record: Omit<BeginRecord, 'is'>): Promise<void>
  /** Writes down how an operation is now; `written` says when. What cannot be written is tried again with the next. */
  note(operation: KeptOperation): void
  noteHelm(id: string, helm: HelmMark): void
  noteDetail(id: string, detail: Detail): void
  /** Newest first. */
  entries(): readonly JournalEntry[]
  entry(id: string): JournalEntry | undefined
  /** @throws AppFailure `journal-failed` when it cannot be read */
  readDetail(id: string): Promise<Detail>
  /** Resolves when all that was noted is on disk or could not be written. Never rejects. */
  written(): Promise<void>
  /** Why the journal is not whole, one sentence or two; '' when it is. */
  problem(): string
  /** Writes nothing any more. */
  close(): Promise<void>
}

export interface JournalOptions {
  /** Made for the owner alone when it does not exist. */
  readonly dir: string
  readonly maxFileBytes?: number
  readonly maxFiles?: number
  readonly steps?: FileSteps
}

interface JournalState {
  readonly options: Required<Omit<JournalOptions, 'steps'>> & Pick<JournalOptions, 'steps'>
  entries: Entries
  files: number[]
  current: AppendFile | null
  damaged: number
  failure: string
  /** Nothing is taken any more. */
  isClosed: boolean
  /** Nothing is written any more. */
  isShut: boolean
}

/** What all operations did, kept from one start of the app to the next; the last 32 MiB of it. */
export function openJournal(options: JournalOptions): Journal {
  const state = emptyState({ maxFileBytes: 4 * 1024 * 1024, maxFiles: 8, ...options })
  const ready = openFiles(state).catch((reason: unknown) => noteFailure(state, reason))
  const writer = createWriter({
    open: () => fileToWrite(state),
    onWritten: () => void (state.failure = ''),
    onFailed: (reason) => noteFailure(state, reason),
  })
  const add = (record: JournalRecord): void => {
    if (state.isClosed) return
    applyRecord(state.entries, record, state.files.at(-1) ?? 0)
    writer.add(encodeLine(record))
  }
  return {
    ready,
    begin: async (record) => {
      await ready
      await begin(state, writer, { is: 'begin', ...record })
    },
    note: (operation) => add({ is: 'state', operation } as JournalRecord),
    noteHelm: (id, helm) => add({ is: 'helm', id, helm }),
    noteDetail: (id, detail) => {
      if (!state.isClosed)
        writer.add(encodeLine({ is: 'detail', id, ...detail }), (place) => placeDetail(state, id, place))
    },
    entries: () => [...state.entries.values()].reverse(),
    entry: (id) => state.entries.get(id),
    readDetail: (id) => readDetail(state, id),
    written: () => writer.settled(),
    problem: () => problemOf(state),
    close: async () => {
      state.isClosed = true
      await ready
      await writer.settled()
      state.isShut = true
      await state.current?.close().catch(() => undefined)
      state.current = null
    },
  }
}

function emptyState(options: JournalState['options']): JournalState {
  return {
    options,
    entries: new Map(),
    files: [],
    current: null,
    damaged: 0,
    failure: '',
    isClosed: false,
    isShut: false,
  }
}

/** @throws the system's error */
async function openFiles(state: JournalState): Promise<void> {
  const { dir, steps } = state.options
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const { entries, files, damaged } = await replay(dir)
  Object.assign(state, { entries, damaged, files: files.length === 0 ? [1] : [...files] })
  state.current = await openAppendFile(journalFile(dir, state.files.at(-1) ?? 1), steps)
}

/** The file that the next lines go to: another one when this is full. */
async function fileToWrite(state: JournalState): Promise<{ file: AppendFile; number: number }> {
  if (state.isShut) throw new Error('The journal is closed.')
  if (state.current === null) await openFiles(state)
  if (state.current !== null && state.current.size() >= state.options.maxFileBytes) await turnPage(state)
  if (state.current === null) throw new Error('The journal is not open.')
  return { file: state.current, number: state.files.at(-1) ?? 1 }
}

async function turnPage(state: JournalState): Promise<void> {
  const { dir, maxFiles, steps } = state.options
  const number = (state.files.at(-1) ?? 0) + 1
  const next = await openAppendFile(journalFile(dir, number), steps)
  await state.current?.close()
  state.current = next
  state.files.push(number)
  while (state.files.length > maxFiles) await dropOldest(state, next, number)
}

/** What is not finished is written again before its first file goes. */
async function dropOldest(state: JournalState, current: AppendFile, number: number): Promise<void> {
  const [oldest = 0] = state.files
  const leaving = [...state.entries.entries()].filter(([, { file }]) => file === oldest)
  for (const [id, entry] of leaving) {
    if (isUnfinished(entry)) {
      await current.append(encodeLine(snapshotOf(entry)))
      state.entries.set(id, { ...entry, file: number })
    } else state.entries.delete(id)
  }
  await rm(journalFile(state.options.dir, oldest), { force: true })
  state.files.shift()
}

async function begin(state: JournalState, writer: Writer, record: BeginRecord): Promise<void> {
  try {
    await writer.write(encodeLine(record), ({ file }) => applyRecord(state.entries, record, file))
  } catch (reason) {
    throw new AppFailure(
      appError('journal-failed', "Nothing was changed: the operation couldn't be recorded first.", {
        cause:
          `Wheelhouse keeps a journal of its changes in ${state.options.dir}, to find them again after a crash. ` +
          `${whyNot(reason)} Free up space or make the folder writable, then try again.`,
        actions: ['retry'],
        detail: String(reason),
      }),
      { cause: reason },
    )
  }
}

function whyNot(reason: unknown): string {
  if (reason instanceof FileFault) return `${reason.path} is in the way: ${reason.message} Move it elsewhere.`
  return writeReason(reason).why
}

function placeDetail(state: JournalState, id: string, place: LinePlace): void {
  const entry = state.entries.get(id)
  if (entry !== undefined) state.entries.set(id, { ...entry, detail: place })
}

async function readDetail(state: JournalState, id: string): Promise<Detail> {
  const place = state.entries.get(id)?.detail ?? null
  if (place === null) return { objects: [], output: '' }
  try {
    return await withOrdinaryFile(journalFile(state.options.dir, place.file), async (file) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(place.length), 0, place.length, place.start)
      const json = jsonOfLine(buffer.subarray(0, bytesRead - 1))
      if (json === null) throw new Error('its line is damaged')
      return detailRecord.parse(JSON.parse(json.toString('utf8')))
    })
  } catch (reason) {
    const cause = 'The journal may have been damaged or moved.'
    throw new AppFailure(
      appError('journal-failed', "The journal's details of this operation can't be read.", {
        cause,
        detail: String(reason),
      }),
    )
  }
}

function noteFailure(state: JournalState, reason: unknown): void {
  state.failure = whyNot(reason)
}

function problemOf({ failure, damaged, options }: JournalState): string {
  const bad = damaged === 1 ? 'A line of the journal is damaged' : `${damaged} lines of the journal are damaged`
  return [
    ...(failure === '' ? [] : [`The journal in ${options.dir} has a problem. ${failure}`]),
    ...(damaged === 0 ? [] : [`${bad}: what was there is left out.`]),
  ].join(' ')
}
