import type { ApiClient, ApiStream } from '../../../kube/api-client'
import { cancelledFailure, networkFailure, statusFailure } from '../../../kube/errors'
import type { ReleaseRecord } from '../record'

const place = { context: 'test', server: 'https://test' }

/** The failure of an HTTP status. */
export function httpFailure(status: number, retryAfter?: string): Error {
  return statusFailure(place, status, '', retryAfter)
}

/** The failure of a connection. */
export function lostConnection(): Error {
  return networkFailure(place, Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
}

/** A watch that a test speaks for. */
export interface FakeWatch {
  readonly path: string
  readonly tell: (type: string, object: unknown) => void
  /** The server ends it in good order. */
  readonly end: () => void
  readonly fail: (error: Error) => void
}

/** A cluster whose answers are those of a test; it notes what it was asked. */
export interface FakeCluster {
  readonly client: Pick<ApiClient, 'read' | 'stream'>
  readonly lists: string[]
  /** Watches that were accepted, ended ones too. */
  readonly watches: FakeWatch[]
  /** What a list is answered; it may throw, or wait. */
  onList: (path: string) => unknown
  /** Throws where a watch is refused. */
  onWatch: (path: string) => void
}

export function fakeCluster(): FakeCluster {
  const lists: string[] = []
  const watches: FakeWatch[] = []
  const cluster: FakeCluster = {
    client: {
      read: async (path, request) => {
        lists.push(path)
        const value = await cluster.onList(path)
        if (request?.signal?.aborted) throw cancelledFailure()
        return { value, date: null }
      },
      stream: async (path, { signal }) => {
        cluster.onWatch(path)
        const { watch, stream } = openWatch(path, signal)
        watches.push(watch)
        return Promise.resolve(stream)
      },
    },
    lists,
    watches,
    onList: () => listOf([]),
    onWatch: () => undefined,
  }
  return cluster
}

/** A metadata list. */
export function listOf(records: readonly ReleaseRecord[], resourceVersion = '1', rest = ''): unknown {
  return { metadata: { resourceVersion, continue: rest }, items: records.map(itemOf) }
}

/** The object of a record, without its data. */
export function itemOf(record: ReleaseRecord): unknown {
  const { uid, resourceVersion, namespace, object: name, release, revision, status, createdAt } = record
  const labels = { owner: 'helm', name: release, status, version: String(revision) }
  return { metadata: { uid, resourceVersion, namespace, name, labels, creationTimestamp: createdAt } }
}

/** A record of a release's first revision. */
export function recordOf(release: string, more: Partial<ReleaseRecord> = {}): ReleaseRecord {
  const { namespace = 'shop', revision = 1, resourceVersion = '1' } = more
  return {
    uid: `${namespace}-${release}-${revision}`,
    resourceVersion,
    namespace,
    object: `sh.helm.release.v1.${release}.v${revision}`,
    release,
    revision,
    status: 'deployed',
    createdAt: '2026-11-22T07:20:55Z',
    isHelms: true,
    ...more,
  }
}

function openWatch(path: string, signal: AbortSignal): { watch: FakeWatch; stream: ApiStream } {
  const queue: Buffer[] = []
  let ended: { readonly error: Error | null } | null = null
  let wake = (): void => undefined
  const end = (error: Error | null): void => {
    ended ??= { error }
    wake()
  }
  signal.addEventListener('abort', () => end(cancelledFailure()))
  const next = async (): Promise<IteratorResult<Buffer, undefined>> => {
    while (queue.length === 0 && ended === null) await new Promise<void>((resolve) => (wake = resolve))
    const value = queue.shift()
    if (value !== undefined) return { done: false, value }
    if (ended?.error) throw ended.error
    return { done: true, value: undefined }
  }
  return {
    watch: {
      path,
      tell: (type, object) => {
        queue.push(Buffer.from(`${JSON.stringify({ type, object })}\n`))
        wake()
      },
      end: () => end(null),
      fail: end,
    },
    stream: {
      isHttp2: true,
      date: null,
      chunks: { [Symbol.asyncIterator]: () => ({ next }) },
      close: () => end(null),
    },
  }
}
