import { constants } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppFailure, appError, fail, toAppError, type AppError } from '@shared/errors'
import { maxOpenedFiles, type OpenedFile } from '@shared/model/file'
import { maxValuesBytes } from '@shared/values'
import { refuseBadValues } from '../operations/request/values'

/**
 * Reads values files by their absolute paths, in their order. A file that cannot be taken does not keep the others from
 * being read: it comes with the reason in words. What it holds is never repeated there.
 */
export async function readValuesFiles(paths: readonly string[]): Promise<OpenedFile[]> {
  const taken = await Promise.all(paths.slice(0, maxOpenedFiles).map(read))
  return [...taken, ...paths.slice(maxOpenedFiles).map((path) => refused(path, tooMany()))]
}

async function read(path: string): Promise<OpenedFile> {
  try {
    const text = decode(await readBounded(path))
    // What helm 3 would drop of it the window says: it knows which helm is in use.
    await refuseBadValues(text, 'merged')
    return { path, name: basename(path), text }
  } catch (thrown) {
    return refused(path, inWords(thrown))
  }
}

/** A folder, a device or a pipe is never opened: reading one may not end. */
async function readBounded(path: string): Promise<Uint8Array> {
  if (!/\.ya?ml$/i.test(path)) refuse('Values files must end in .yaml or .yml.')
  checkKind(await stat(path))
  // Should a pipe have taken the file's place meanwhile, opening it must not wait for a writer. Windows has no such flag.
  const handle = await open(path, constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0))
  try {
    checkKind(await handle.stat())
    return await readAll(handle)
  } finally {
    await handle.close()
  }
}

function checkKind(found: { isDirectory(): boolean; isFile(): boolean; readonly size: number }): void {
  if (found.isDirectory()) refuse('It is a folder.')
  if (!found.isFile()) refuse('It is not a regular file.')
  if (found.size > maxValuesBytes) tooLarge()
}

/** The size that the system tells may be out of date; what counts is what is read. */
async function readAll(handle: FileHandle): Promise<Uint8Array> {
  const buffer = new Uint8Array(maxValuesBytes + 1)
  let length = 0
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null)
    if (bytesRead === 0) return buffer.subarray(0, length)
    length += bytesRead
  }
  return tooLarge()
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    refuse('It is written in UTF-16. Save it as UTF-8 and try again.')
  }
  if (bytes.includes(0)) refuse('It is a binary file, not text.')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refuse('It is not written in UTF-8. Save it as UTF-8 and try again.')
  }
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  ENOTDIR: 'There is no such file.',
  EACCES: 'You may not read it.',
  EPERM: 'You may not read it.',
  ELOOP: 'It is a link that leads nowhere.',
  ENAMETOOLONG: 'Its name is too long.',
}

function inWords(thrown: unknown): AppError {
  if (thrown instanceof AppFailure) return thrown.error
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  const { detail } = toAppError(thrown)
  return appError('file-refused', '', { cause: systemReasons[code] ?? "It couldn't be read.", detail })
}

function refused(path: string, error: AppError): OpenedFile {
  const name = basename(path)
  return { path, name, error: { ...error, message: `${name} can't be used.` } }
}

function tooMany(): AppError {
  return appError('file-refused', '', { cause: `At most ${maxOpenedFiles} files can be used at once.` })
}

function tooLarge(): never {
  return refuse('It is larger than 1 MiB, the most that helm can store as values.')
}

function refuse(cause: string): never {
  return fail('file-refused', '', { cause })
}
