import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { inTime } from './in-time'
import { readOrdinaryFile, withOrdinaryFile } from './read-ordinary'
import { replaceFileNow } from './replace-file'

/** Files for the owner alone: a line that says which it is, then what it holds, encrypted. */
export interface SealedFiles<Head> {
  /** What is there. A file that is none of them is put aside, and counted; one that can't be read now is left for `later`. */
  readonly list: () => Promise<{ readonly heads: readonly Head[]; readonly setAside: number; readonly later: boolean }>
  /** What it holds, encrypted. @throws the system's error, FileFault */
  readonly read: (key: string) => Promise<Buffer>
  /** Before it returns: the app may be about to end. @throws the system's error */
  readonly write: (head: Head, sealed: Buffer) => void
  readonly remove: (key: string) => void
  readonly putAside: (key: string) => void
}

interface SealedFilesOptions<Head> {
  /** What their names end with, without the dot. */
  readonly ending: string
  /** The first line, which stands there in the clear. */
  readonly toLine: (head: Head) => string
  /** Null for what is no head. @throws whatever it likes */
  readonly fromLine: (line: string) => Head | null
}

/** Above every head and every text of values that helm can keep. */
const maxHead = 128 * 1024
const maxFile = { maxBytes: 16 * 1024 * 1024 }
/** More than this app leaves there. */
const maxFiles = 1_000

/** @param folder made when it does not exist */
export function openSealedFiles<Head extends { readonly key: string }>(
  folder: string,
  { ending, toLine, fromLine }: SealedFilesOptions<Head>,
): SealedFiles<Head> {
  const nameOf = (key: string): string => `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.${ending}`
  const pathOf = (key: string): string => join(folder, nameOf(key))
  const isOurs = new RegExp(`^[0-9a-f]{40}\\.${ending}$`)
  const headIn = (text: string): Head | null => {
    try {
      return fromLine(text.slice(0, text.indexOf('\n')))
    } catch {
      return null
    }
  }
  return {
    list: async () => {
      const names = (await readdir(folder).catch(() => [])).filter((name) => isOurs.test(name))
      const heads: Head[] = []
      let [setAside, later] = [0, false]
      for (const name of names.slice(0, maxFiles)) {
        const front = await readFrontOf(join(folder, name))
        const head = front === null ? null : headIn(front)
        if (front === null) later = true
        else if (head !== null && nameOf(head.key) === name) heads.push(head)
        else {
          moveAside(join(folder, name))
          setAside += 1
        }
      }
      return { heads, setAside, later }
    },
    read: async (key) => {
      const text = (await readOrdinaryFile(pathOf(key), maxFile)).toString('utf8')
      return Buffer.from(text.slice(text.indexOf('\n') + 1), 'base64')
    },
    write: (head, sealed) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      replaceFileNow(pathOf(head.key), `${toLine(head)}\n${sealed.toString('base64')}`)
    },
    remove: (key) => rmSync(pathOf(key), { force: true }),
    putAside: (key) => moveAside(pathOf(key)),
  }
}

/** Null where it can't be read now: a slow disk says nothing about what is on it. */
async function readFrontOf(path: string): Promise<string | null> {
  return inTime(path, () => withOrdinaryFile(path, readFront)).catch(() => null)
}

const readFront: Parameters<typeof withOrdinaryFile<string>>[1] = async (file) => {
  const buffer = Buffer.alloc(maxHead)
  const { bytesRead } = await file.read(buffer, 0, maxHead, 0)
  return buffer.subarray(0, bytesRead).toString('utf8')
}

function moveAside(path: string): void {
  try {
    renameSync(path, `${path}.unusable`)
  } catch {
    // It has gone meanwhile, or nothing can be done about it here.
  }
}
