import { delimiter } from 'node:path'
import type { ClusterTarget } from '../kube/target'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The HELM_* variables that say where the person keeps things, not which cluster or release is meant.
 * Every other one is dropped: an inherited HELM_NAMESPACE, HELM_KUBECONTEXT or HELM_KUBETOKEN would silently send a
 * command elsewhere, and HELM_DEBUG prints values and secrets (but for an uninstall: debug-lines.ts).
 */
const keptHelmVariables = new Set([
  'HELM_CACHE_HOME',
  'HELM_CONFIG_HOME',
  'HELM_DATA_HOME',
  'HELM_CONTENT_CACHE',
  'HELM_PLUGINS',
  'HELM_REGISTRY_CONFIG',
  'HELM_REPOSITORY_CACHE',
  'HELM_REPOSITORY_CONFIG',
  'HELM_DRIVER',
  'HELM_DRIVER_SQL_CONNECTION_STRING',
  'HELM_MEMORY_DRIVER_DATA',
  'HELM_MAX_HISTORY',
])

/** Variables of Electron and Node that would change an exec plugin written in Node. */
const droppedVariables = new Set(['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS', 'NODE_CHANNEL_FD'])

/**
 * The environment helm runs in: the person's own (exec plugins and proxies need it) without what redirects helm, with
 * the target's kubeconfig and homes. helm's own request limits are so low that 500 objects take 44 s instead of 21
 * (measured), so both are raised; colours are off, because the output is read by a program.
 * @param target null for commands that need no cluster: KUBECONFIG is then left out
 */
export function helmEnvironment(person: Environment, target: ClusterTarget | null): NodeJS.ProcessEnv {
  const kept = Object.entries(person).filter(([name, value]) => value !== undefined && isKept(name.toUpperCase()))
  return {
    ...Object.fromEntries(kept),
    ...target?.helmEnv,
    ...(target && { KUBECONFIG: target.kubeconfigFiles.join(delimiter) }),
    NO_COLOR: '1',
    HELM_NO_PLUGINS: '1',
    HELM_QPS: '1000',
    HELM_BURST_LIMIT: '2000',
  }
}

function isKept(name: string): boolean {
  if (name === 'KUBECONFIG' || droppedVariables.has(name)) return false
  return !name.startsWith('HELM_') || keptHelmVariables.has(name)
}
