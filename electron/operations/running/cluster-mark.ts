import type { ApiClient } from '../../kube/api-client'
import { readClusterId } from '../../kube/cluster-id'
import { withoutUser } from '../../kube/server-url'
import type { ClusterTarget } from '../../kube/target'
import type { ClusterMark } from '../journal/shapes'

/** A cluster that does not answer shows that soon enough by itself. Milliseconds. */
const idLimitMs = 3_000

interface Deps {
  readonly clientFor: (target: ClusterTarget) => Pick<ApiClient, 'get'>
}

/** What the journal keeps of the cluster that a change was confirmed for, to know it again. Never rejects. */
export async function markOfCluster(deps: Deps, target: ClusterTarget): Promise<ClusterMark> {
  const uid = await readClusterId(deps.clientFor(target), { timeoutMs: idLimitMs }).catch(() => '')
  return { server: serverOf(target), uid }
}

/** The address of a pinned cluster as it may be kept; '' for any other. */
export function serverOf({ pin }: ClusterTarget): string {
  return withoutUser(pin?.cluster?.server ?? '')
}
