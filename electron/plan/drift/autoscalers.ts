import { z } from 'zod'
import { collectionPath } from '../../kube/discovery'
import { listPages } from '../../kube/list-pages'
import type { ApiClient } from '../../kube/api-client'
import type { PlainObject } from '../../records/manifest'
import { isPlain } from '../compare/plain'
import { nameOf } from '../sides/object-key'

const resource = { plural: 'horizontalpodautoscalers', namespaced: true }
const limits = { pageSize: 500, maxPages: 10 }

const scalerShape = z.object({
  spec: z.object({ scaleTargetRef: z.object({ kind: z.string().max(253), name: z.string().max(253) }) }),
})

/** What autoscalers scale, as `targetKey`s; null where they may not be listed. */
export type Autoscaled = readonly string[] | null

/** An object that an autoscaler may scale. */
export function targetKey(kind: string, namespace: string, name: string): string {
  return `${kind} ${namespace}/${name}`
}

/** What the autoscalers of a namespace scale. @throws nothing: where they can't be listed that is null */
export async function readAutoscaled(
  client: Pick<ApiClient, 'get'>,
  namespace: string,
  signal: AbortSignal,
): Promise<Autoscaled> {
  const ask = (path: string): Promise<unknown> => client.get(path, { signal })
  const found: string[] = []
  try {
    for await (const { items } of listPages(ask, collectionPath('autoscaling/v2', resource, namespace), {}, limits)) {
      found.push(...items.flatMap((item) => targetOf(item, namespace)))
    }
    return found
  } catch {
    return null
  }
}

/** What the autoscalers that are part of a release scale. */
export function autoscaledBy(objects: readonly PlainObject[], releaseNamespace: string): string[] {
  return objects
    .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
    .flatMap((object) => targetOf(object, nameOf(object).namespace || releaseNamespace))
}

function targetOf(scaler: unknown, namespace: string): string[] {
  const { data } = scalerShape.safeParse(scaler)
  return data === undefined ? [] : [targetKey(data.spec.scaleTargetRef.kind, namespace, data.spec.scaleTargetRef.name)]
}

/** Whether an object has another number of replicas than it should. */
export function isScaled(live: PlainObject | null, after: PlainObject | null): boolean {
  return live !== null && after !== null && replicasOf(live) !== replicasOf(after)
}

function replicasOf({ spec }: PlainObject): unknown {
  return isPlain(spec) ? spec['replicas'] : undefined
}
