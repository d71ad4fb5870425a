import { toAppError } from '@shared/errors'
import { httpStatusOf } from '../errors'
import { metadataType } from '../namespaces'
import type { Followed } from './followed'
import type { KindWatchDeps, KindRequest, Sight } from './kind-request'
import { toLiveObject } from './live-item'

export interface SingleOptions {
  readonly deps: KindWatchDeps
  readonly request: KindRequest
  /** Of the collection. */
  readonly path: string
  /** Whether it may not be listed now. */
  readonly isDenied: () => boolean
  /** Only names and versions are read. */
  readonly isHeadEnough: boolean
}

/** Objects that are read by their names. */
export interface SingleReader {
  readonly see: (name: string) => Sight
  /** Whether each was asked for once. */
  readonly hasRead: () => boolean
  /** Reads them now and from time to time, for as long as they may not be listed. */
  readonly poll: () => void
  /** Never rejects. */
  readonly readAll: (signal: AbortSignal) => Promise<void>
  readonly stop: () => void
}

/** Milliseconds. */
const pollMs = 2_000

/** Reads the objects of a kind one by one, where listing them is refused: reading may be allowed. */
export function readSingly(options: SingleOptions): SingleReader {
  const { deps, request } = options
  const seen = new Map<string, Sight>()
  const stopped = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const readAll = async (signal: AbortSignal): Promise<void> => {
    await Promise.all(
      [...request.wanted.values()].map(async (one) => {
        const sight = await readOne(options, one, signal)
        if (sight !== null) seen.set(one.object.name, sight)
      }),
    )
    if (!stopped.signal.aborted) deps.onChange()
  }
  const poll = (): void => {
    clearTimeout(timer)
    if (stopped.signal.aborted || request.wanted.size === 0 || !options.isDenied()) return
    void readAll(stopped.signal).finally(() => {
      clearTimeout(timer)
      timer = setTimeout(poll, pollMs)
    })
  }
  return {
    see: (name) => seen.get(name) ?? { is: 'loading' },
    hasRead: () => seen.size >= request.wanted.size,
    poll,
    readAll,
    stop: () => {
      stopped.abort()
      clearTimeout(timer)
    },
  }
}

/** @returns null when there was no answer: then what was known before counts */
async function readOne(options: SingleOptions, followed: Followed, signal: AbortSignal): Promise<Sight | null> {
  const { deps, path, isHeadEnough } = options
  try {
    const accept = isHeadEnough ? metadataType : 'application/json'
    const { value } = await deps.client.read(`${path}/${encodeURIComponent(followed.object.name)}`, { accept, signal })
    const live = toLiveObject(followed, value, deps.waitsForAddresses)
    return live === null ? { is: 'unknown', why: "Its state can't be read." } : { is: 'there', live }
  } catch (reason) {
    const status = httpStatusOf(reason)
    if (status === 404) return { is: 'absent' }
    if (status === 403) return { is: 'hidden' }
    return signal.aborted ? null : { is: 'unknown', why: `Its state is unknown: ${toAppError(reason).message}` }
  }
}
