import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DraftHead } from '@shared/model/draft'
import { without } from '@shared/without'
import { z } from 'zod'
import { inTime } from '../files/in-time'
import { readOrdinaryFile, withOrdinaryFile } from '../files/read-ordinary'
import { replaceFileNow } from '../files/replace-file'

/** The files of drafts, for the owner alone: a line that says which it is, then the draft itself, encrypted. */
export interface DraftFiles {
  /** What is there. A file that is none of them is put aside, and counted; one that can't be read now is left for `later`. */
  readonly list: () => Promise<{
    readonly heads: readonly DraftHead[]
    readonly setAside: number
    readonly later: boolean
  }>
  /** The encrypted draft. @throws the system's error, FileFault */
  readonly read: (key: string) => Promise<Buffer>
  /** Before it returns: the app may be about to end. @throws the system's error */
  readonly write: (head: DraftHead, sealed: Buffer) => void
  readonly remove: (key: string) => void
  readonly putAside: (key: string) => void
}

const headShape = z.object({
  key: z.string().min(1).max(2_048),
  verb: z.enum(['install', 'upgrade']),
  context: z.string().max(512),
  namespace: z.string().max(4_096),
  name: z.string().max(4_096),
  chart: z.string().max(4_096),
  updatedAt: z.iso.datetime(),
  revision: z.int().min(1),
  window: z.string().max(64),
})

/** Above every head and every draft of values that helm can keep. */
const maxHead = 128 * 1024
const maxFile = { maxBytes: 16 * 1024 * 1024 }
/** More than this app leaves there. */
const maxFiles = 1_000

/** @param folder made when it does not exist */
export function openDraftFiles(folder: string): DraftFiles {
  const nameOf = (key: string): string => `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.draft`
  const pathOf = (key: string): string => join(folder, nameOf(key))
  return {
    list: async () => {
      const names = (await readdir(folder).catch(() => [])).filter((name) => /^[0-9a-f]{40}\.draft$/.test(name))
      const heads: DraftHead[] = []
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
      replaceFileNow(pathOf(head.key), `${JSON.stringify(without(head, 'resting'))}\n${sealed.toString('base64')}`)
    },
    remove: (key) => rmSync(pathOf(key), { force: true }),
    putAside: (key) => moveAside(pathOf(key)),
  }
}

/** Null where it can't be read now: a slow disk says nothing about what is on it. */
async function readFrontOf(path: string): Promise<string | null> {
  return inTime(path, () => withOrdinaryFile(path, readFront)).catch(() => null)
}

/** Null for what is no head. */
function headIn(text: string): DraftHead | null {
  try {
    const parsed = headShape.safeParse(JSON.parse(text.slice(0, text.indexOf('\n'))))
    return parsed.success ? { ...parsed.data, resting: true } : null
  } catch {
    return null
  }
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
