import { chmod, readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readOrdinaryFile } from '../../files/read-ordinary'
import { detailStart, records } from './shapes'
import { applyRecord, type Entries } from './entries'
import { linesOf, type Line } from './line'

export const journalFile = (dir: string, number: number): string =>
  join(dir, `journal-${String(number).padStart(8, '0')}.log`)

const fileName = /^journal-(\d{8})\.log$/

export interface Replayed {
  readonly entries: Entries
  /** The numbers of the files there are, oldest first. */
  readonly files: readonly number[]
  /** Lines that are damaged. */
  readonly damaged: number
}

/**
 * Reads a journal. A torn line at the end of a file, left by a crash, is cut off and kept aside; a damaged one is skipped.
 * @throws the system's error when a file cannot be read
 */
export async function replay(dir: string): Promise<Replayed> {
  const entries: Entries = new Map()
  const files = (await readdir(dir)).flatMap((name) => fileName.exec(name)?.[1] ?? []).map(Number)
  files.sort((one, other) => one - other)
  let damaged = 0
  for (const file of files) damaged += await readOne(dir, file, entries)
  return { entries, files, damaged }
}

/** Sixteen times what a file grows to. */
const maxBytes = 64 * 1024 * 1024
/** Nothing can be done before it is read. Milliseconds. */
const limitMs = 30_000

/** The app has other things to do while it starts. Milliseconds. */
const sliceMs = 8

async function readOne(dir: string, file: number, entries: Entries): Promise<number> {
  const path = journalFile(dir, file)
  const bytes = await readOrdinaryFile(path, { maxBytes, limitMs })
  const lines = linesOf(bytes)
  let damaged = 0
  let since = performance.now()
  for (;;) {
    const next = lines.next()
    if (next.done === true) {
      await setAside(dir, path, bytes, next.value)
      return damaged
    }
    if (!takeLine(entries, next.value, file)) damaged += 1
    if (performance.now() - since < sliceMs) continue
    await new Promise((resume) => setImmediate(resume))
    since = performance.now()
  }
}

/** @returns whether the line is whole */
function takeLine(entries: Entries, { json, start, length }: Line, file: number): boolean {
  if (json === null) return false
  const id = detailStart.exec(json.toString('latin1', 0, 100))?.[1]
  if (id !== undefined) {
    const entry = entries.get(id)
    if (entry !== undefined) entries.set(id, { ...entry, detail: { file, start, length } })
    return true
  }
  try {
    applyRecord(entries, records.parse(JSON.parse(json.toString('utf8'))), file)
    return true
  } catch {
    return false
  }
}

/** More than this of torn lines is nobody's help. */
const maxTorn = 1024 * 1024

async function setAside(dir: string, path: string, bytes: Buffer, end: number): Promise<void> {
  if (end === bytes.length) return
  const aside = join(dir, 'torn.log')
  const has = await stat(aside).catch(() => null)
  if (has === null || has.size < maxTorn) {
    const torn = Buffer.concat([bytes.subarray(end), Buffer.from('\n')])
    // A full disk: then it is lost, and what is whole counts more.
    await writeFile(aside, torn, { flag: 'a', mode: 0o600 }).catch(() => undefined)
  }
  await chmod(path, 0o600)
  await truncate(path, end)
}
