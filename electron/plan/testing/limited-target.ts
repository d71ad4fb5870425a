import { join } from 'node:path'
import { addContext, readKubeconfig, writeKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { certificateUser, grantInNamespace, rules } from '../../../e2e/cluster/users.mjs'
import { targetOf } from '../../helm/testing/real-helm'
import type { ClusterTarget } from '../../kube/target'

/** A cluster whose users can be made. */
export interface OwnCluster {
  readonly kubeconfig: string
  readonly pki: { readonly ca: string; readonly key: string }
}

/**
 * Makes users who may read all that is in a namespace, and write nothing but helm's records.
 * @param dir for their kubeconfig files
 */
export function limitedTarget({ kubeconfig, pki }: OwnCluster, dir: string) {
  return async (namespace: string): Promise<ClusterTarget> => {
    const config = readKubeconfig(kubeconfig)
    const [good] = config.clusters
    if (good === undefined) throw new Error('no cluster')
    const user = `reader-${namespace}`
    await grantInNamespace(kubeconfig, { user, namespace, rules: [...rules.recordsOnly, ...rules.readOnly] })
    addContext(config, user, { cluster: good.cluster, user: certificateUser(pki, user) })
    const file = join(dir, `${user}.yaml`)
    writeKubeconfig(file, config)
    return targetOf(file, user)
  }
}
