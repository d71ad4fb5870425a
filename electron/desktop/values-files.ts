import { basename } from 'node:path'
import { AppFailure, appError, fail, toAppError, type AppError } from '@shared/errors'
import { leftOut, maxOpenedFiles, type OpenedFile } from '@shared/model/file'
import { maxValuesBytes } from '@shared/values'
import { FileFault, fileWords } from '../files/file-fault'
import { readOrdinaryFile } from '../files/read-ordinary'
import { refuseBadValues } from '../operations/request/values'

/**
 * Reads values files by their absolute paths, in their order, ten at most. A file that cannot be taken does not keep the others
 * from being read: it comes with the reason in words. What it holds is never repeated there.
 * @param total how many the person named: the last of the answer tells of those that were left out
 */
export async function readValuesFiles(paths: readonly string[], total = paths.length): Promise<OpenedFile[]> {
  const opened = paths.slice(0, maxOpenedFiles)
  const taken = await Promise.all(opened.map(read))
  return total > opened.length ? [...taken, { path: '', name: '', error: leftOut(opened.length, total) }] : taken
}

/** Reads files of text whatever they are called, as `readValuesFiles` does: each is to be a value as a whole. */
export function readTextFiles(paths: readonly string[]): Promise<OpenedFile[]> {
  return Promise.all(
    paths.map(async (path) => {
      try {
        const text = decode(await readOrdinaryFile(path, { maxBytes: maxValuesBytes }))
        return { path, name: basename(path), text }
      } catch (thrown) {
        return refused(path, inWords(thrown))
      }
    }),
  )
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

async function readBounded(path: string): Promise<Uint8Array> {
  if (!/\.ya?ml$/i.test(path)) refuse('Values files must end in .yaml or .yml.')
  return readOrdinaryFile(path, { maxBytes: maxValuesBytes })
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

function inWords(thrown: unknown): AppError {
  if (thrown instanceof AppFailure) return thrown.error
  const isLarge = thrown instanceof FileFault && thrown.kind === 'large'
  const cause = isLarge ? 'It is larger than 1 MiB, the most that helm can store as values.' : fileWords(thrown)
  return appError('file-refused', '', { cause, detail: toAppError(thrown).detail })
}

function refused(path: string, error: AppError): OpenedFile {
  const name = basename(path)
  return { path, name, error: { ...error, message: `${name} can't be used.` } }
}

function refuse(cause: string): never {
  return fail('file-refused', '', { cause })
}
