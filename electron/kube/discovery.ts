import { z } from 'zod'
import type { ApiClient } from './api-client'
import { expectAnswer } from './expect-answer'
import { knownResource, type Resource } from './known-kinds'

export type { Resource } from './known-kinds'

export interface Discovery {
  /**
   * Where the objects of a kind are; Kubernetes' own kinds are known, an API version of others is asked for once.
   * @returns null when the cluster does not know the kind now: its definition may come with the release
   * @throws AppFailure of the API client
   */
  readonly resourceOf: (apiVersion: string, kind: string, signal: AbortSignal) => Promise<Resource | null>
}

const resourcesShape = z.object({
  resources: z
    .array(z.object({ name: z.string().max(253), kind: z.string().max(253), namespaced: z.boolean() }))
    .max(5_000),
})

type Known = ReadonlyMap<string, Resource>

/** Asks a cluster for what it serves, and remembers it for as long as the kinds asked for were among it. */
export function createDiscovery(client: Pick<ApiClient, 'get'>): Discovery {
  const answers = new Map<string, Promise<Known>>()
  const ask = (apiVersion: string, signal: AbortSignal): Promise<Known> => {
    const asked = answers.get(apiVersion) ?? discover(client, apiVersion, signal)
    answers.set(apiVersion, asked)
    asked.catch(() => answers.delete(apiVersion))
    return asked
  }
  return {
    resourceOf: async (apiVersion, kind, signal) => {
      const known = knownResource(apiVersion, kind)
      if (known !== null) return known
      const found = (await ask(apiVersion, signal)).get(kind) ?? null
      if (found === null) answers.delete(apiVersion)
      return found
    },
  }
}

async function discover(client: Pick<ApiClient, 'get'>, apiVersion: string, signal: AbortSignal): Promise<Known> {
  const answer = await client.get(rootOf(apiVersion), { signal })
  const { resources } = expectAnswer(resourcesShape, answer, `the resources of ${apiVersion}`)
  // `deployments/scale` and its kin are parts, not objects.
  const whole = resources.filter(({ name }) => !name.includes('/'))
  return new Map(whole.map(({ kind, name, namespaced }) => [kind, { plural: name, namespaced }]))
}

/** The path of a collection. @param namespace '' for the whole cluster, and for kinds without namespaces */
export function collectionPath(apiVersion: string, { plural }: Resource, namespace: string): string {
  const place = namespace === '' ? '' : `/namespaces/${encodeURIComponent(namespace)}`
  return `${rootOf(apiVersion)}${place}/${encodeURIComponent(plural)}`
}

function rootOf(apiVersion: string): string {
  const parts = apiVersion.split('/').map(encodeURIComponent)
  return parts.length === 1 ? `/api/${parts.join('/')}` : `/apis/${parts.join('/')}`
}
