import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { FileFault } from '../../files/file-fault'

/** What is done with an open file; a spec takes others that fail. */
export interface FileSteps {
  /** Writes at the file's end; may write less than it is given. @returns how many bytes it wrote */
  write(file: FileHandle, bytes: Buffer, offset: number): Promise<number>
  sync(file: FileHandle): Promise<void>
  truncate(file: FileHandle, size: number): Promise<void>
}

const systemSteps: FileSteps = {
  write: async (file, bytes, offset) => (await file.write(bytes, offset, bytes.length - offset)).bytesWritten,
  sync: (file) => file.datasync(),
  truncate: (file, size) => file.truncate(size),
}

/** A file that only grows, and by whole pieces. */
export interface AppendFile {
  /** Of what is known to be on disk, in bytes. */
  size(): number
  /** Resolves when the bytes are on disk. Rejects with the system's error when they are not: then none of them is. */
  append(bytes: Buffer): Promise<void>
  close(): Promise<void>
}

/** To append; a pipe in the file's place must not wait for a reader. Windows has no such flag. */
const toAppend =
  constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | ((constants.O_NONBLOCK as number | undefined) ?? 0)

/**
 * Opens a file for the owner alone, made when it does not exist.
 * @throws FileFault, or the system's error
 */
export async function openAppendFile(path: string, steps: FileSteps = systemSteps): Promise<AppendFile> {
  const file = await open(path, toAppend, 0o600)
  const found = await file.stat()
  if (!found.isFile()) {
    await file.close()
    throw new FileFault('special', path)
  }
  let { size } = found
  /** Set when a part of a piece may still stand behind the good end. */
  let isTorn = false
  const mend = async (): Promise<void> => {
    if (!isTorn) return
    await steps.truncate(file, size)
    isTorn = false
  }
  return {
    size: () => size,
    append: async (bytes) => {
      await mend()
      try {
        isTorn = true
        for (let at = 0; at < bytes.length;) at += await steps.write(file, bytes, at)
        await steps.sync(file)
        size += bytes.length
        isTorn = false
      } catch (reason) {
        // Works on a full disk too (measured). Where it does not, the next piece tries it again first.
        await mend().catch(() => undefined)
        throw reason
      }
    },
    close: () => file.close(),
  }
}
