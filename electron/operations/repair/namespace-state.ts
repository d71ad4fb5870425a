import { z } from 'zod'
import type { RepairClient } from '../../records/stored-records'

const shape = z.object({
  status: z.object({
    phase: z.string().max(64),
    conditions: z
      .array(
        z.object({ type: z.string().max(316), status: z.string().max(16), message: z.string().max(32_768).optional() }),
      )
      .max(100)
      .nullish(),
  }),
})

/** Kubernetes' own conditions that say what holds a deletion up, the most specific first. */
const blockers = ['NamespaceFinalizersRemaining', 'NamespaceContentRemaining', 'NamespaceDeletionContentFailure']

/**
 * Why a namespace that is being deleted is still there, in Kubernetes' words.
 * @returns null when it is not being deleted, or may not be read
 */
export async function namespaceGoing(
  client: Pick<RepairClient, 'get'>,
  namespace: string,
  signal: AbortSignal,
): Promise<string | null> {
  const answer = await client.get(`/api/v1/namespaces/${encodeURIComponent(namespace)}`, { signal }).catch(() => null)
  const status = shape.safeParse(answer).data?.status
  if (status?.phase !== 'Terminating') return null
  const conditions = (status.conditions ?? []).filter((condition) => condition.status === 'True')
  const known = blockers.flatMap((type) => conditions.find((condition) => condition.type === type)?.message ?? [])
  const others = conditions.filter(({ type }) => !blockers.includes(type)).flatMap(({ message }) => message ?? [])
  const why = [...known, ...others].slice(0, 2).map((text) => text.slice(0, 500).replace(/\.?$/, '.'))
  return [`The namespace ${namespace} is being deleted, so nothing in it can be changed.`, ...why].join(' ')
}
