import { AppFailure, appError } from '@shared/errors'
import type { PodLog } from '@shared/model/cluster'
import { z } from 'zod'
import type { ApiClient } from '../../api-client'
import { httpStatusOf } from '../../errors'
import { expectAnswer } from '../../expect-answer'
import { nullish } from '../nullish'
import { podTrouble } from './pod-trouble'

export interface LogRequest {
  readonly namespace: string
  readonly pod: string
  /** The one that is in trouble by default, else the first. */
  readonly container?: string | undefined
  /** Of its run before. */
  readonly previous?: boolean | undefined
}

const word = z.string().max(253)
const named = z.object({ name: word })
const statusShape = z.object({
  name: word,
  restartCount: nullish(z.int()),
  lastState: nullish(z.object({ terminated: z.unknown() })),
})
const statuses = nullish(z.array(statusShape).max(1_000))
const podShape = z.object({
  spec: z.object({ containers: z.array(named).min(1).max(1_000), initContainers: nullish(z.array(named).max(1_000)) }),
  status: nullish(z.object({ containerStatuses: statuses, initContainerStatuses: statuses })),
})

/** The server cuts at its limit from the oldest line on: where so many lines are too long, fewer are asked for. */
const lineCounts = [500, 100, 20, 4, 1] as const
const maxBytes = 256 * 1024
const timeoutMs = 20_000

/**
 * The end of a container's log, at most 500 lines and 256 KiB, with time stamps.
 * @throws AppFailure of the API client; `invalid-input` when the container has no log (yet, or of a run before)
 */
export async function readPodLog(client: Pick<ApiClient, 'get' | 'stream'>, request: LogRequest): Promise<PodLog> {
  const path = `/api/v1/namespaces/${encodeURIComponent(request.namespace)}/pods/${encodeURIComponent(request.pod)}`
  const signal = AbortSignal.timeout(timeoutMs)
  const pod: unknown = await client.get(path, { signal })
  const { spec, status } = expectAnswer(podShape, pod, 'a pod')
  const containers = [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name)
  const troubled = podTrouble(pod)?.container ?? ''
  const container = request.container ?? (troubled === '' ? (spec.containers[0]?.name ?? '') : troubled)
  const states = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
  const own = states.find(({ name }) => name === container)
  const hasPrevious = (own?.restartCount ?? 0) > 0 || own?.lastState?.terminated !== undefined
  const query = new URLSearchParams({ container, timestamps: 'true', limitBytes: String(maxBytes) })
  if (request.previous === true) query.set('previous', 'true')
  const log = await readEnd(client, `${path}/log`, query, signal).catch((thrown: unknown) => {
    throw httpStatusOf(thrown) === 400 ? noLog(container, thrown) : thrown
  })
  return { ...log, container, containers, hasPrevious }
}

async function readEnd(
  client: Pick<ApiClient, 'stream'>,
  path: string,
  query: URLSearchParams,
  signal: AbortSignal,
): Promise<Pick<PodLog, 'text' | 'truncated'>> {
  let text = ''
  for (const count of lineCounts) {
    query.set('tailLines', String(count))
    const read = await readText(client, `${path}?${query.toString()}`, signal)
    text = read.text
    if (read.isCut) continue
    return { text, truncated: count < lineCounts[0] || text.split('\n').length > count }
  }
  return { text, truncated: true }
}

async function readText(
  client: Pick<ApiClient, 'stream'>,
  path: string,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const stream = await client.stream(path, { accept: 'text/plain, */*', signal, kind: 'watch' })
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream.chunks) {
    size += chunk.length
    chunks.push(chunk)
    // A server that does not keep to the limit.
    if (size > maxBytes) break
  }
  const text = Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8')
  return { text, isCut: size >= maxBytes }
}

function noLog(container: string, thrown: unknown): AppFailure {
  const error = thrown instanceof AppFailure ? thrown.error : undefined
  const [, sentence = ''] = (error?.detail ?? '').split('\n')
  const cause = sentence === '' ? 'It has not run yet, or its log is gone.' : sentence
  return new AppFailure(appError('invalid-input', `There is no log for the container "${container}".`, { cause }))
}
