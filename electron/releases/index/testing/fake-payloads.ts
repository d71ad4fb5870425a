import { gzipSync } from 'node:zlib'
import type { ApiClient, ApiStream } from '../../../kube/api-client'
import { cancelledFailure } from '../../../kube/errors'
import { payloadKey, type ReleaseRecord } from '../record'
import { httpFailure } from './fake-cluster'
import { releaseJson } from './index-lab'
import { objectBytes, pageBytes } from './wire-bytes'

/** A cluster that holds payloads, and notes how they are read. */
export interface FakePayloads {
  readonly client: Pick<ApiClient, 'get' | 'stream'>
  /** What was asked: `front web`, `whole web`, `page 0`. */
  readonly asked: string[]
  /** The most that were read at the same time. */
  readonly most: () => number
  /** How long an answer takes. Milliseconds. */
  delayMs: number
  isHttp2: boolean
  /** Throws where an answer fails. */
  onAsk: (what: string) => void
  /** Records are what they are here, whatever was asked for. */
  readonly stored: Map<string, ReleaseRecord>
}

const pageSize = 25

export function fakePayloads(records: readonly ReleaseRecord[]): FakePayloads {
  const stored = new Map(records.map((record) => [record.object, record]))
  let running = 0
  let most = 0
  const ask = async (what: string, signal: AbortSignal | undefined): Promise<void> => {
    payloads.asked.push(what)
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, payloads.delayMs))
    running--
    if (signal?.aborted) throw cancelledFailure()
    payloads.onAsk(what)
  }
  const find = (path: string): ReleaseRecord => {
    const record = stored.get(decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)))
    if (record === undefined) throw httpFailure(404)
    return record
  }
  const payloads: FakePayloads = {
    client: {
      get: async (path, request) => {
        await ask(`whole ${releaseOf(path)}`, request?.signal)
        const { uid, resourceVersion, ...record } = find(path)
        const release = Buffer.from(payloadOf({ uid, resourceVersion, ...record })).toString('base64')
        return { metadata: { uid, resourceVersion }, data: { release } }
      },
      stream: async (path, { signal }) => {
        const query = path.split('?')[1]
        if (query === undefined) {
          await ask(`front ${releaseOf(path)}`, signal)
          return streamOf(payloads.isHttp2, objectBytes(wireOf(find(path))))
        }
        const from = Number(new URLSearchParams(query).get('continue') ?? '0')
        await ask(`page ${from / pageSize}`, signal)
        const all = [...stored.values()].filter(({ status }) => status !== 'superseded')
        const rest = from + pageSize < all.length ? String(from + pageSize) : ''
        return streamOf(payloads.isHttp2, pageBytes(all.slice(from, from + pageSize).map(wireOf), rest))
      },
    },
    asked: [],
    most: () => most,
    delayMs: 1,
    isHttp2: true,
    onAsk: () => undefined,
    stored,
  }
  return payloads
}

/** The keys of payloads. */
export function keysOf(records: readonly ReleaseRecord[]): string[] {
  return records.map(payloadKey)
}

function releaseOf(path: string): string {
  return /sh\.helm\.release\.v1\.(.+)\.v\d+$/.exec(path)?.[1] ?? path
}

function payloadOf({ namespace, release: name, revision, status }: ReleaseRecord): string {
  return gzipSync(JSON.stringify(releaseJson({ namespace, name, revision, status }))).toString('base64')
}

function wireOf(record: ReleaseRecord): Parameters<typeof objectBytes>[0] {
  const { uid, resourceVersion } = record
  return { uid, resourceVersion, data: { release: payloadOf(record) } }
}

function streamOf(isHttp2: boolean, bytes: Buffer): ApiStream {
  return { isHttp2, date: null, chunks: pieces(bytes), close: () => undefined }
}

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += 1_000) yield await Promise.resolve(bytes.subarray(at, at + 1_000))
}
