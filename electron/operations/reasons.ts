import { z } from 'zod'
import type { ManifestObject } from './manifest'
import { podTrouble, type Trouble } from './pod-trouble'
import type { Verdict } from './readiness'
import type { Reader } from './revisions'

const selectorShape = z.object({
  spec: z.object({
    selector: z.object({
      matchLabels: z.record(z.string(), z.string()).nullish(),
      matchExpressions: z
        .array(z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).nullish() }))
        .max(100)
        .nullish(),
    }),
  }),
})

const listShape = z.object({ items: z.array(z.unknown()).max(1_000).nullable() })

const eventShape = z.object({
  type: z.literal('Warning'),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  metadata: z.object({ creationTimestamp: z.string().nullish() }).nullish(),
})

/** More pods of one workload are not looked through: one that fails is enough. */
const maxPods = '50'
const maxEvents = '50'
const maxSentence = 300

/**
 * Why a workload is not ready, from its pods and events; what it says of itself stands when they tell nothing more.
 * Never rejects: without the right to read them there is just less to tell.
 */
export async function explain(
  client: Reader,
  object: ManifestObject,
  namespace: string,
  live: unknown,
  verdict: Verdict,
  signal: AbortSignal,
): Promise<Verdict> {
  if (verdict.state === 'ready') return verdict
  try {
    const place = object.namespace || namespace
    const trouble = object.kind === 'Pod' ? podTrouble(live) : await worstPod(client, place, live, signal)
    if (trouble?.isFailing === true) return { state: 'failing', reason: trouble.reason }
    if (verdict.state === 'failing') return verdict
    const about = trouble === null ? object : { kind: 'Pod', name: trouble.podName }
    const warning = await newestWarning(client, place, about, signal)
    if (warning === null) return verdict
    // No pod at all and a warning: the controller was refused. A pod's or a Service's warning may pass by itself.
    return trouble === null && object.kind !== 'Service'
      ? { state: 'failing', reason: warning }
      : { ...verdict, reason: joined(verdict.reason, warning) }
  } catch {
    return verdict
  }
}

async function worstPod(
  client: Reader,
  namespace: string,
  live: unknown,
  signal: AbortSignal,
): Promise<Trouble | null> {
  const selector = selectorOf(live)
  if (selector === null) return null
  const query = new URLSearchParams({ labelSelector: selector, limit: maxPods })
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods?${query.toString()}`
  const { items } = listShape.parse(await client.get(path, { signal }))
  const troubles = (items ?? []).map(podTrouble).filter((trouble) => trouble !== null)
  return troubles.find(({ isFailing }) => isFailing) ?? troubles[0] ?? null
}

/** A workload's label selector as the API takes it in a query. */
function selectorOf(live: unknown): string | null {
  const parsed = selectorShape.safeParse(live)
  if (!parsed.success) return null
  const { matchLabels, matchExpressions } = parsed.data.spec.selector
  const labels = Object.entries(matchLabels ?? {}).map(([key, value]) => `${key}=${value}`)
  const expressions = (matchExpressions ?? []).map(({ key, operator, values }) => {
    if (operator === 'Exists') return key
    if (operator === 'DoesNotExist') return `!${key}`
    return `${key} ${operator.toLowerCase()} (${(values ?? []).join(',')})`
  })
  const all = [...labels, ...expressions]
  return all.length === 0 ? null : all.join(',')
}

async function newestWarning(
  client: Reader,
  namespace: string,
  about: { readonly kind: string; readonly name: string },
  signal: AbortSignal,
): Promise<string | null> {
  const fields = `involvedObject.kind=${about.kind},involvedObject.name=${about.name},type=Warning`
  const query = new URLSearchParams({ fieldSelector: fields, limit: maxEvents })
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events?${query.toString()}`
  const { items } = listShape.parse(await client.get(path, { signal }))
  const events = (items ?? []).flatMap((item) => eventShape.safeParse(item).data ?? [])
  const timeOf = ({ lastTimestamp, eventTime, metadata }: z.output<typeof eventShape>): number =>
    Date.parse(lastTimestamp ?? eventTime ?? metadata?.creationTimestamp ?? '') || 0
  const newest = events.sort((one, other) => timeOf(one) - timeOf(other)).at(-1)
  if (newest === undefined) return null
  return joined(newest.reason ?? 'Warning', (newest.message ?? '').split('\n')[0]?.slice(0, maxSentence) ?? '')
}

function joined(before: string, after: string): string {
  const start = before.replace(/\.$/, '')
  if (after === '') return start
  return start === '' ? after : `${start}: ${after}`
}
