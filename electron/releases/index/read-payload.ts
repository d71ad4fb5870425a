import { z } from 'zod'
import type { ApiClient } from '../../kube/api-client'
import { httpStatusOf } from '../../kube/errors'
import { nextPiece, summarizeFront, targetNamespace } from '../../records/read-front'
import { recordPath, type RecordResource } from '../../records/record-name'
import { storedText } from '../../records/stored-text'
import type { ReleaseRecord } from './record'
import type { PayloadFacts } from './summary-cache'
import { protobufType, readObject, type WireRecord } from './wire'

export type PayloadClient = Pick<ApiClient, 'get' | 'stream'>

/** A record of another version than the one asked for: its facts belong to that one, which the watch will tell of. */
export type PayloadAnswer = { readonly facts: PayloadFacts; readonly isOther: boolean }

export interface ReadOptions {
  /** Whether answers can be cut short at no cost: over HTTP/2, where nothing between dislikes it. */
  readonly mayCut: boolean
  /** Told when it turns out that they cannot. */
  readonly onHttp1: () => void
  readonly signal: AbortSignal
}

/** Bytes of an answer in front of which no payload can have begun: as many again until it has. */
const firstTry = 4_096

const jsonShape = z.object({
  metadata: z.object({ uid: z.string(), resourceVersion: z.string() }),
  data: z.object({ release: z.string().optional() }).nullish(),
})

/**
 * Reads what the front of one payload says, whatever its size: the answer is cut as soon as that is known. A record that
 * somebody else than helm's command line wrote is read whole, because only its end tells where its objects are.
 * @returns null when the record is gone
 * @throws AppFailure of the API client
 */
export async function readPayload(
  client: PayloadClient,
  resource: RecordResource,
  record: ReleaseRecord,
  { mayCut, onHttp1, signal }: ReadOptions,
): Promise<PayloadAnswer | null> {
  const path = recordPath(resource, record.namespace, record.object)
  try {
    return mayCut && record.isHelms
      ? await readFront(client, path, record, { onHttp1, signal })
      : await readWhole(client, path, resource, record, signal)
  } catch (thrown) {
    if (httpStatusOf(thrown) === 404) return null
    throw thrown
  }
}

async function readFront(
  client: PayloadClient,
  path: string,
  record: ReleaseRecord,
  { onHttp1, signal }: Omit<ReadOptions, 'mayCut'>,
): Promise<PayloadAnswer | null> {
  const stream = await client.stream(path, { accept: protobufType, signal, kind: 'front' })
  if (!stream.isHttp2) onHttp1()
  const pieces: Buffer[] = []
  let size = 0
  let nextTry = firstTry
  try {
    for await (const piece of stream.chunks) {
      pieces.push(piece)
      size += piece.length
      if (size < nextTry) continue
      const found = readObject(Buffer.concat(pieces))
      const answer = found === null ? null : await answerOf(found, record)
      if (answer !== null) return answer
      const length = found?.payload.length ?? 0
      nextTry = length === 0 ? size * 2 : size + nextPiece(length) - length
    }
  } finally {
    stream.close()
  }
  const whole = readObject(Buffer.concat(pieces))
  return (whole && (await answerOf(whole, record))) ?? { facts: { problem: notARecord }, isOther: false }
}

const notARecord = 'Its record is not what a Kubernetes server sends.'

async function answerOf(found: WireRecord, record: ReleaseRecord): Promise<PayloadAnswer | null> {
  const facts = await summarizeFront(found.payload, found.isWhole)
  return facts === 'more' ? null : { facts, isOther: isOther(found, record) }
}

function isOther(found: { uid: string; resourceVersion: string }, record: ReleaseRecord): boolean {
  return found.uid !== record.uid || found.resourceVersion !== record.resourceVersion
}

async function readWhole(
  client: PayloadClient,
  path: string,
  resource: RecordResource,
  record: ReleaseRecord,
  signal: AbortSignal,
): Promise<PayloadAnswer> {
  const parsed = jsonShape.safeParse(await client.get(path, { signal }))
  if (!parsed.success) return { facts: { problem: notARecord }, isOther: false }
  const { metadata, data } = parsed.data
  const stored = storedText(data?.release ?? '', resource)
  return { facts: await factsOf(stored, record), isOther: isOther(metadata, record) }
}

/** The facts of a payload that has come whole. @param stored as helm's driver stores it */
export async function factsOf(stored: string, record: ReleaseRecord): Promise<PayloadFacts> {
  const facts = await summarizeFront(stored, true)
  if (record.isHelms || 'problem' in facts) return facts
  const target = await targetNamespace(stored)
  return target === '' || target === record.namespace ? facts : { ...facts, targetNamespace: target }
}
