import { appError, toAppError, type AppError } from '@shared/errors'
import type { ContextsState, KubeContext } from '@shared/model/cluster'
import { usableEntries } from './context-entries'
import { readKubeconfigFiles, type RememberedResult } from './kubeconfig-memory'
import type { RawCluster } from './kubeconfig-schema'
import type { KubeconfigPlace } from './kubeconfig-source'
import { listContexts, mergeKubeconfigs, type MergedConfig } from './merge'
import { pinOf } from './pin'
import { withoutUser } from './server-url'

/** Before the first read, and where there is no kubeconfig at all. */
export const noContexts: ContextsState = { source: 'none', files: [], contexts: [], current: null, problem: null }

/** The context used last. */
export interface Preference {
  readonly name: string | undefined
  /**
   * It was shown in this run. Should it vanish then, no other cluster may slip into its place under the person's hands:
   * the window has no context until it is back or another one is chosen.
   */
  readonly held: boolean
}

/** What was read: for the window, and whole. */
export interface ReadContexts {
  readonly state: ContextsState
  readonly config: MergedConfig
}

/**
 * Reads a place's files and gives what the window knows of them. Missing files are skipped as kubectl does; a bad one
 * is named as the problem while the good ones are used, and what it held before it turned bad.
 * @param preferred wins over the files' current-context while it exists
 */
export async function readContexts(place: KubeconfigPlace, preferred: Preference): Promise<ReadContexts> {
  const results = await readKubeconfigFiles(place.files)
  const good = results.filter((result) => result.kind === 'ok' || result.kind === 'kept')
  const merged = mergeKubeconfigs(good)
  const contexts = await listContexts(merged)
  const problem = fileProblem(place, results)
  if (good.length === 0 && problem === null) return { state: noContexts, config: merged }
  const { current, problem: gone } = chooseCurrent(contexts, preferred, merged.currentContext)
  const refusal = current === null ? '' : await refusalOf(merged, current)
  const kept = keptContexts(good)
  const state = {
    source: place.source,
    files: good.map(({ file }) => file),
    contexts,
    current,
    problem: problem ?? gone,
    ...(kept.length > 0 && { kept }),
    ...(refusal !== '' && { refusal }),
  }
  return { state, config: merged }
}

/** Why client-go refuses a context, in words; '' where it takes it. */
async function refusalOf(config: MergedConfig, context: string): Promise<string> {
  const pin = pinOf(config, context)
  if (pin === null) return ''
  return usableEntries(context, pin).then(
    () => '',
    (thrown: unknown) => toAppError(thrown).cause,
  )
}

/** The contexts that come from a file that can't be read any more: of one name the first file's counts. */
function keptContexts(files: readonly Extract<RememberedResult, { config: unknown }>[]): string[] {
  if (files.every(({ kind }) => kind === 'ok')) return []
  const seen = new Set<string>()
  const kept: string[] = []
  for (const { kind, config } of files) {
    for (const { name } of config.contexts ?? []) {
      if (kind === 'kept' && name !== '' && !seen.has(name)) kept.push(name)
      seen.add(name)
    }
  }
  return kept
}

/** Whether the window would see no difference. */
export function isSameState(one: ContextsState, other: ContextsState): boolean {
  const { contexts, ...rest } = one
  const { contexts: others, ...otherRest } = other
  if (contexts !== others) {
    if (contexts.length !== others.length) return false
    if (!contexts.every((context, at) => isSameContext(context, others[at]))) return false
  }
  return JSON.stringify(rest) === JSON.stringify(otherRest)
}

function isSameContext(one: KubeContext, other: KubeContext | undefined): boolean {
  return (
    one.name === other?.name &&
    one.cluster === other.cluster &&
    one.user === other.user &&
    one.namespace === other.namespace &&
    one.server === other.server &&
    one.identity === other.identity
  )
}

function fileProblem(place: KubeconfigPlace, results: readonly RememberedResult[]): AppError | null {
  const bad = results.find((result) => result.kind === 'bad' || result.kind === 'kept')
  if (bad) return bad.error
  if (place.source === 'home' || results.some((result) => result.kind === 'ok')) return null
  const files = place.files.join(', ')
  return place.source === 'environment'
    ? appError('no-kubeconfig', 'KUBECONFIG names no file that exists.', {
        cause: `Looked for ${files}.`,
        actions: ['choose-kubeconfig', 'start-demo'],
        detail: files,
      })
    : appError('no-kubeconfig', `The kubeconfig ${files} no longer exists.`, {
        cause: 'It was moved, renamed or deleted. It will be used again as soon as it is back.',
        actions: ['choose-kubeconfig', 'start-demo'],
        detail: files,
      })
}

interface Choice {
  readonly current: string | null
  readonly problem: AppError | null
}

function chooseCurrent(contexts: readonly KubeContext[], { name, held }: Preference, fromFile: string): Choice {
  const exists = (wanted: string): boolean => contexts.some((context) => context.name === wanted)
  if (name !== undefined && exists(name)) return { current: name, problem: null }
  if (name !== undefined && held) {
    return { current: null, problem: contextMissing(name, 'It was removed from the kubeconfig while it was in use.') }
  }
  if (fromFile === '') return { current: null, problem: null }
  if (exists(fromFile)) return { current: fromFile, problem: null }
  return { current: null, problem: contextMissing(fromFile, "The kubeconfig's current-context names it.") }
}

/** The error for a context that has come to mean another cluster or user since the person looked. */
export function clusterChanged(name: string, cluster: RawCluster | null): AppError {
  const server = cluster?.server ? ` (${withoutUser(cluster.server)})` : ''
  return appError('cluster-changed', `The context "${name}" now means another cluster or user.`, {
    cause:
      `The kubeconfig was changed after you opened this: the name points elsewhere now${server}. ` +
      'Nothing was changed. Open it again to work with what the context means now.',
  })
}

/** The error for a context that no file has. */
export function contextMissing(name: string, cause = 'No file of the kubeconfig has it.'): AppError {
  return appError('context-missing', `The context "${name}" doesn't exist.`, { cause, actions: ['choose-context'] })
}
