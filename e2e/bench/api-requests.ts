import { connect } from '../cluster/kube-client.mjs'

/** Requests by what they asked for, as in `secrets LIST 1`. */
export type Requests = ReadonlyMap<string, number>

/** What clients of ours ask for; the API server asks itself for much else. */
const resources = new Set([
  'secrets',
  'configmaps',
  'namespaces',
  'selfsubjectaccessreviews',
  'selfsubjectrulesreviews',
])

/**
 * How many requests the API server has answered (its own metric apiserver_request_total), without its own and without
 * watches that are still open: those count when they end.
 */
export async function answeredRequests(kubeconfig: string): Promise<Requests> {
  return read(kubeconfig, /^apiserver_request_total\{(.*)\} (\S+)$/gm)
}

/** The watches and other long requests that are open now. */
export async function openRequests(kubeconfig: string): Promise<Requests> {
  return read(kubeconfig, /^apiserver_longrunning_requests\{(.*)\} (\S+)$/gm)
}

async function read(kubeconfig: string, pattern: RegExp): Promise<Requests> {
  const client = connect(kubeconfig)
  try {
    const { body } = await client.send('GET', '/metrics')
    const found = new Map<string, number>()
    for (const [, labels = '', value] of body.matchAll(pattern)) {
      const label = (name: string): string => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1] ?? ''
      const key = `${label('resource') || label('subresource')} ${label('verb')}`
      const isOurs = resources.has(label('resource')) || /^\/version/.test(label('subresource'))
      if (isOurs) found.set(key, (found.get(key) ?? 0) + Number(value))
    }
    return found
  } finally {
    client.close()
  }
}

/** What came between two readings. */
export function since(before: Requests, after: Requests): Requests {
  const grown = [...after].map(([key, value]) => [key, value - (before.get(key) ?? 0)] as const)
  return new Map(grown.filter(([, value]) => value !== 0))
}

export function total(requests: Requests): number {
  return [...requests.values()].reduce((sum, value) => sum + value, 0)
}

/** `3 requests (secrets LIST 2, secrets WATCH 1)` */
export function inWords(requests: Requests): string {
  const parts = [...requests].map(([key, value]) => `${key} ${value}`)
  return `${total(requests)} requests${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`
}
