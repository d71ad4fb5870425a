import { toAppError } from '@shared/errors'
import { z } from 'zod'
import { httpStatusOf } from '../kube/errors'
import type { ManifestObject } from './manifest'
import type { Reader } from './revisions'

/** What the cluster says of one object right now. */
export type Live =
  | { readonly is: 'there'; readonly object: unknown }
  | { readonly is: 'absent' }
  /** Nobody knows: no right to read it, an API that is gone, no answer. */
  | { readonly is: 'unknown'; readonly why: string }

export interface LiveReader {
  /** Never rejects. @param namespace the release's, for objects that name none */
  read(object: ManifestObject, namespace: string, signal: AbortSignal): Promise<Live>
}

const resourcesShape = z.object({
  resources: z
    .array(z.object({ name: z.string().max(253), kind: z.string().max(253), namespaced: z.boolean() }))
    .max(5_000),
})

interface Resource {
  readonly plural: string
  readonly namespaced: boolean
}

/** Reads objects of any kind; which path a kind has is asked once for each API version (discovery). */
export function createLiveReader(client: Reader): LiveReader {
  const known = new Map<string, Promise<ReadonlyMap<string, Resource>>>()
  const resourcesOf = (apiVersion: string, signal: AbortSignal): Promise<ReadonlyMap<string, Resource>> => {
    const asked = known.get(apiVersion) ?? discover(client, apiVersion, signal)
    known.set(apiVersion, asked)
    // Asked again next time: a definition may come with the release itself.
    asked.catch(() => known.delete(apiVersion))
    return asked
  }
  return {
    read: async (object, namespace, signal) => {
      try {
        const resource = (await resourcesOf(object.apiVersion, signal)).get(object.kind)
        if (resource === undefined) return { is: 'unknown', why: `The cluster does not know the kind ${object.kind}.` }
        const place = resource.namespaced ? `/namespaces/${encodeURIComponent(object.namespace || namespace)}` : ''
        const path = `${rootOf(object.apiVersion)}${place}/${resource.plural}/${encodeURIComponent(object.name)}`
        return { is: 'there', object: await client.get(path, { signal }) }
      } catch (reason) {
        return notRead(object, reason)
      }
    },
  }
}

async function discover(
  client: Reader,
  apiVersion: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Resource>> {
  const { resources } = resourcesShape.parse(await client.get(rootOf(apiVersion), { signal }))
  // `deployments/scale` and its kin are parts, not objects.
  const whole = resources.filter(({ name }) => !name.includes('/'))
  return new Map(whole.map(({ kind, name, namespaced }) => [kind, { plural: name, namespaced }]))
}

function rootOf(apiVersion: string): string {
  const parts = apiVersion.split('/').map(encodeURIComponent)
  return parts.length === 1 ? `/api/${parts.join('/')}` : `/apis/${parts.join('/')}`
}

function notRead({ kind }: ManifestObject, reason: unknown): Live {
  const status = httpStatusOf(reason)
  if (status === 404) return { is: 'absent' }
  if (status === 403) return { is: 'unknown', why: `You may not read objects of kind ${kind}: its state is not known.` }
  return { is: 'unknown', why: `Its state is not known: ${toAppError(reason).message}` }
}
