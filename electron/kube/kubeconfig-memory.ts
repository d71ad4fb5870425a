import { appError, type AppError } from '@shared/errors'
import { readKubeconfigFile, type FileResult } from './kubeconfig-files'
import type { RawKubeconfig } from './kubeconfig-schema'
import { fileStamp, stampTime } from './watch-files'

/** A file as it is, or as it was when it could last be used, with what is wrong with it now. */
export type RememberedResult =
  | FileResult
  | { readonly kind: 'kept'; readonly file: string; readonly config: RawKubeconfig; readonly error: AppError }

/**
 * What each file held when it was last read well, for this run. It is one memory for the window's contexts and for the
 * clients of their clusters, so that they never see two states of a file.
 */
const lastGood = new Map<string, RawKubeconfig>()

/** A file as it was read, good for as long as its stamp is the same. */
interface Reading {
  readonly stamp: string
  readonly result: Promise<FileResult>
  /** Milliseconds since 1970. */
  readonly readAt: number
}

/** Each file's last reading: many clients ask for the same file at once, and again for each of their contexts. */
const readings = new Map<string, Reading>()

/** A file that is written twice within the system's clock tick keeps its stamp: a reading so soon after a change is not kept. */
const settledMs = 1_000

async function readOnce(file: string): Promise<FileResult> {
  const stamp = await fileStamp([file])
  const known = readings.get(file)
  if (known?.stamp === stamp && isSettled(known)) return known.result
  const reading = { stamp, result: readKubeconfigFile(file), readAt: Date.now() }
  readings.set(file, reading)
  return reading.result
}

function isSettled({ stamp, readAt }: Reading): boolean {
  const changedAt = stampTime(stamp)
  return changedAt !== null && readAt - changedAt > settledMs
}

/**
 * Reads kubeconfig files. One that was good before in this run and is not any more (half written, damaged, emptied or gone)
 * comes as it was: what is shown of its clusters must not vanish because of a slip in an editor.
 * @param files absolute paths
 */
export function readKubeconfigFiles(files: readonly string[]): Promise<RememberedResult[]> {
  return Promise.all(files.map(readRemembered))
}

async function readRemembered(file: string): Promise<RememberedResult> {
  const result = await readOnce(file)
  const before = lastGood.get(file)
  const trouble = troubleOf(result, before)
  if (trouble !== null && before !== undefined) return { kind: 'kept', file, config: before, error: kept(trouble) }
  if (result.kind === 'ok') lastGood.set(file, result.config)
  return result
}

function troubleOf(result: FileResult, before: RawKubeconfig | undefined): AppError | null {
  const { file } = result
  if (result.kind === 'bad') return result.error
  if (result.kind === 'missing') {
    const cause = 'It was moved, renamed or deleted.'
    return appError('no-kubeconfig', `The kubeconfig ${file} no longer exists.`, { cause, detail: file })
  }
  if (before === undefined || isEmpty(before) || !isEmpty(result.config)) return null
  return appError('kubeconfig-invalid', `The kubeconfig ${file} is empty now.`, { detail: file })
}

function isEmpty({ contexts, clusters, users }: RawKubeconfig): boolean {
  return [contexts, clusters, users].every((list) => (list ?? []).length === 0)
}

function kept(error: AppError): AppError {
  const cause = `${error.cause} Until it is fixed, Wheelhouse uses the contexts last read from it.`.trim()
  return { ...error, cause, actions: ['choose-kubeconfig'] }
}
