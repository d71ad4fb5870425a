import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { FileFault } from './file-fault'
import { inTime } from './in-time'

/** Should a pipe have taken the file's place meanwhile, opening it must not wait for a writer. Windows has no such flag. */
const toRead = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0)

export interface ReadLimits {
  readonly maxBytes: number
  /** Milliseconds; 5 s by default. */
  readonly limitMs?: number
}

/**
 * Reads a file whole: an ordinary one alone, in bounded time and of bounded size. What counts is what is read: the size that the
 * system tells may be out of date.
 * @param path absolute
 * @throws FileFault, or the system's error
 */
export function readOrdinaryFile(path: string, { maxBytes, limitMs }: ReadLimits): Promise<Buffer> {
  return inTime(path, () => withOrdinaryFile(path, (file, { size }) => readAll(file, path, size, maxBytes)), limitMs)
}

/** Whether a file could be read now. @throws as `readOrdinaryFile` */
export function checkOrdinaryFile(path: string): Promise<void> {
  return inTime(path, () => withOrdinaryFile(path, () => Promise.resolve()))
}

/** Opens an ordinary file to read it. @throws FileFault, or the system's error */
export async function withOrdinaryFile<T>(
  path: string,
  use: (file: FileHandle, found: Stats) => Promise<T>,
): Promise<T> {
  // A device is never opened: that alone may wait, or do something.
  checkKind(await stat(path), path)
  const file = await open(path, toRead)
  try {
    const found = await file.stat()
    checkKind(found, path)
    return await use(file, found)
  } finally {
    await file.close()
  }
}

async function readAll(file: FileHandle, path: string, size: number, maxBytes: number): Promise<Buffer> {
  checkSize(size, path, maxBytes)
  // One byte more than it seems to have shows at once whether there is more.
  let buffer = Buffer.alloc(size + 1)
  let length = 0
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, null)
    if (bytesRead === 0) return buffer.subarray(0, length)
    length += bytesRead
    checkSize(length, path, maxBytes)
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)])
  }
}

/**
 * The same before it returns, for a file of the app's own that it cannot start without.
 * @throws FileFault, or the system's error
 */
export function readOrdinaryFileNow(path: string, { maxBytes }: Pick<ReadLimits, 'maxBytes'>): Buffer {
  checkKind(statSync(path), path)
  const file = openSync(path, toRead)
  try {
    const found = fstatSync(file)
    checkKind(found, path)
    checkSize(found.size, path, maxBytes)
    const buffer = Buffer.alloc(found.size)
    let length = 0
    while (length < buffer.length) {
      const count = readSync(file, buffer, length, buffer.length - length, null)
      if (count === 0) break
      length += count
    }
    return buffer.subarray(0, length)
  } finally {
    closeSync(file)
  }
}

function checkKind(found: Stats, path: string): void {
  if (found.isDirectory()) throw new FileFault('folder', path)
  if (!found.isFile()) throw new FileFault('special', path)
}

function checkSize(size: number, path: string, maxBytes: number): void {
  if (size > maxBytes) throw new FileFault('large', path, `It is larger than ${sizeWords(maxBytes)}.`)
}

function sizeWords(bytes: number): string {
  const mebibytes = bytes / 1024 / 1024
  return mebibytes >= 1 ? `${Math.round(mebibytes)} MiB` : `${bytes} bytes`
}
