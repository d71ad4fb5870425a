import { clusterIdentity, contextName, namespaceName, releaseName, storedReleaseName } from '../inputs'

/**
 * Which cluster: a context, the window's current one by default, and what the person saw of it (`KubeContext.identity`).
 * Where that is given and the context means another cluster or user by then, the request is refused with `cluster-changed`.
 */
export const place = { context: contextName.optional(), cluster: clusterIdentity.optional() }

/** Which release, in which cluster, to be changed: only what helm itself takes. */
export const release = { release_name: releaseName, namespace: namespaceName, ...place }

/** The same to be read: whatever has a record. */
export const storedRelease = { ...release, release_name: storedReleaseName }
