import type { HelmFeatures } from '@shared/model/helm-features'

/** How helm is to make a change, apart from what it makes. */
export interface ChangeOptions {
  /** Whether helm waits until every object is ready. */
  wait: boolean
  /** For each phase of waiting. */
  timeoutSeconds: number
  waitStrategy: 'watcher' | 'legacy'
  waitForJobs: boolean
  rollbackOnFailure: boolean
  cleanupOnFail: boolean
  takeOwnership: boolean
  serverSide: 'auto' | 'true' | 'false'
  forceConflicts: boolean
  forceReplace: boolean
  noHooks: boolean
  /** How many revisions are kept, 0 for all; null for helm's own number, 10. */
  historyMax: number | null
}

/** The options that are folded away; the two of waiting are always in sight. */
export type OptionName = Exclude<keyof ChangeOptions, 'wait' | 'timeoutSeconds'>
export type OptionVerb = 'install' | 'upgrade' | 'rollback'

/** What helm does where nothing is said; it does not wait by itself, this app asks it to. */
export const usualOptions: Readonly<ChangeOptions> = {
  wait: true,
  timeoutSeconds: 300,
  waitStrategy: 'watcher',
  waitForJobs: false,
  rollbackOnFailure: false,
  cleanupOnFail: false,
  takeOwnership: false,
  serverSide: 'auto',
  forceConflicts: false,
  forceReplace: false,
  noHooks: false,
  historyMax: null,
}

/** In the order of the page: waiting, failing, applying, the rest. */
const names: readonly OptionName[] = [
  'waitStrategy',
  'waitForJobs',
  'rollbackOnFailure',
  'cleanupOnFail',
  'takeOwnership',
  'serverSide',
  'forceConflicts',
  'forceReplace',
  'noHooks',
  'historyMax',
]

const without: Readonly<Record<OptionVerb, readonly OptionName[]>> = {
  install: ['cleanupOnFail', 'historyMax'],
  upgrade: [],
  rollback: ['rollbackOnFailure', 'takeOwnership'],
}

/**
 * The options that a verb has with the helm in use, in the order of the page.
 * @param features null while they are not known: then only what every helm can do.
 */
export function offeredOptions(verb: OptionVerb, features: HelmFeatures | null): OptionName[] {
  const serverSide = features?.serverSide ?? false
  const can: Partial<Record<OptionName, boolean>> = {
    waitStrategy: (features?.waitStrategies.length ?? 0) > 1,
    takeOwnership: features?.takeOwnership ?? true,
    serverSide,
    forceConflicts: serverSide,
    // Whether it needs server-side apply to be off is known with the features only.
    forceReplace: features !== null,
  }
  return names.filter((name) => !without[verb].includes(name) && (can[name] ?? true))
}

const needsWait = 'Available only when helm waits for the objects.'

/**
 * Why options cannot be used together with the others as they are, one sentence each (helm pkg/kube/client.go,
 * pkg/cmd/install.go).
 */
export function blockedOptions(
  options: ChangeOptions,
  features: HelmFeatures | null,
): Partial<Record<OptionName, string>> {
  const serverSide = features?.serverSide ?? false
  return {
    ...(options.wait ? {} : { waitStrategy: needsWait, waitForJobs: needsWait }),
    ...(options.wait ? {} : { rollbackOnFailure: "Requires waiting; otherwise helm can't tell that objects failed." }),
    ...(serverSide && options.serverSide === 'false'
      ? { forceConflicts: 'Conflicts are reported only with server-side apply, which is off.' }
      : {}),
    ...replaceBlock(options, serverSide),
  }
}

function replaceBlock(options: ChangeOptions, serverSide: boolean): { forceReplace?: string } {
  if (!serverSide || options.serverSide === 'false') return {}
  return options.forceConflicts
    ? { forceReplace: "Can't be combined with taking over fields; turn off server-side apply." }
    : { forceReplace: 'Requires server-side apply to be off.' }
}

/** The options that are not as usual and will be sent, in the order of the page. */
export function changedOptions(verb: OptionVerb, options: ChangeOptions, features: HelmFeatures | null): OptionName[] {
  const blocked = blockedOptions(options, features)
  return offeredOptions(verb, features).filter(
    (name) => blocked[name] === undefined && options[name] !== usualOptions[name],
  )
}

/** What the contract takes of the folded options. */
interface OptionRequest {
  wait_strategy?: 'watcher' | 'legacy'
  wait_for_jobs?: boolean
  no_hooks?: boolean
  server_side?: 'auto' | 'true' | 'false'
  force_conflicts?: boolean
  force_replace?: boolean
}

interface DeliveryRequest extends OptionRequest {
  take_ownership?: boolean
  rollback_on_failure?: boolean
}

interface UpgradeOnlyRequest {
  history_max?: number
  cleanup_on_fail?: boolean
}

/** What each verb takes of them. */
export interface OptionRequests {
  install: DeliveryRequest
  upgrade: DeliveryRequest & UpgradeOnlyRequest
  rollback: OptionRequest & UpgradeOnlyRequest
}

/** The folded options as they are sent: those alone that are not as usual, that this helm has and nothing excludes. */
export function optionRequest<V extends OptionVerb>(
  verb: V,
  options: ChangeOptions,
  features: HelmFeatures | null,
): OptionRequests[V] {
  const fields: Readonly<Record<OptionName, object>> = {
    waitStrategy: { wait_strategy: options.waitStrategy },
    waitForJobs: { wait_for_jobs: true },
    rollbackOnFailure: { rollback_on_failure: true },
    cleanupOnFail: { cleanup_on_fail: true },
    takeOwnership: { take_ownership: true },
    serverSide: { server_side: options.serverSide },
    forceConflicts: { force_conflicts: true },
    forceReplace: { force_replace: true },
    noHooks: { no_hooks: true },
    historyMax: { history_max: options.historyMax },
  }
  return Object.assign({}, ...changedOptions(verb, options, features).map((name) => fields[name])) as OptionRequests[V]
}

/** Whether helm takes this as a waiting time: whole seconds, at most a day. */
export function isTimeout(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= 86_400
}

/** Whether helm takes this as a number of revisions. */
export function isHistoryMax(count: number | null): boolean {
  return count === null || (Number.isInteger(count) && count >= 0 && count <= 10_000)
}

/** Twice the time, at most a day; what is not a time counts as the usual one. */
export function doubled(seconds: number): number {
  return Math.min(86_400, 2 * (isTimeout(seconds) ? seconds : usualOptions.timeoutSeconds))
}

/** What an error's button can set for the next try. */
export type OptionPreset = 'take-ownership' | 'force-conflicts' | 'raise-timeout'

/**
 * Sets what an error's button promises.
 * @param seconds the time that was not enough, where it is known; else the options' own.
 */
export function applyPreset(options: ChangeOptions, preset: OptionPreset, seconds?: number): void {
  if (preset === 'take-ownership') options.takeOwnership = true
  else if (preset === 'raise-timeout') options.timeoutSeconds = doubled(seconds ?? options.timeoutSeconds)
  else {
    options.forceConflicts = true
    options.forceReplace = false
    if (options.serverSide === 'false') options.serverSide = 'auto'
  }
}
