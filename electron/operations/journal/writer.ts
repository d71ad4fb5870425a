import type { AppendFile } from './append-file'
import type { LinePlace } from './entries'

export interface Writer {
  /** Resolves when the line is on disk. @throws the system's error; then it is not, and is not tried again */
  write(line: Buffer, onPlace: (place: LinePlace) => void): Promise<void>
  /** As `write`, but tried again with the next lines when it fails. */
  add(line: Buffer, onPlace?: (place: LinePlace) => void): void
  /** Resolves when nothing is under way. Never rejects. */
  settled(): Promise<void>
}

interface OpenFile {
  readonly file: AppendFile
  readonly number: number
}

export interface WriterDeps {
  /** The file to write to now. */
  readonly open: () => Promise<OpenFile>
  readonly onWritten: () => void
  readonly onFailed: (reason: unknown) => void
}

interface PendingLine {
  readonly line: Buffer
  readonly onPlace: ((place: LinePlace) => void) | undefined
  /** null: it is tried again. */
  readonly settle: ((reason: unknown) => void) | null
}

/** What waits for a better time in memory. */
const maxWaiting = 1_000

/** Writes lines in their order. Those that come while others are being written go to disk together, with one wait. */
export function createWriter({ open, onWritten, onFailed }: WriterDeps): Writer {
  let queue: PendingLine[] = []
  let failed: PendingLine[] = []
  let running: Promise<void> | null = null
  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const lines = [...failed, ...queue]
      queue = []
      failed = []
      try {
        await writeLines(await open(), lines)
        onWritten()
      } catch (reason) {
        onFailed(reason)
        failed = lines.filter(({ settle }) => settle === null).slice(-maxWaiting)
        for (const { settle } of lines) settle?.(reason)
      }
    }
    running = null
  }
  const push = (line: PendingLine): void => {
    queue.push(line)
    // Later in the same turn more may come.
    running ??= Promise.resolve().then(drain)
  }
  return {
    write: (line, onPlace) =>
      new Promise((resolve, reject) => {
        const settle = (reason: unknown): void => {
          if (reason === null) resolve()
          else reject(reason instanceof Error ? reason : new Error("The journal can't be written.", { cause: reason }))
        }
        push({ line, onPlace, settle })
      }),
    add: (line, onPlace) => push({ line, onPlace, settle: null }),
    settled: () => running ?? Promise.resolve(),
  }
}

/** @throws the system's error; then none of them is on disk */
async function writeLines({ file, number }: OpenFile, lines: readonly PendingLine[]): Promise<void> {
  let start = file.size()
  await file.append(Buffer.concat(lines.map(({ line }) => line)))
  for (const { line, onPlace, settle } of lines) {
    onPlace?.({ file: number, start, length: line.length })
    start += line.length
    settle?.(null)
  }
}
