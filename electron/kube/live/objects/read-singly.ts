import { eachLimited } from '@shared/each-limited'
import { toAppError } from '@shared/errors'
import { httpStatusOf } from '../../errors'
import { metadataType } from '../../namespaces'
import type { ItemSight, KindRequest, LiveClient } from './kind-request'
import { toLiveItem } from '../watch/live-item'
import { pathOf } from '../watch/selection'

export interface SingleOptions {
  readonly client: LiveClient
  readonly onChange: () => void
  readonly request: KindRequest
  /** Whether it may not be listed now. */
  readonly isDenied: () => boolean
}

/** Objects that are read by their names. */
export interface SingleReader {
  readonly see: (name: string) => ItemSight
  /** Whether each was asked for once. */
  readonly hasRead: () => boolean
  /** Reads them now and from time to time, for as long as they may not be listed. */
  readonly poll: () => void
  /** Never rejects. */
  readonly readAll: (signal: AbortSignal) => Promise<void>
  readonly stop: () => void
}

/** Milliseconds; more where there are many, so that a kind never costs more than four requests a second. */
const pollMs = 2_000
const pollEachMs = 250
const readsAtOnce = 4
/** So many are read: where there are more, the rest is not worth a request each. */
const mostRead = 100
const tooMany = 'Its state is unknown: there are too many objects of this kind to read each by itself.'

/** Reads the objects of a kind one by one, where listing them is refused: reading may be allowed. */
export function readSingly(options: SingleOptions): SingleReader {
  const { request, onChange } = options
  const seen = new Map<string, ItemSight>()
  const stopped = new AbortController()
  const names = [...request.wanted.keys()]
  const read = names.slice(0, mostRead)
  for (const name of names.slice(mostRead)) seen.set(name, { is: 'unknown', why: tooMany })
  let timer: NodeJS.Timeout | undefined
  const readAll = async (signal: AbortSignal): Promise<void> => {
    await eachLimited(read, readsAtOnce, async (name) => {
      const sight = await readOne(options, name, signal)
      if (sight !== null) seen.set(name, sight)
    })
    if (!stopped.signal.aborted) onChange()
  }
  const poll = (): void => {
    clearTimeout(timer)
    if (stopped.signal.aborted || request.wanted.size === 0 || !options.isDenied()) return
    void readAll(stopped.signal).finally(() => {
      clearTimeout(timer)
      timer = setTimeout(poll, Math.max(pollMs, read.length * pollEachMs))
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
async function readOne(
  { client, request: { selection } }: SingleOptions,
  name: string,
  signal: AbortSignal,
): Promise<ItemSight | null> {
  const { isHeadEnough } = selection
  try {
    const accept = isHeadEnough ? metadataType : 'application/json'
    const { value } = await client.read(`${pathOf(selection)}/${encodeURIComponent(name)}`, { accept, signal })
    const live = toLiveItem(selection, value)
    return live === null ? { is: 'unknown', why: "Its state can't be read." } : { is: 'there', live }
  } catch (reason) {
    const status = httpStatusOf(reason)
    if (status === 404) return { is: 'absent' }
    if (status === 403) return { is: 'hidden' }
    return signal.aborted ? null : { is: 'unknown', why: `Its state is unknown: ${toAppError(reason).message}` }
  }
}
