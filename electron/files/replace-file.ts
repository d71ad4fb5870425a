import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppFailure, appError } from '@shared/errors'

export interface ReplaceOptions {
  /** Who may read and write it; the owner alone by default. */
  readonly mode?: number
  /** On the disk before the name is there, so that a power cut cannot leave the name without the bytes. */
  readonly synced?: boolean
}

const ownerOnly = 0o600

/**
 * Writes a file aside and renames it: a reader sees the old one or the new one whole, and a write that fails half way leaves
 * the old one. One at a time for each path.
 * @param content text is written as UTF-8
 * @throws the system's error, or what `content` throws
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array | AsyncIterable<string>,
  { mode = ownerOnly, synced = false }: ReplaceOptions = {},
): Promise<void> {
  const aside = `${path}.new`
  try {
    await writeFile(aside, content, { mode, flush: synced })
    await rename(aside, path)
  } catch (reason) {
    await rm(aside, { force: true })
    throw reason
  }
}

/**
 * Writes a file in a folder of the person's for the owner alone, whatever was there before: nobody else can have put a file of
 * their own where it is written aside.
 * @throws AppFailure `file-refused` when it cannot be written
 */
export async function writeForOwner(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomUUID().slice(0, 8)}.new`
  try {
    await writeFile(aside, text, { mode: ownerOnly, flag: 'wx' })
    await rename(aside, path)
  } catch (reason) {
    await rm(aside, { force: true })
    throw new AppFailure(
      appError('file-refused', `${basename(path)} can't be written.`, {
        cause: "The folder isn't writable, or the disk is full.",
        detail: String(reason),
      }),
      { cause: reason },
    )
  }
}

/**
 * The same as `replaceFile` before it returns, for the owner alone. It has a place of its own aside: the app may end, and write a last time,
 * while `replaceFile` is at work on the same path.
 * @throws the system's error
 */
export function replaceFileNow(path: string, content: string): void {
  const aside = `${path}.last`
  try {
    writeFileSync(aside, content, { mode: ownerOnly })
    renameSync(aside, path)
  } catch (reason) {
    rmSync(aside, { force: true })
    throw reason
  }
}
