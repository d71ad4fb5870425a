import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppFailure, appError } from '@shared/errors'
import { kubeconfigFile, runFolder } from '../../helm/private-files'
import type { ApiClient } from '../../kube/api-client'
import { readClusterId } from '../../kube/cluster-id'
import { readPin } from '../../kube/credentials'
import { parseKubeconfig } from '../../kube/kubeconfig-files'
import { mergeKubeconfigs } from '../../kube/merge'
import { pinOf, type Pin } from '../../kube/pin'
import { withoutUser } from '../../kube/server-url'
import type { ClusterTarget } from '../../kube/target'
import type { JournalEntry } from '../journal/entries'
import type { ClusterMark } from '../journal/shapes'

/** A cluster that does not answer tells that soon enough by itself. Milliseconds. */
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

/**
 * The kubeconfig that a run left behind which the app did not see end: it leads to the cluster that was confirmed, whatever
 * the person's own says by now. null where there is none.
 */
export async function leftPin(root: string, id: string, context: string): Promise<Pin | null> {
  const file = join(runFolder(root, id), kubeconfigFile)
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  const read = await parseKubeconfig(file, text)
  return read.kind === 'ok' ? pinOf(mergeKubeconfigs([read]), context) : null
}

/** Deletes it: it is for as long as helm runs. Never rejects: what cannot be deleted now goes with the folder. */
export async function removeLeftPin(root: string, id: string): Promise<void> {
  await rm(join(runFolder(root, id), kubeconfigFile), { force: true }).catch(() => undefined)
}

/**
 * The way to the cluster that an operation of an earlier start was confirmed for: the run's own copy, or, where that leads
 * nowhere any more (a moved port, a renewed certificate), the kubeconfig as it is now, if it leads to the same cluster.
 * @param left see `leftPin`
 * @throws AppFailure `cluster-changed` when its context means another one now, `context-missing`, or of the API client
 */
export async function confirmedTarget(deps: Deps, entry: JournalEntry, left: Pin | null): Promise<ClusterTarget> {
  if (left === null) return sameCluster(deps, entry, await readPin(entry.target))
  try {
    return await sameCluster(deps, entry, left)
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
