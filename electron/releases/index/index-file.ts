import { createHash } from 'node:crypto'
import { mkdirSync, statSync } from 'node:fs'
import { lstat, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readOrdinaryFileNow } from '../../files/read-ordinary'
import { replaceFile, replaceFileNow } from '../../files/replace-file'
import type { SeenMarks } from './seen'
import type { PayloadFacts } from './summary-cache'

/** What is kept of a context from one start to the next: names, versions, masked descriptions. Never values or manifests. */
export interface Kept {
  readonly facts: readonly (readonly [string, PayloadFacts])[]
  readonly seen: SeenMarks | null
}

export interface IndexFiles {
  /** What was kept for a cluster seen by a user; nothing when there is no file, or one that cannot be trusted. */
  readonly load: (key: string) => Kept
  readonly save: (key: string, kept: Kept) => Promise<void>
  /** The same, for the moment in which the app ends. */
  readonly saveNow: (key: string, kept: Kept) => void
}

const format = 2
/** Its descriptions may quote what is secret: of such a file only what the person has seen is taken over. */
const oldFormat = 1
/** 20,000 releases with long descriptions. */
const maxBytes = 32 * 1024 * 1024

const short = z.string().max(4_096)
const text = z.string().max(65_536)
const facts = z.union([
  z.object({
    status: short,
    chartName: text,
    chartVersion: text,
    appVersion: text,
    updated: short,
    description: text,
    targetNamespace: short.exactOptional(),
  }),
  z.object({ problem: short, damaged: z.literal(true).exactOptional() }),
])
const shape = z.object({
  format: z.union([z.literal(format), z.literal(oldFormat)]),
  key: z.string(),
  facts: z.array(z.tuple([short, facts])),
  seen: z.record(short, short).nullable(),
})

const nothing: Kept = { facts: [], seen: null }

/**
 * Keeps what the index knows in owner-only files, one a context. A file that is damaged, or of another cluster or version,
 * counts as none and is written anew.
 */
export function openIndexFiles(folder: string, log: { warn(text: string): void }): IndexFiles {
  const pathOf = (key: string): string =>
    join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`)
  void rewriteOld(folder, log)
  return {
    load: (key) => {
      const path = pathOf(key)
      try {
        return parse(read(path), key)
      } catch (thrown) {
        if (!isMissing(thrown)) log.warn(`${path} is not used: ${(thrown as Error).message.slice(0, 200)}`)
        return nothing
      }
    },
    save: async (key, kept) => {
      const path = pathOf(key)
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        await replaceFile(path, print(key, kept))
      } catch (thrown) {
        log.warn(`${path} can't be written: ${(thrown as Error).message}`)
      }
    },
    saveNow: (key, kept) => {
      const path = pathOf(key)
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        replaceFileNow(path, print(key, kept))
      } catch (thrown) {
        log.warn(`${path} can't be written: ${(thrown as Error).message}`)
      }
    },
  }
}

/** Files of an earlier version, also of contexts that nobody looks at any more. Never rejects. */
async function rewriteOld(folder: string, log: { warn(text: string): void }): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    try {
      if (!/^[0-9a-f]{32}\.json$/.test(name) || !(await isOld(path))) continue
      const { key, seen } = shape.parse(JSON.parse(read(path)))
      await replaceFile(path, JSON.stringify({ format, key, facts: [], seen }))
    } catch (thrown) {
      log.warn(`${path} is removed: ${(thrown as Error).message.slice(0, 200)}`)
      await rm(path, { force: true }).catch(() => undefined)
    }
  }
}

async function isOld(path: string): Promise<boolean> {
  if (!(await lstat(path)).isFile()) return false
  const file = await open(path, 'r')
  try {
    const start = `{"format":${oldFormat},`
    const { buffer, bytesRead } = await file.read(Buffer.alloc(start.length), 0, start.length, 0)
    return buffer.toString('latin1', 0, bytesRead) === start
  } finally {
    await file.close()
  }
}

function read(path: string): string {
  const { mode } = statSync(path)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new Error('others may read or write it')
  return readOrdinaryFileNow(path, { maxBytes }).toString('utf8')
}

function parse(content: string, key: string): Kept {
  const kept = shape.parse(JSON.parse(content))
  if (kept.key !== key) throw new Error('it belongs to another cluster')
  const known = kept.format === format ? kept.facts : []
  return { facts: known, seen: kept.seen === null ? null : new Map(Object.entries(kept.seen)) }
}

function print(key: string, kept: Kept): string {
  const seen = kept.seen === null ? null : Object.fromEntries(kept.seen)
  return JSON.stringify({ format, key, facts: kept.facts, seen })
}

function isMissing(thrown: unknown): boolean {
  return (thrown as NodeJS.ErrnoException).code === 'ENOENT'
}
