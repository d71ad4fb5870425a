import { dirname, isAbsolute, resolve } from 'node:path'
import type { KubeContext } from '@shared/model/cluster'
import { identityOf } from './identity'
import type { RawCluster, RawContext, RawKubeconfig, RawUser } from './kubeconfig-schema'
import { createRests } from './rests'
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
export function mergeKubeconfigs(files: readonly KubeconfigContent[]): MergedConfig {
  const isSame = files.length === lastFiles.length && files.every((one, at) => isSameContent(one, lastFiles[at]))
  if (!isSame || lastMerged === null) {
    lastMerged = merge(files)
    lastFiles = files.map(({ file, config }) => ({ file, config }))
  }
  return lastMerged
}

interface KubeconfigContent {
  readonly file: string
  readonly config: RawKubeconfig
}

/** Each of a hundred clients asks for its own context of the same files. */
let lastFiles: readonly KubeconfigContent[] = []
let lastMerged: MergedConfig | null = null

function isSameContent(one: KubeconfigContent, other: KubeconfigContent | undefined): boolean {
  return one.file === other?.file && one.config === other.config
}

function merge(files: readonly KubeconfigContent[]): MergedConfig {
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

const listed = new WeakMap<MergedConfig, Promise<KubeContext[]>>()

/** The contexts for the window, in the order of the files; without any credential. The same array for the same configuration. */
export function listContexts(config: MergedConfig): Promise<KubeContext[]> {
  const known = listed.get(config) ?? makeList(config)
  listed.set(config, known)
  return known
}

/** Thousands take a while: each is digested. */
async function makeList(config: MergedConfig): Promise<KubeContext[]> {
  const rests = createRests()
  const contexts: KubeContext[] = []
  for (const [name, context] of config.contexts) {
    // One without a name can't be asked for: kubectl has no way to it either.
    if (name !== '') contexts.push(shownContext(config, name, context))
    if (rests.isDue()) await rests.take()
  }
  return contexts
}

function shownContext({ clusters, users }: MergedConfig, name: string, context: RawContext): KubeContext {
  const cluster = clusters.get(context.cluster ?? '') ?? null
  return {
    name,
    cluster: context.cluster ?? '',
    user: context.user ?? '',
    namespace: context.namespace ?? '',
    server: withoutUser(cluster?.server ?? ''),
    identity: identityOf(context, cluster, users.get(context.user ?? '') ?? null),
  }
}

function addFirst<Entry>(entries: Map<string, Entry>, name: string, entry: Entry): void {
  if (!entries.has(name)) entries.set(name, entry)
}

function localCluster(folder: string, cluster: RawCluster): RawCluster {
  const authority = cluster['certificate-authority']
  return authority ? { ...cluster, 'certificate-authority': localPath(folder, authority) } : cluster
}

function localUser(folder: string, user: RawUser): RawUser {
  const { 'client-certificate': certificate, 'client-key': key, tokenFile, exec } = user
  if (!certificate && !key && !tokenFile && !exec) return user
  return {
    ...user,
    'client-certificate': localPath(folder, certificate),
    'client-key': localPath(folder, key),
    tokenFile: localPath(folder, tokenFile),
    exec: exec && { ...exec, command: localCommand(folder, exec.command) },
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
