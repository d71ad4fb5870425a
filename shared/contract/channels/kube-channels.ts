import { z } from 'zod'
import type { ConnectionState, ContextsState, PodLog } from '../../model/cluster'
import type { ReleaseAccess } from '../../model/release-feed'
import * as inputs from '../inputs'
import { contextName, namespaceName } from '../inputs'
import { channel } from './channel'
import { place } from './release-place'

/** The kubeconfig and the cluster. */
export const kubeChannels = {
  /** The contexts of the merged kubeconfig and the window's current one. */
  'kube:list_contexts': channel(z.strictObject({}))<ContextsState>(),
  /** Makes a context the window's current one; the kubeconfig file is not touched. */
  'kube:use_context': channel(z.strictObject({ context: contextName }))<ContextsState>(),
  /** Opens the system's file dialog; gives the state unchanged when the person cancels. */
  'kube:choose_kubeconfig': channel(z.strictObject({}))<ContextsState>(),
  /** Goes back to KUBECONFIG or ~/.kube/config after a file was chosen or the demo was used. */
  'kube:forget_kubeconfig': channel(z.strictObject({}))<ContextsState>(),
  /** The names of all namespaces, sorted. */
  'kube:list_namespaces': channel(z.strictObject({ context: contextName.optional() }))<string[]>(),
  /** Which changes the person may make in a namespace, asked of the cluster (SelfSubjectAccessReview). */
  'kube:check_access': channel(z.strictObject({ ...place, namespace: namespaceName }))<ReleaseAccess>(),
  /** The last lines of a container's log; `previous`: of its run before. Secrets in it are not known, so nothing is masked. */
  'kube:read_logs': channel(
    z.strictObject({
      context: contextName.optional(),
      namespace: namespaceName,
      pod: inputs.objectName,
      container: inputs.objectName.optional(),
      previous: z.boolean().optional(),
    }),
  )<PodLog>(),
  /** Asks the cluster for its version now. Never rejects because of the cluster: the answer says how it is. */
  'kube:check_connection': channel(z.strictObject({ context: contextName.optional() }))<ConnectionState>(),
} as const
