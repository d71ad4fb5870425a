import { appError, type AppError } from '@shared/errors'
import { readChecked } from '../files/read-checked'
import { readGoYaml } from './go-yaml'
import { decodeKubeconfig } from './kubeconfig-decode'
import type { RawKubeconfig } from './kubeconfig-schema'

/** A hundred times the largest kubeconfig seen in the wild; the parser blocks the main process while it runs. */
const maxKubeconfigBytes = 10 * 1024 * 1024

export type FileResult =
  | { readonly kind: 'ok'; readonly file: string; readonly config: RawKubeconfig }
  | { readonly kind: 'missing'; readonly file: string }
  | { readonly kind: 'bad'; readonly file: string; readonly error: AppError }

/**
 * Reads one kubeconfig file.
 * @param file absolute path
 * @returns never rejects: a file that is absent, unreadable, too large or no kubeconfig says so
 */
export async function readKubeconfigFile(file: string, maxBytes = maxKubeconfigBytes): Promise<FileResult> {
  try {
    return await parseKubeconfig(file, decodeText(await readBounded(file, maxBytes)))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing', file }
    return bad(file, code === undefined ? (error as Error).message : (systemReasons[code] ?? "It can't be read."))
  }
}

const systemReasons: Readonly<Record<string, string>> = {
  EACCES: 'You may not read this file.',
  EPERM: 'You may not read this file.',
  EISDIR: 'It is a folder.',
  ELOOP: 'It is a link that leads nowhere.',
}

async function readBounded(file: string, maxBytes: number): Promise<Buffer> {
  return readChecked(file, (found) => {
    if (found.isDirectory()) throw new Error('It is a folder.')
    if (!found.isFile()) throw new Error('It is not a regular file.')
    if (found.size > maxBytes) {
      throw new Error(`It has ${found.size} bytes; a kubeconfig of more than ${maxBytes} bytes is not read.`)
    }
  })
}

/** kubectl's parser takes UTF-16 too, which Windows' shells write; it begins with a mark. */
function decodeText(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex')
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new Error('It is not text in UTF-8 or UTF-16.')
  }
}

/** Parses the text of a kubeconfig; YAML or JSON, which is YAML. Of several documents the first counts, as for kubectl. */
export async function parseKubeconfig(file: string, text: string): Promise<FileResult> {
  const read = await readGoYaml(text)
  if (read.kind === 'bad') return bad(file, read.reason, read.line)
  const decoded = decodeKubeconfig(read)
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
