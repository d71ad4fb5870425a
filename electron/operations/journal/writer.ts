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

export interface WriterDeps {
  /** The file to write to now. */
  readonly open: () => Promise<{ readonly file: AppendFile; readonly number: number }>
  readonly onWritten: () => void
  readonly onFailed: (reason: unknown) => void
}

interface Piece {
  readonly line: Buffer
  readonly onPlace: ((place: LinePlace) => void) | undefined
  /** null: it is tried again. */
  readonly settle: ((reason: unknown) => void) | null
}

/** What waits for a better time in memory. */
const maxWaiting = 1_000

/** Writes lines in their order. Those that come while others are being written go to disk together, with one wait. */
export function createWriter({ open, onWritten, onFailed }: WriterDeps): Writer {
  let queue: Piece[] = []
  let failed: Piece[] = []
  let running: Promise<void> | null = null

  const writeAll = async (pieces: readonly Piece[]): Promise<void> => {
    const { file, number } = await open()
    let start = file.size()
    await file.append(Buffer.concat(pieces.map(({ line }) => line)))
    for (const { line, onPlace, settle } of pieces) {
      onPlace?.({ file: number, start, length: line.length })
      start += line.length
      settle?.(null)
    }
  }
  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const pieces = [...failed, ...queue]
      queue = []
      failed = []
      try {
        await writeAll(pieces)
        onWritten()
      } catch (reason) {
        onFailed(reason)
        failed = pieces.filter(({ settle }) => settle === null).slice(-maxWaiting)
        for (const { settle } of pieces) settle?.(reason)
      }
    }
    running = null
  }
  const push = (piece: Piece): void => {
    queue.push(piece)
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
