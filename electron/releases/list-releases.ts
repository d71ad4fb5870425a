import { AppFailure } from '@shared/errors'
import type { HelmRelease } from '@shared/model/release'
import { listReleases } from '../helm/list'
import type { HelmRunner } from '../helm/run'
import type { ClusterTarget } from '../kube/target'
import type { SecretReader } from './release-secrets'
import { createShared } from './share'
import { createSummaries } from './summaries'

export interface ReleaseListerParts {
  readonly helm: Pick<HelmRunner, 'run' | 'capabilities'>
  readonly apiClientFor: (target: ClusterTarget) => SecretReader
}

export type ReleaseLister = (
  target: ClusterTarget,
  options: { readonly namespace?: string | undefined },
) => Promise<HelmRelease[]>

/** By itself helm waits 30 s and more for a cluster that swallows its packets. */
const patienceMs = 15_000

/**
 * The release list: read by helm, completed from the payloads. Identical calls that come at once share one helm run.
 * A cluster that does not answer is reported within 15 s, although helm would wait longer.
 * @throws AppFailure of helm or of the connection
 */
export function createReleaseLister({ helm, apiClientFor }: ReleaseListerParts): ReleaseLister {
  const addSummaries = createSummaries()
  const shared = createShared<HelmRelease[]>(() => performance.now())
  const list = async (target: ClusterTarget, namespace: string | undefined): Promise<HelmRelease[]> => {
    const client = apiClientFor(target)
    const rows = await whileAnswering(client, (signal) => listReleases(helm, target, { namespace, signal }))
    return addSummaries(client, target, rows, namespace)
  }
  return (target, { namespace }) => {
    const key = JSON.stringify([target.context, target.kubeconfigFiles, target.helmEnv, namespace])
    return shared(key, () => list(target, namespace))
  }
}

/**
 * Does the work while asking the cluster for its version beside it. When that fails and the work has not ended in time
 * either, the work is cancelled and the failure of the question is the reason; else it counts for nothing.
 */
async function whileAnswering<T>(client: SecretReader, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const cancel = new AbortController()
  const done = new AbortController()
  let silent: AppFailure | undefined
  const timer = setTimeout(() => {
    if (silent !== undefined) cancel.abort()
  }, patienceMs)
  const asked = client.get('/version', { timeoutMs: patienceMs - 1_000, signal: done.signal })
  asked.catch((reason: unknown) => {
    if (reason instanceof AppFailure) silent = reason
  })
  try {
    return await work(cancel.signal)
  } catch (reason) {
    throw cancel.signal.aborted && silent !== undefined ? silent : reason
  } finally {
    clearTimeout(timer)
    done.abort()
  }
}
