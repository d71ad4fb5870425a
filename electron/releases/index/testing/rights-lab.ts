import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startControlPlane } from '../../../../e2e/cluster/control-plane.mjs'
import { connect, type KubeClient } from '../../../../e2e/cluster/kube-client.mjs'
import { addContext, readKubeconfig, writeKubeconfig } from '../../../../e2e/cluster/kubeconfig.mjs'
import type { Binaries } from '../../../../e2e/cluster/kwokctl.mjs'
import { certificateUser } from '../../../../e2e/cluster/users.mjs'
import { targetOf } from '../../../helm/testing/real-helm'
import { openIndexLab, type IndexLab } from './index-lab'

/** A control plane of its own, whose users have the rights that a test gives them. */
export interface RightsLab {
  readonly admin: KubeClient
  /** An index as this user sees the cluster; users are made when they are named. */
  readonly open: (user: string, deps?: Parameters<typeof openIndexLab>[1]) => IndexLab
  /** Gives a user these verbs on a resource, in a namespace or in the whole cluster (''). */
  readonly give: (grant: Grant) => Promise<void>
  /** Takes them away again. */
  readonly take: (grant: Grant) => Promise<void>
  readonly close: () => Promise<void>
}

export interface Grant {
  readonly user: string
  readonly namespace: string
  readonly resource: string
  readonly verbs: readonly string[]
}

export async function openRightsLab(binaries: Binaries): Promise<RightsLab> {
  const home = mkdtempSync(join(tmpdir(), 'wheelhouse-rights-'))
  const plane = await startControlPlane({ name: 'rights', home, binaries, lean: true })
  const admin = connect(plane.kubeconfig)
  const labs: IndexLab[] = []
  const addUser = (user: string): void => {
    const config = readKubeconfig(plane.kubeconfig)
    const cluster = config.clusters[0]?.cluster
    if (cluster === undefined || config.users.some(({ name }) => name === user)) return
    addContext(config, user, { cluster, user: certificateUser(plane.pki, user) })
    writeKubeconfig(plane.kubeconfig, config)
  }
  return {
    admin,
    open: (user, deps = {}) => {
      addUser(user)
      const lab = openIndexLab(targetOf(plane.kubeconfig, user), deps)
      labs.push(lab)
      return lab
    },
    give: async (grant) => {
      const { kind, path, name } = placeOf(grant)
      const rules = [{ apiGroups: [''], resources: [grant.resource], verbs: grant.verbs }]
      await put(admin, `${path}/${kind.toLowerCase()}s/${name}`, { ...rbac, kind, metadata: { name }, rules })
      const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind, name }
      const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: grant.user }]
      const binding = { ...rbac, kind: `${kind}Binding`, metadata: { name }, roleRef, subjects }
      await put(admin, `${path}/${kind.toLowerCase()}bindings/${name}`, binding)
    },
    take: async (grant) => {
      const { kind, path, name } = placeOf(grant)
      await admin.call('DELETE', `${path}/${kind.toLowerCase()}bindings/${name}`)
    },
    close: async () => {
      for (const lab of labs) lab.close()
      admin.close()
      await plane.stop()
    },
  }
}

const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' }

function placeOf({ user, namespace, resource }: Grant): { kind: string; path: string; name: string } {
  const base = '/apis/rbac.authorization.k8s.io/v1'
  const name = `${user}-${resource}`
  return namespace === ''
    ? { kind: 'ClusterRole', path: base, name }
    : { kind: 'Role', path: `${base}/namespaces/${namespace}`, name }
}

async function put(admin: KubeClient, path: string, object: unknown): Promise<void> {
  const contentType = 'application/apply-patch+yaml'
  await admin.call('PATCH', `${path}?fieldManager=spec&force=true`, object, { contentType })
}
