import { createHash } from 'node:crypto'
import type { RawCluster, RawContext, RawUser } from './kubeconfig-schema'

/** Clusters that many contexts share are digested once. */
const known = new WeakMap<RawCluster, string>()

/**
 * Who is meant, and where: server, trust, way there and user. Not the credentials: a renewed token is no other user; nor the
 * namespace, which is only what is suggested: every change names its own.
 */
export function identityOf(context: RawContext, cluster: RawCluster | null, user: RawUser | null): string {
  const who = [context.user, user?.username, user?.as, user?.['as-uid'], user?.['as-groups'], user?.['as-user-extra']]
  const parts = [cluster === null ? null : clusterDigest(cluster), ...who]
  return digest(parts.map((part) => part ?? null)).slice(0, 32)
}

function clusterDigest(cluster: RawCluster): string {
  const before = known.get(cluster)
  if (before !== undefined) return before
  const where = [
    cluster.server,
    cluster['certificate-authority-data'],
    cluster['certificate-authority'],
    cluster['insecure-skip-tls-verify'],
    cluster['tls-server-name'],
    cluster['proxy-url'],
  ]
  const made = digest(where.map((part) => part ?? null))
  known.set(cluster, made)
  return made
}

/** A text that stands for data; equal for equal data. */
export function digest(data: unknown): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex')
}
