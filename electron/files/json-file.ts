import { readOrdinaryFileNow } from './read-ordinary'
import { replaceFileNow } from './replace-file'

/** A small file of the app's own, read and written whole. What it holds is checked by whoever reads it. */
export interface JsonFile {
  /** Undefined when it is missing or broken. */
  read(): unknown
  /** @throws the system's error */
  write(value: unknown): void
}

const maxBytes = 8 * 1024 * 1024

/** Opens a file for the owner alone. It is replaced whole, so that a crash leaves the old one. */
export function openJsonFile(path: string): JsonFile {
  return {
    read: () => {
      try {
        return JSON.parse(readOrdinaryFileNow(path, { maxBytes }).toString('utf8')) as unknown
      } catch {
        return undefined
      }
    },
    write: (value) => replaceFileNow(path, JSON.stringify(value)),
  }
}
