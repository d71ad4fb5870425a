import { appError, type AppError } from '@shared/errors'
import type { z } from 'zod'
import { readChecked } from '../files/read-checked'
import { kubeconfigSchema, type RawKubeconfig } from './kubeconfig-schema'

/** A hundred times the largest kubeconfig seen in the wild; the parser blocks the main process while it runs. */
const maxKubeconfigBytes = 10 * 1024 * 1024

/** YAML aliases may multiply a small file into gigabytes. */
const maxAliases = 100

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
    const text = await readBounded(file, maxBytes)
    return await parseKubeconfig(file, text)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing', file }
    return bad(file, code === 'EACCES' || code === 'EPERM' ? 'You may not read this file.' : messageOf(error))
  }
}

async function readBounded(file: string, maxBytes: number): Promise<string> {
  const bytes = await readChecked(file, (found) => {
    if (!found.isFile()) throw new Error('It is not a file.')
    if (found.size > maxBytes) {
      throw new Error(`It has ${found.size} bytes; a kubeconfig of more than ${maxBytes} bytes is not read.`)
    }
  })
  return bytes.toString('utf8')
}

/** Parses the text of a kubeconfig; YAML or JSON, which is YAML. */
export async function parseKubeconfig(file: string, text: string): Promise<FileResult> {
  // Lazy: nobody needs a YAML parser before the first paint.
  const { LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  try {
    // kubectl's parser takes the last of repeated keys as well.
    const document = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
    })
    const fault = document.errors[0]
    if (fault) return bad(file, fault.message, lines.linePos(fault.pos[0]).line)
    const parsed = kubeconfigSchema.safeParse(document.toJS({ maxAliasCount: maxAliases }) ?? {})
    if (parsed.success) return { kind: 'ok', file, config: parsed.data }
    return describeIssue(file, parsed.error, (path) => {
      const node: unknown = document.getIn(path, true)
      const offset = rangeStart(node)
      return offset === undefined ? undefined : lines.linePos(offset).line
    })
  } catch (error) {
    return bad(file, messageOf(error))
  }
}

function describeIssue(
  file: string,
  error: z.ZodError,
  lineAt: (path: PropertyKey[]) => number | undefined,
): FileResult {
  const issue = error.issues[0]
  const path = issue?.path ?? []
  const where = path.length === 0 ? 'The file' : path.map(String).join('.')
  return bad(file, `${where}: ${issue?.message ?? 'not as expected'}`, nearestLine(path, lineAt))
}

/** The line of the thing itself or, where it is missing, of what should hold it. */
function nearestLine(path: PropertyKey[], lineAt: (path: PropertyKey[]) => number | undefined): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const line = lineAt(path.slice(0, length))
    if (line !== undefined) return line
  }
  return undefined
}

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined
  const start: unknown = node.range[0]
  return typeof start === 'number' ? start : undefined
}

function bad(file: string, reason: string, line?: number): FileResult {
  const place = line === undefined ? file : `${file}, line ${line}`
  return {
    kind: 'bad',
    file,
    error: appError('kubeconfig-invalid', `The kubeconfig ${place} cannot be used.`, {
      cause: reason,
      actions: ['choose-kubeconfig'],
      detail: `${place}: ${reason}`,
    }),
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
