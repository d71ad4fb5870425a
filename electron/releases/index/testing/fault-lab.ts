import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startControlPlane, type ControlPlane } from '../../../../e2e/cluster/control-plane.mjs'
import { connect, type KubeClient } from '../../../../e2e/cluster/kube-client.mjs'
import { readKubeconfig } from '../../../../e2e/cluster/kubeconfig.mjs'
import type { Binaries } from '../../../../e2e/cluster/kwokctl.mjs'
import { componentsOf } from '../../../../e2e/cluster/processes.mjs'
import { realHelm, targetOf, type RealHelm } from '../../../helm/testing/real-helm'
import { kubeconfigText, temporaryFolder, type Entries } from '../../../kube/testing/kubeconfig'
import { helmList } from './helm-words'
import { openIndexLab, type IndexLab } from './index-lab'
import { proxyLinks, relayLinks, type LinkRelay } from './link-relay'

/** A control plane of its own, with a way to it that can be cut. */
export interface FaultLab {
  readonly plane: ControlPlane
  /** Speaks to the cluster directly. */
  readonly admin: KubeClient
  readonly relay: LinkRelay
  /** An HTTP proxy on the way. */
  readonly proxy: LinkRelay
  /** Holds the kubeconfig. */
  readonly folder: string
  /**
   * An index on the cluster: `relayed`, or `proxied` (through the HTTP proxy, so over HTTP/1.1), or a user of a test's own on
   * the relayed way.
   */
  readonly open: (context: string, deps?: Parameters<typeof openIndexLab>[1]) => IndexLab
  readonly addUser: (context: string, user: Entries['user'] & object) => void
  /** What helm lists, whatever happens to the relay. */
  readonly truth: () => Promise<string[]>
  /** Throws away what etcd keeps of the past. */
  readonly compact: () => Promise<void>
  readonly close: () => Promise<void>
}

export async function openFaultLab(binaries: Binaries, helmPath: string): Promise<FaultLab> {
  const home = mkdtempSync(join(tmpdir(), 'wheelhouse-faults-'))
  const plane = await startControlPlane({ name: 'faults', home, binaries, lean: true })
  const folder = temporaryFolder()
  const port = Number(new URL(plane.url).port)
  const relay = await relayLinks(port)
  const proxy = await proxyLinks(port)
  const { file, addUser } = openKubeconfig(plane, folder.path, relay, proxy)
  const helm: RealHelm = realHelm(helmPath, plane.kubeconfig)
  const admin = connect(plane.kubeconfig)
  const labs: IndexLab[] = []
  return {
    plane,
    admin,
    relay,
    proxy,
    folder: folder.path,
    addUser,
    open: (context, deps = {}) => {
      const lab = openIndexLab(targetOf(file, context), deps)
      labs.push(lab)
      return lab
    },
    truth: () => helmList(helm, '--deployed', '--failed', '--superseded', '--pending'),
    compact: () => compact(plane),
    close: async () => {
      for (const lab of labs) lab.close()
      admin.close()
      await helm.dispose()
      await proxy.close()
      await relay.close()
      await plane.stop()
      folder.remove()
    },
  }
}

function openKubeconfig(
  plane: ControlPlane,
  folder: string,
  relay: LinkRelay,
  proxy: LinkRelay,
): { readonly file: string; readonly addUser: FaultLab['addUser'] } {
  const file = join(folder, 'config')
  const { clusters, users } = readKubeconfig(plane.kubeconfig)
  const user = { ...users[0]?.user }
  // `localhost` because that is where the relay listens; the server's certificate has that name too.
  const cluster = { ...clusters[0]?.cluster, server: `https://localhost:${relay.port}` }
  const contexts: Record<string, Entries> = {
    relayed: { cluster, user },
    proxied: { cluster: { ...cluster, 'proxy-url': `http://localhost:${proxy.port}` }, user },
  }
  const write = (): void => writeFileSync(file, kubeconfigText(contexts))
  write()
  return {
    file,
    addUser: (context, other) => {
      contexts[context] = { cluster, user: other }
      write()
    },
  }
}

/** Through etcd's own JSON API. */
async function compact({ home }: ControlPlane): Promise<void> {
  const server = componentsOf(home).find(({ args }) => args.includes('--etcd-servers='))
  const url = /--etcd-servers=(\S+)/.exec(server?.args ?? '')?.[1]
  if (url === undefined) throw new Error('no etcd')
  const ask = async (path: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/v3/kv/${path}`, { method: 'POST', body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`etcd: ${await answer.text()}`)
    return answer.json()
  }
  const { header } = (await ask('range', { key: btoa('/') })) as { header: { revision: string } }
  await ask('compaction', { revision: header.revision, physical: true })
}
