import { join } from 'node:path'
import { startControlPlane, type ControlPlane } from '../cluster/control-plane.mjs'
import { seedReleases } from '../cluster/seed.mjs'
import { count } from './numbers'
import type { Seed, Setting } from './setting'

export interface BenchCluster extends ControlPlane {
  readonly seed: Seed
}

/** Starts an API server with its etcd and fills it with releases as helm would have left them. The caller stops it. */
export async function openCluster({ tools, folder, signal, say }: Setting, seed: Seed): Promise<BenchCluster> {
  const name = `bench-${seed.releases}-${seed.revisions}-${seed.kb}`
  const cluster = await startControlPlane({
    name,
    home: join(folder, name),
    binaries: tools.binaries,
    lean: true,
    signal,
  })
  try {
    const began = performance.now()
    const { created } = await seedReleases({ kubeconfig: cluster.kubeconfig, helm: tools.helm, ...seed, signal })
    say(`${count(created)} revisions of ${seed.kb} KB written in ${count((performance.now() - began) / 1_000)} s`)
    return { ...cluster, seed }
  } catch (error) {
    await cluster.stop()
    throw error
  }
}

export function sameSeed(one: Seed, other: Seed): boolean {
  return one.releases === other.releases && one.revisions === other.revisions && one.kb === other.kb
}
