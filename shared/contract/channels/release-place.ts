import { clusterIdentity, contextName, namespaceName, releaseName } from '../inputs'

/**
 * Which cluster: a context, the window's current one by default, and what the person saw of it (`KubeContext.identity`).
 * Where that is given and the context means another cluster or user by then, the request is refused with `cluster-changed`.
 */
export const place = { context: contextName.optional(), cluster: clusterIdentity.optional() }

/** Which release, in which cluster. */
export const release = { release_name: releaseName, namespace: namespaceName, ...place }
