import { mkdir, open, rm } from 'node:fs/promises'
import { AppFailure, appError } from '@shared/errors'
import { openAppendFile, type AppendFile, type FileSteps } from './append-file'
import { carried, isUnfinished, takeIn, type Entries, type JournalEntry, type LinePlace } from './entries'
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
  /** Writes down how an operation is now; `written` tells when. What cannot be written is tried again with the next. */
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

interface Book {
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
  const limits = { maxFileBytes: 4 * 1024 * 1024, maxFiles: 8, ...options }
  const book: Book = {
    options: limits,
    entries: new Map(),
    files: [],
    current: null,
    damaged: 0,
    failure: '',
    isClosed: false,
    isShut: false,
  }
  const ready = openBook(book).catch((reason: unknown) => noteFailure(book, reason))
  const writer = createWriter({
    open: () => fileToWrite(book),
    onWritten: () => void (book.failure = ''),
    onFailed: (reason) => noteFailure(book, reason),
  })
  const add = (record: JournalRecord): void => {
    if (book.isClosed) return
    takeIn(book.entries, record, book.files.at(-1) ?? 0)
    writer.add(encodeLine(record))
  }
  return {
    ready,
    begin: async (record) => {
      await ready
      await begin(book, writer, { is: 'begin', ...record })
    },
    note: (operation) => add({ is: 'state', operation } as JournalRecord),
    noteHelm: (id, helm) => add({ is: 'helm', id, helm }),
    noteDetail: (id, detail) => {
      if (!book.isClosed)
        writer.add(encodeLine({ is: 'detail', id, ...detail }), (place) => placeDetail(book, id, place))
    },
    entries: () => [...book.entries.values()].reverse(),
    entry: (id) => book.entries.get(id),
    readDetail: (id) => readDetail(book, id),
    written: () => writer.settled(),
    problem: () => problemOf(book),
    close: async () => {
      book.isClosed = true
      await ready
      await writer.settled()
      book.isShut = true
      await book.current?.close().catch(() => undefined)
      book.current = null
    },
  }
}

/** @throws the system's error */
async function openBook(book: Book): Promise<void> {
  const { dir, steps } = book.options
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const { entries, files, damaged } = await replay(dir)
  Object.assign(book, { entries, damaged, files: files.length === 0 ? [1] : [...files] })
  book.current = await openAppendFile(journalFile(dir, book.files.at(-1) ?? 1), steps)
}

/** The file that the next lines go to: another one when this is full. */
async function fileToWrite(book: Book): Promise<{ file: AppendFile; number: number }> {
  if (book.isShut) throw new Error('The journal is closed.')
  if (book.current === null) await openBook(book)
  if (book.current !== null && book.current.size() >= book.options.maxFileBytes) await turnPage(book)
  if (book.current === null) throw new Error('The journal is not open.')
  return { file: book.current, number: book.files.at(-1) ?? 1 }
}

async function turnPage(book: Book): Promise<void> {
  const { dir, maxFiles, steps } = book.options
  const number = (book.files.at(-1) ?? 0) + 1
  const next = await openAppendFile(journalFile(dir, number), steps)
  await book.current?.close()
  book.current = next
  book.files.push(number)
  while (book.files.length > maxFiles) await dropOldest(book, next, number)
}

/** What is not finished is written again before its first file goes. */
async function dropOldest(book: Book, current: AppendFile, number: number): Promise<void> {
  const [oldest = 0] = book.files
  const leaving = [...book.entries.entries()].filter(([, { file }]) => file === oldest)
  for (const [id, entry] of leaving) {
    if (isUnfinished(entry)) {
      await current.append(encodeLine(carried(entry)))
      book.entries.set(id, { ...entry, file: number })
    } else book.entries.delete(id)
  }
  await rm(journalFile(book.options.dir, oldest), { force: true })
  book.files.shift()
}

async function begin(book: Book, writer: Writer, record: BeginRecord): Promise<void> {
  try {
    await writer.write(encodeLine(record), ({ file }) => takeIn(book.entries, record, file))
  } catch (reason) {
    throw new AppFailure(
      appError('journal-failed', "Nothing was changed: the operation couldn't be recorded first.", {
        cause:
          `Wheelhouse keeps a journal of its changes in ${book.options.dir}, to find them again after a crash. ` +
          `${whyNot(reason)} Free up space or make the folder writable, then try again.`,
        actions: ['retry'],
        detail: String(reason),
      }),
      { cause: reason },
    )
  }
}

function whyNot(reason: unknown): string {
  const code = reason instanceof Error && 'code' in reason ? String(reason.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'The disk is full.'
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return "It isn't writable."
  return `It can't be written (${code === '' ? String(reason) : code}).`
}

function placeDetail(book: Book, id: string, place: LinePlace): void {
  const entry = book.entries.get(id)
  if (entry !== undefined) book.entries.set(id, { ...entry, detail: place })
}

async function readDetail(book: Book, id: string): Promise<Detail> {
  const place = book.entries.get(id)?.detail ?? null
  if (place === null) return { objects: [], output: '' }
  try {
    const file = await open(journalFile(book.options.dir, place.file), 'r')
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(place.length), 0, place.length, place.start)
      const json = jsonOfLine(buffer.subarray(0, bytesRead - 1))
      if (json === null) throw new Error('its line is damaged')
      return detailRecord.parse(JSON.parse(json.toString('utf8')))
    } finally {
      await file.close()
    }
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

function noteFailure(book: Book, reason: unknown): void {
  book.failure = whyNot(reason)
}

function problemOf({ failure, damaged, options }: Book): string {
  const bad = damaged === 1 ? 'A line of the journal is damaged' : `${damaged} lines of the journal are damaged`
  return [
    ...(failure === '' ? [] : [`The journal in ${options.dir} has a problem. ${failure}`]),
    ...(damaged === 0 ? [] : [`${bad}: what was there is left out.`]),
  ].join(' ')
}
