import { appError, type AppError } from '@shared/errors'
import { FileFault, fileWords, isMissing } from '../files/file-fault'
import { readOrdinaryFile } from '../files/read-ordinary'
import { parseLargeKubeconfig } from './kubeconfig-parser'
import type { RawKubeconfig } from './kubeconfig-schema'

/** A hundred times the largest kubeconfig seen in the wild. */
const maxKubeconfigBytes = 10 * 1024 * 1024

export type FileResult =
  | { readonly kind: 'ok'; readonly file: string; readonly config: RawKubeconfig }
  | { readonly kind: 'missing'; readonly file: string }
  | { readonly kind: 'bad'; readonly file: string; readonly error: AppError }

/**
 * Reads one kubeconfig file.
 * @param file absolute path
 * @returns never rejects: a file that is absent, unreadable, too large, no ordinary one or no kubeconfig says so
 */
export async function readKubeconfigFile(file: string, maxBytes = maxKubeconfigBytes): Promise<FileResult> {
  try {
    return await parseKubeconfig(file, decodeText(await readOrdinaryFile(file, { maxBytes })))
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing', file }
    return bad(file, error instanceof NotText ? error.message : reasonOf(error, maxBytes))
  }
}

function reasonOf(error: unknown, maxBytes: number): string {
  if (!(error instanceof FileFault) || error.kind !== 'large') return fileWords(error)
  return `It is too large: a kubeconfig of more than ${maxBytes} bytes is not read.`
}

class NotText extends Error {}

/** kubectl's parser takes UTF-16 too, which Windows' shells write; it begins with a mark. */
function decodeText(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex')
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new NotText('It is not text in UTF-8 or UTF-16.')
  }
}

/** Parses the text of a kubeconfig that stands in a file. Never rejects. */
export async function parseKubeconfig(file: string, text: string): Promise<FileResult> {
  const decoded = await parseLargeKubeconfig(text)
  return decoded.kind === 'ok' ? { ...decoded, file } : bad(file, decoded.reason, decoded.line)
}

function bad(file: string, reason: string, line?: number): FileResult {
  const place = line === undefined ? file : `${file}, line ${line}`
  return {
    kind: 'bad',
    file,
    error: appError('kubeconfig-invalid', `The kubeconfig ${place} can't be used.`, {
      cause: reason,
      actions: ['choose-kubeconfig'],
      detail: `${place}: ${reason}`,
    }),
  }
}
