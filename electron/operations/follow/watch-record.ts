import { watchCollection, type CollectionTiming } from '../../kube/live/watch/collection'
import { backOff } from '../../kube/pause'
import { recordsPath } from '../../records/record-name'
import type { LiveClient } from '../../kube/live/objects/kind-request'
import type { Payload } from '../../records/payload'
import { readPayload } from '../../records/read-record'
import { byRevision, markOf, type RevisionMark } from '../../records/revision-mark'

export interface RecordWatchOptions {
  readonly client: LiveClient
  readonly namespace: string
  readonly name: string
  readonly revision: number
  /** The marks or the payload may be others. */
  readonly onChange: () => void
  readonly timing?: Partial<CollectionTiming>
}

/** The release's own Secrets: their metadata all the time, the payload of one revision once for each of its versions. */
export interface RecordWatch {
  /** Oldest first; null until they were read once. */
  readonly marks: () => readonly RevisionMark[] | null
  /** Of the revision; null when it is not there. */
  readonly mark: () => RevisionMark | null
  /** Of the revision, as it was read last. */
  readonly payload: () => Payload | null
  /** Reads once more. Never rejects. */
  readonly refresh: (signal: AbortSignal) => Promise<void>
  readonly stop: () => void
}

/** A payload that could not be read is asked for again: the first and the longest wait. It may be 1 MiB. Milliseconds. */
const againMs = [1_000, 30_000] as const

/** Follows the Secrets that helm keeps a release in. */
export function watchRecord(options: RecordWatchOptions): RecordWatch {
  const { client, namespace, name, revision, onChange } = options
  const marks = (): readonly RevisionMark[] => [...collection.items().values()].sort(byRevision)
  const mark = (): RevisionMark | null => marks().find((one) => one.revision === revision) ?? null
  const payload = keepPayload({
    version: () => mark()?.resourceVersion ?? '',
    read: (signal) => readPayload(client, namespace, name, revision, signal),
    onChange,
  })
  const note = (): void => {
    onChange()
    payload.follow()
  }
  const collection = watchCollection({
    client,
    path: recordsPath('secrets', namespace),
    labelSelector: `owner=helm,name=${name}`,
    metadataOnly: true,
    slim: markOf,
    onChange: note,
    onState: note,
    ...(options.timing && { timing: options.timing }),
  })
  return {
    marks: () => (collection.isRead() ? marks() : null),
    mark,
    payload: payload.now,
    refresh: async (signal) => {
      const reading = collection.refresh(signal).then(() => payload.read(signal))
      await reading.catch(() => {
        // What was seen last stands.
      })
    },
    stop: () => {
      payload.stop()
      collection.stop()
    },
  }
}

interface PayloadOptions {
  /** The version that there is now; '' when there is none. */
  readonly version: () => string
  readonly read: (signal: AbortSignal) => Promise<Payload>
  readonly onChange: () => void
}

interface KeptPayload {
  readonly now: () => Payload | null
  /** Reads it when its version is another; one at a time, and again after a failure. */
  readonly follow: () => void
  /** Reads it now when its version is another. @throws AppFailure of the API client */
  readonly read: (signal: AbortSignal) => Promise<void>
  readonly stop: () => void
}

function keepPayload({ version, read, onChange }: PayloadOptions): KeptPayload {
  const stopped = new AbortController()
  const isStopped = (): boolean => stopped.signal.aborted
  let payload: Payload | null = null
  let known = ''
  let isReading = false
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  const readNow = async (signal: AbortSignal): Promise<void> => {
    const now = version()
    if (now === '' || now === known) return
    payload = await read(signal)
    known = now
  }
  const follow = (): void => {
    clearTimeout(timer)
    if (!isReading && !isStopped() && version() !== '' && version() !== known) void readOnce()
  }
  const readOnce = async (): Promise<void> => {
    isReading = true
    const hasFailed = await readNow(stopped.signal).then(
      () => false,
      () => true,
    )
    isReading = false
    if (isStopped()) return
    failures = hasFailed ? failures + 1 : 0
    if (hasFailed) timer = setTimeout(follow, backOff(failures, againMs))
    else follow()
    onChange()
  }
  return {
    now: () => payload,
    follow,
    read: readNow,
    stop: () => {
      stopped.abort()
      clearTimeout(timer)
    },
  }
}
