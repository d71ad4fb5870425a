import { answeredRequests, inWords, openRequests, since, type Requests } from './api-requests'
import { sampleHelm } from './helm-list'
import { sampleIndex } from './index-sample'
import { openLink } from './link'
import type { Setting } from './setting'

/** Bytes in both directions with TLS, and the requests in words. */
export interface CountedTraffic {
  readonly helm: { readonly bytes: number; readonly requests: string }
  readonly index: {
    readonly rowsBytes: number
    readonly completeBytes: number
    /** Until the index has everything it wants. */
    readonly bytes: number
    readonly requests: string
  }
}

/** Counts what goes over the wire, in samples of their own: counting costs time. */
export async function countTraffic(setting: Setting, kubeconfig: string): Promise<CountedTraffic> {
  return { helm: await ofHelm(setting, kubeconfig), index: await ofIndex(setting, kubeconfig) }
}

async function ofHelm(setting: Setting, kubeconfig: string): Promise<CountedTraffic['helm']> {
  const link = await openLink(setting, kubeconfig, { roundTripMs: 0, megabits: 0 })
  try {
    const before = await answeredRequests(kubeconfig)
    const { span } = await sampleHelm(setting, link.kubeconfig)
    const requests = inWords(since(before, await answeredRequests(kubeconfig)))
    const { down, up } = await link.traffic([span[1]])
    return { bytes: (down[0] ?? 0) + (up[0] ?? 0), requests }
  } finally {
    await link.close()
  }
}

async function ofIndex(setting: Setting, kubeconfig: string): Promise<CountedTraffic['index']> {
  const link = await openLink(setting, kubeconfig, { roundTripMs: 0, megabits: 0 })
  try {
    const before = await everyRequest(kubeconfig)
    const sample = await sampleIndex(setting, link.kubeconfig, { releases: setting.sizes.releases, warm: false })
    // Its watches have ended with it, so they count as answered; the API server notices it a moment later.
    const requests = inWords(since(before, await settled(kubeconfig, before)))
    const { down, up } = await link.traffic([sample.rowsAt, sample.completeAt, sample.endedAt])
    const [rowsBytes = 0, completeBytes = 0, bytes = 0] = down.map((value, at) => value + (up[at] ?? 0))
    return { rowsBytes, completeBytes, bytes, requests }
  } finally {
    await link.close()
  }
}

/** Those that were answered and those that are open. */
async function everyRequest(kubeconfig: string): Promise<Requests> {
  const [answered, open] = await Promise.all([answeredRequests(kubeconfig), openRequests(kubeconfig)])
  return new Map(
    [...new Set([...answered.keys(), ...open.keys()])].map((key) => [key, get(answered, key) + get(open, key)]),
  )
}

/** The same after the client has gone. */
async function settled(kubeconfig: string, before: Requests): Promise<Requests> {
  const after = await everyRequest(kubeconfig)
  return new Map([...before, ...after])
}

function get(requests: Requests, key: string): number {
  return requests.get(key) ?? 0
}
