import { toAppError } from '@shared/errors'
import type { ApiClient } from './api-client'
import { followed, type ClusterTarget } from './target'

type Reading = Pick<ApiClient, 'read' | 'stream'>

/** What says that the kubeconfig does not lead to the cluster any more. */
const elsewhere: ReadonlySet<string> = new Set([
  'cluster-changed',
  'context-missing',
  'kubeconfig-invalid',
  'no-kubeconfig',
])

/**
 * Reads from the cluster that a target was pinned to, over the connections of those who follow its kubeconfig for as long as
 * that means the same cluster and user, and then by the pin alone.
 */
export function confirmedClient(clientFor: (target: ClusterTarget) => Reading, target: ClusterTarget): Reading {
  const { pin } = target
  if (pin === undefined) return clientFor(target)
  const { identity } = pin
  const either = async <T>(ask: (client: Reading, only: { readonly identity?: string }) => Promise<T>): Promise<T> => {
    try {
      return await ask(clientFor(followed(target)), { identity })
    } catch (error) {
      if (!elsewhere.has(toAppError(error).code)) throw error
      return ask(clientFor(target), {})
    }
  }
  return {
    read: (path, request) => either((client, only) => client.read(path, { ...request, ...only })),
    stream: (path, request) => either((client, only) => client.stream(path, { ...request, ...only })),
  }
}
