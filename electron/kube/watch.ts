import type { AppFailure } from '@shared/errors'
import { z } from 'zod'
import type { ApiClient, ApiStream } from './api-client'
import { statusFailure, type Place } from './errors'
import { readJson } from './json-answer'
import { oddAnswerFailure } from './odd-answers'
import { createRests } from './rests'

export type WatchTold =
  | { readonly kind: 'put' | 'drop'; readonly object: unknown }
  /** Everything up to here was told. */
  | { readonly kind: 'version'; readonly resourceVersion: string }

export interface WatchRequest {
  /** Of the collection, without a query: `/api/v1/namespaces/shop/pods`. */
  readonly path: string
  /** Selectors. */
  readonly query: Readonly<Record<string, string>>
  /** Media types. */
  readonly accept: string
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

/** An object is at most 1.5 MiB in etcd; as JSON it may be somewhat more. Characters. */
const maxLine = 4 * 1024 * 1024
const wanted = 'the changes of a list'

const lineShape = z.object({ type: z.string(), object: z.unknown() })
const bookmarkShape = z.looseObject({ metadata: z.looseObject({ resourceVersion: z.string().min(1).max(128) }) })
const errorShape = z.looseObject({ code: z.number().optional(), message: z.string().optional() })

/**
 * Watches a collection until the server or the silence ends it. Objects are given as they came, not yet checked.
 * @throws AppFailure of the API client; with HTTP status 410 when `resourceVersion` is too old, which a server says inside
 *   a stream that began with 200; `cluster-failed` for what are no events
 */
export async function* watchObjects(
  client: Pick<ApiClient, 'stream'>,
  request: WatchRequest,
): AsyncGenerator<WatchTold, void, undefined> {
  const query = new URLSearchParams({
    ...request.query,
    watch: '1',
    allowWatchBookmarks: 'true',
    resourceVersion: request.resourceVersion,
    timeoutSeconds: String(request.timeoutSeconds),
  })
  const path = `${request.path}?${query.toString()}`
  const stream = await client.stream(path, { accept: request.accept, signal: request.signal, kind: 'watch' })
  request.onOpen()
  const place = { context: '', server: 'The cluster' }
  try {
    for await (const line of lines(stream, request.silenceMs)) {
      const told = toTold(line, place)
      if (told !== null) yield told
    }
  } finally {
    stream.close()
  }
}

/** The stream's lines; ends with it, or when no line has come for too long: bytes alone are no sign of life. */
async function* lines(stream: ApiStream, silenceMs: number): AsyncGenerator<string, void, undefined> {
  /** The line that has not ended, as it came: put together once, and not again for every byte of it. */
  let rest: string[] = []
  let length = 0
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
      const text = decoder.decode(chunk, { stream: true })
      const end = text.lastIndexOf('\n')
      const parts = end < 0 ? [] : (rest.join('') + text.slice(0, end)).split('\n')
      if (end >= 0) [rest, length] = [[], 0]
      rest.push(text.slice(end + 1))
      length += text.length - end - 1
      if (length > maxLine) throw oddAnswerFailure({ wanted, detail: `a line of more than ${maxLine} characters` })
      if (parts.length > 0) listen()
      const rests = createRests()
      for (const part of parts) {
        yield part
        if (rests.isDue()) await rests.take()
      }
    }
  } finally {
    clearTimeout(timer)
  }
}

function toTold(line: string, place: Place): WatchTold | null {
  if (line === '') return null
  const read = readJson(line)
  if (read.kind !== 'ok') {
    throw oddAnswerFailure({ wanted, detail: read.kind === 'strange' ? read.reason : 'a line that is no JSON' })
  }
  const parsed = lineShape.safeParse(read.value)
  if (!parsed.success) return null
  const { type, object } = parsed.data
  if (type === 'ERROR') throw errorOf(object, place)
  if (type !== 'BOOKMARK') return { kind: type === 'DELETED' ? 'drop' : 'put', object }
  const bookmark = bookmarkShape.safeParse(object)
  return bookmark.success ? { kind: 'version', resourceVersion: bookmark.data.metadata.resourceVersion } : null
}

/** "Expired" (410) means: list again. */
function errorOf(object: unknown, place: Place): AppFailure {
  const parsed = errorShape.safeParse(object)
  const { code = 500, message = '' } = parsed.success ? parsed.data : {}
  return statusFailure(place, code, JSON.stringify({ kind: 'Status', message }))
}
