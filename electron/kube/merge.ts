import { dirname, isAbsolute, resolve } from 'node:path'
import type { KubeContext } from '@shared/model/cluster'
import { identityOf } from './identity'
import type { RawCluster, RawContext, RawKubeconfig, RawUser } from './kubeconfig-schema'
import { withoutUser } from './server-url'

/** Several kubeconfig files as one, paths made absolute. */
export interface MergedConfig {
  /** '' when no file names one. */
  readonly currentContext: string
  readonly contexts: ReadonlyMap<string, RawContext>
  readonly clusters: ReadonlyMap<string, RawCluster>
  readonly users: ReadonlyMap<string, RawUser>
}

/**
 * Merges kubeconfigs as kubectl does: of each name the first file's entry counts as a whole, and the first
 * current-context that is not empty. Source: kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig
 */
export function mergeKubeconfigs(files: readonly { file: string; config: RawKubeconfig }[]): MergedConfig {
  const contexts = new Map<string, RawContext>()
  const clusters = new Map<string, RawCluster>()
  const users = new Map<string, RawUser>()
  let currentContext = ''
  for (const { file, config } of files) {
    const folder = dirname(file)
    currentContext ||= config['current-context'] ?? ''
    for (const { name, context } of config.contexts ?? []) addFirst(contexts, name, context ?? {})
    for (const { name, cluster } of config.clusters ?? []) addFirst(clusters, name, localCluster(folder, cluster ?? {}))
    for (const { name, user } of config.users ?? []) addFirst(users, name, localUser(folder, user ?? {}))
  }
  return { currentContext, contexts, clusters, users }
}

/** The contexts for the window, in the order of the files; without any credential. */
export function listContexts(config: MergedConfig): KubeContext[] {
  // One without a name can't be asked for: kubectl has no way to it either.
  const named = [...config.contexts].filter(([name]) => name !== '')
  return named.map(([name, context]) => ({
    name,
    cluster: context.cluster ?? '',
    user: context.user ?? '',
    namespace: context.namespace ?? '',
    server: withoutUser(config.clusters.get(context.cluster ?? '')?.server ?? ''),
    identity: identityOf(
      context,
      config.clusters.get(context.cluster ?? '') ?? null,
      config.users.get(context.user ?? '') ?? null,
    ),
  }))
}

function addFirst<Entry>(entries: Map<string, Entry>, name: string, entry: Entry): void {
  if (!entries.has(name)) entries.set(name, entry)
}

function localCluster(folder: string, cluster: RawCluster): RawCluster {
  return { ...cluster, 'certificate-authority': localPath(folder, cluster['certificate-authority']) }
}

function localUser(folder: string, user: RawUser): RawUser {
  return {
    ...user,
    'client-certificate': localPath(folder, user['client-certificate']),
    'client-key': localPath(folder, user['client-key']),
    tokenFile: localPath(folder, user.tokenFile),
    exec: user.exec && { ...user.exec, command: localCommand(folder, user.exec.command) },
  }
}

/** Relative paths are relative to the file they stand in (clientcmd.ResolveLocalPaths). */
function localPath(folder: string, path: string | null | undefined): string | null | undefined {
  return path && !isAbsolute(path) ? resolve(folder, path) : path
}

/** A bare name is looked up in PATH; one with a separator is a path like any other. */
function localCommand(folder: string, command: string): string {
  return /[/\\]/.test(command) && !isAbsolute(command) ? resolve(folder, command) : command
}
