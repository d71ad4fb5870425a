import { AppFailure, appError } from '@shared/errors'
import type { ApiClient } from '../../kube/api-client'
import { readClusterId } from '../../kube/cluster-id'
import { readPin } from '../../kube/credentials'
import type { Pin } from '../../kube/pin'
import type { ClusterTarget } from '../../kube/target'
import type { JournalEntry } from '../journal/entries'
import { serverOf } from '../running/cluster-mark'

interface Deps {
  readonly clientFor: (target: ClusterTarget) => Pick<ApiClient, 'get'>
}

/**
 * The way to the cluster that an operation of an earlier start was confirmed for: the run's own copy, or, where that leads
 * nowhere any more (a moved port, a renewed certificate), the kubeconfig as it is now, if it leads to the same cluster.
 * @param runPin, see `readRunPin`
 * @throws AppFailure `cluster-changed` when its context means another one now, `context-missing`, or of the API client
 */
export async function confirmedTarget(deps: Deps, entry: JournalEntry, runPin: Pin | null): Promise<ClusterTarget> {
  if (runPin === null) return sameCluster(deps, entry, await readPin(entry.target))
  try {
    return await sameCluster(deps, entry, runPin)
  } catch (reason) {
    if (entry.cluster === null || !isLost(reason)) throw reason
    return await readPin(entry.target)
      .then((pin) => sameCluster(deps, entry, pin))
      .catch(() => {
        throw reason
      })
  }
}

const lost = /^(?:cluster-unreachable|cluster-unauthorised|cluster-certificate|cluster-exec-plugin|timeout)$/

function isLost(reason: unknown): boolean {
  return reason instanceof AppFailure && lost.test(reason.error.code)
}

/** @throws AppFailure `cluster-changed` when it is another one, or of the API client */
async function sameCluster(deps: Deps, entry: JournalEntry, pin: Pin): Promise<ClusterTarget> {
  const target = { ...entry.target, pin }
  const { cluster: mark } = entry
  if (mark === null) return target
  // An address may change, and an address may be given to another cluster: the uid decides where both are known.
  const uid = await readClusterId(deps.clientFor(target))
  const isSame = uid === '' || mark.uid === '' ? serverOf(target) === mark.server : uid === mark.uid
  if (!isSame) throw new AppFailure(otherCluster(entry, serverOf(target)))
  return target
}

function otherCluster({ operation, cluster }: JournalEntry, server: string): ReturnType<typeof appError> {
  const { context, verb, name, namespace } = operation
  return appError('cluster-changed', `How the ${verb} of "${name}" ended is unknown.`, {
    cause:
      `Wheelhouse exited before it did. It ran on the cluster at ${cluster?.server ?? ''}; the context "${context}" now ` +
      `means another cluster (${server}), which was not asked. Check ${name} in ${namespace} on the first one.`,
    actions: ['choose-context', 'choose-kubeconfig'],
  })
}
