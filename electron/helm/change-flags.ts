import { fail } from '@shared/errors'
import type { HelmCapabilities } from './capabilities'

/** How long helm waits for the objects, as every change takes it. */
export interface WaitOptions {
  /** Whether helm waits for the objects at all; it waits for hooks in any case. Default: it does. */
  readonly wait?: boolean | undefined
  /** For each phase of waiting (each hook, then the objects). Default 5 minutes, as helm's own. */
  readonly timeoutSeconds?: number | undefined
  /** How readiness is judged; helm's own way by default. */
  readonly waitStrategy?: 'watcher' | 'legacy' | undefined
  /** Also for Jobs to complete; means nothing to helm when it does not wait. */
  readonly waitForJobs?: boolean | undefined
  readonly noHooks?: boolean | undefined
}

/** How objects are handed to the cluster. */
export interface ApplyOptions {
  readonly serverSide?: 'auto' | 'true' | 'false' | undefined
  readonly forceConflicts?: boolean | undefined
  readonly forceReplace?: boolean | undefined
}

/** What an install and an upgrade have in common beyond that. */
export interface DeliverOptions extends ApplyOptions {
  readonly takeOwnership?: boolean | undefined
  /** helm then waits, whatever `wait` says. */
  readonly rollbackOnFailure?: boolean | undefined
}

/** What an upgrade and a rollback have in common beyond that. */
export interface HistoryOptions {
  /** How many revisions are kept; 0: all. helm's own 10 by default. */
  readonly historyMax?: number | undefined
  readonly cleanupOnFail?: boolean | undefined
}

export const defaultTimeoutSeconds = 300

/**
 * `--wait` stands alone: helm 4 takes a strategy after it and helm 3 a boolean, and both read the bare flag as "for the
 * objects to be ready", run on both.
 * @throws AppFailure `option-unsupported` for a way to wait that this helm does not know
 */
export function waitFlags(options: WaitOptions & DeliverOptions, helm: HelmCapabilities): string[] {
  const { wait = true, timeoutSeconds = defaultTimeoutSeconds, waitStrategy, waitForJobs, noHooks } = options
  if (waitStrategy !== undefined && !helm.waitStrategies.includes(waitStrategy)) {
    unsupported(`the ${waitStrategy} way to wait`)
  }
  const isSpecial = waitStrategy !== undefined && waitStrategy !== helm.waitStrategies[0]
  return [
    ...(wait ? [isSpecial ? `--wait=${waitStrategy}` : '--wait'] : []),
    ...flag('--wait-for-jobs', waitForJobs === true && (wait || options.rollbackOnFailure === true)),
    ...flag('--no-hooks', noHooks),
    `--timeout=${timeoutSeconds}s`,
  ]
}

/**
 * How objects are handed to the cluster. helm 4 refuses to replace objects that it applies through the server, so that
 * replacing goes with `--server-side=false`.
 * @param isInstall there is nothing to follow yet: `auto` is no word there (helm 4, install --help)
 * @throws AppFailure `option-unsupported` on helm 3, `invalid-input` for options that exclude each other
 */
export function applyFlags(options: ApplyOptions, helm: HelmCapabilities, isInstall = false): string[] {
  const { serverSide = 'auto', forceConflicts = false, forceReplace = false } = options
  if (!helm.serverSide && serverSide === 'true') unsupported('server-side apply')
  if (!helm.serverSide && forceConflicts) unsupported('taking over fields managed by others')
  if (forceReplace && (forceConflicts || serverSide === 'true')) excluded('replacing objects', 'server-side apply')
  if (forceConflicts && serverSide === 'false')
    excluded('taking over fields managed by others', 'applying without the server')
  const side = forceReplace ? 'false' : serverSide
  return [
    ...(helm.serverSide && (side !== 'auto' || (forceConflicts && !isInstall))
      ? [`--server-side=${side === 'auto' ? 'true' : side}`]
      : []),
    ...flag('--force-conflicts', forceConflicts),
    ...flag(helm.forceReplace, forceReplace),
  ]
}

/** @throws AppFailure as `applyFlags` */
export function deliverFlags(options: DeliverOptions, helm: HelmCapabilities, isInstall = false): string[] {
  return [
    ...applyFlags(options, helm, isInstall),
    ...flag('--take-ownership', options.takeOwnership),
    ...flag(helm.rollbackOnFailure, options.rollbackOnFailure),
  ]
}

export function historyFlags({ historyMax, cleanupOnFail }: HistoryOptions): string[] {
  return [
    ...(historyMax === undefined ? [] : [`--history-max=${historyMax}`]),
    ...flag('--cleanup-on-fail', cleanupOnFail),
  ]
}

export function flag(name: string, isSet: boolean | undefined): string[] {
  return isSet === true ? [name] : []
}

function unsupported(what: string): never {
  fail('option-unsupported', `The helm in use doesn't know ${what}.`, {
    cause: 'Other versions of helm do. Leave the option out, or use another helm. Nothing was started.',
    actions: ['get-helm'],
  })
}

function excluded(one: string, other: string): never {
  fail('invalid-input', 'These options exclude each other.', {
    cause: `helm can't do both: ${one}, and ${other}. Leave one out.`,
  })
}
