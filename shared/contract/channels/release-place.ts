import { contextName, namespaceName, releaseName } from '../inputs'

/** Which release, in which cluster. */
export const release = { release_name: releaseName, namespace: namespaceName, context: contextName.optional() }
