import { digest, identityOf } from './identity'
import { jsonAsYaml } from '@shared/json-as-yaml'
import type { RawCluster, RawContext, RawUser } from './kubeconfig-schema'
import type { MergedConfig } from './merge'

/**
 * A context as the kubeconfig had it at one moment: what a change was confirmed with. Everything that the change reads, and
 * helm itself, goes by this copy, whatever becomes of the files meanwhile.
 */
export interface Pin {
  /** See `KubeContext.identity`. */
  readonly identity: string
  /** Stands for all of it, credentials too: equal pins share their connections. */
  readonly key: string
  readonly context: RawContext
  /** null where the context names none that exists. */
  readonly cluster: RawCluster | null
  readonly user: RawUser | null
}

/** A context of the merged files; null where there is none of this name. */
export function pinOf(config: MergedConfig, name: string): Pin | null {
  const context = config.contexts.get(name)
  if (context === undefined) return null
  const cluster = config.clusters.get(context.cluster ?? '') ?? null
  const user = context.user ? (config.users.get(context.user) ?? null) : {}
  const identity = identityOf(context, cluster, user)
  return { identity, key: digest([identity, cluster, user]), context, cluster, user }
}

/** The kubeconfig that has this context and no other, for helm. YAML 1.1, as helm reads it. */
export function pinnedKubeconfig(name: string, { context, cluster, user }: Pin): string {
  return jsonAsYaml({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    contexts: [{ name, context }],
    clusters: cluster === null ? [] : [{ name: context.cluster ?? '', cluster }],
    users: user === null || !context.user ? [] : [{ name: context.user, user }],
  })
}
