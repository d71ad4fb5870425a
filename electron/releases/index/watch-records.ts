import type { AppFailure } from '@shared/errors'
import { z } from 'zod'
import type { ApiClient, ApiStream } from '../../kube/api-client'
import { statusFailure, type Place } from '../../kube/errors'
import { metadataType } from '../../kube/namespaces'
import { toRecord, type ReleaseRecord } from './record'

export type WatchEvent =
  | { readonly kind: 'put' | 'drop'; readonly record: ReleaseRecord }
  /** Everything up to here was told. */
  | { readonly kind: 'version'; readonly resourceVersion: string }

export interface WatchOptions {
  readonly path: string
  readonly selector: string
  /** From where on. */
  readonly resourceVersion: string
  readonly signal: AbortSignal
  /** The server is asked to end the watch after this time; it is opened again from where it ended. */
  readonly timeoutSeconds: number
  /** A watch that says nothing for so long counts as dead: a bookmark comes about every 60 s. Milliseconds. */
  readonly silenceMs: number
  /** Told when the server has accepted the watch. */
  readonly onOpen: () => void
}

/** An object's metadata holds at most 256 KiB of annotations and some managed fields. */
const maxLine = 4 * 1024 * 1024

const lineShape = z.object({ type: z.string(), object: z.unknown() })
const bookmarkShape = z.looseObject({ metadata: z.looseObject({ resourceVersion: z.string().min(1).max(128) }) })
const errorShape = z.looseObject({ code: z.number().optional(), message: z.string().optional() })

/**
 * Watches records until the server or the silence ends it.
 * @throws AppFailure of the API client; with HTTP status 410 when `resourceVersion` is too old, which a server says inside
 *   a stream that began with 200
 */
export async function* watchRecords(
  client: Pick<ApiClient, 'stream'>,
  options: WatchOptions,
): AsyncGenerator<WatchEvent, void, undefined> {
  const query = new URLSearchParams({
    labelSelector: options.selector,
    watch: '1',
    allowWatchBookmarks: 'true',
    resourceVersion: options.resourceVersion,
    timeoutSeconds: String(options.timeoutSeconds),
  })
  const path = `${options.path}?${query.toString()}`
  const stream = await client.stream(path, { accept: metadataType, signal: options.signal, kind: 'watch' })
  options.onOpen()
  const place = { context: '', server: 'The cluster' }
  try {
    for await (const line of lines(stream, options.silenceMs)) {
      for (const event of toEvents(line, place)) yield event
    }
  } finally {
    stream.close()
  }
}

/** The stream's lines; ends with it, or when it is silent for too long. */
async function* lines(stream: ApiStream, silenceMs: number): AsyncGenerator<string, void, undefined> {
  let rest = ''
  let timer: NodeJS.Timeout | undefined
  const listen = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => stream.close(), silenceMs)
    timer.unref()
  }
  const decoder = new TextDecoder()
  try {
    listen()
    for await (const chunk of stream.chunks) {
      listen()
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = parts.pop() ?? ''
      if (rest.length > maxLine) return
      yield* parts
    }
  } finally {
    clearTimeout(timer)
  }
}

function toEvents(line: string, place: Place): WatchEvent[] {
  if (line === '') return []
  const parsed = lineShape.safeParse(JSON.parse(line))
  if (!parsed.success) return []
  const { type, object } = parsed.data
  if (type === 'ERROR') throw errorOf(object, place)
  if (type === 'BOOKMARK') {
    const bookmark = bookmarkShape.safeParse(object)
    return bookmark.success ? [{ kind: 'version', resourceVersion: bookmark.data.metadata.resourceVersion }] : []
  }
  const record = toRecord(object)
  if (record === null) return []
  const kind = type === 'DELETED' ? 'drop' : 'put'
  return [
    { kind, record },
    { kind: 'version', resourceVersion: record.resourceVersion },
  ]
}

/** "Expired" (410) means: list again. */
function errorOf(object: unknown, place: Place): AppFailure {
  const parsed = errorShape.safeParse(object)
  const { code = 500, message = '' } = parsed.success ? parsed.data : {}
  return statusFailure(place, code, JSON.stringify({ kind: 'Status', message }))
}
