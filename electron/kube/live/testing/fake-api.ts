import { AppFailure, appError } from '@shared/errors'
import { cancelledFailure } from '../../errors'
import type { ApiClient } from '../../api-client'

/** A watch that a spec speaks for. */
export interface FakeStream {
  readonly path: string
  readonly say: (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: object) => void
  readonly end: () => void
  readonly isOpen: () => boolean
}

/** A cluster that lists what a spec put there, and notes what it was asked. */
export interface FakeApi {
  readonly client: Pick<ApiClient, 'read' | 'stream'>
  /** `list /api/…` and `watch /api/…`, with their selectors. */
  readonly asked: readonly string[]
  readonly streams: readonly FakeStream[]
  /** Objects by the path of their collection; of a namespace's collection those are listed that are in it. */
  readonly objects: Map<string, readonly object[]>
  /** Paths that may not be listed, read or watched. */
  readonly refused: Set<string>
}

function forbidden(): AppFailure {
  return new AppFailure(appError('forbidden', 'You may not.'), { cause: { status: 403, retryAfterMs: undefined } })
}

export function createFakeApi(): FakeApi {
  const asked: string[] = []
  const streams: FakeStream[] = []
  const objects = new Map<string, readonly object[]>()
  const refused = new Set<string>()
  const note = (kind: string, path: string): void => {
    const [place = '', query = ''] = path.split('?')
    const selectors = ['labelSelector', 'fieldSelector'].flatMap((name) => new URLSearchParams(query).get(name) ?? [])
    asked.push([kind, place, ...selectors].join(' '))
    if (refused.has(place)) throw forbidden()
  }
  const read: ApiClient['read'] = async (path) => {
    note('list', path)
    const items = objects.get(path.split('?')[0] ?? '') ?? []
    return Promise.resolve({ value: { metadata: { resourceVersion: '10' }, items }, date: null })
  }
  return {
    asked,
    streams,
    objects,
    refused,
    client: {
      read,
      stream: async (path, { signal }) => {
        note('watch', path)
        const { stream, chunks } = openStream(path, signal)
        streams.push(stream)
        return Promise.resolve({ isHttp2: true, date: null, chunks, close: stream.end })
      },
    },
  }
}

function openStream(path: string, signal: AbortSignal): { stream: FakeStream; chunks: AsyncIterable<Buffer> } {
  const pieces: Buffer[] = []
  let isOver = false
  let wake = (): void => undefined
  const end = (): void => {
    isOver = true
    wake()
  }
  signal.addEventListener('abort', end)
  async function* chunks(): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const next = pieces.shift()
      if (next !== undefined) yield next
      else if (signal.aborted) throw cancelledFailure()
      else if (isOver) return
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  const say: FakeStream['say'] = (type, object) => {
    pieces.push(Buffer.from(`${JSON.stringify({ type, object })}\n`))
    wake()
  }
  return { stream: { path, say, end, isOpen: () => !isOver }, chunks: chunks() }
}
