import { diskReason } from './disk-words'

/**
 * The error that crosses the door between main process and window.
 *
 * It is a plain object: an Error loses its name and own fields across Electron's contextBridge, so the main process
 * sends this shape and the renderer wraps it in a typed error (renderer/bridge/invoke.ts).
 */

/** Every reason the app can name. A code is stable; the words belong to whoever raised the error. */
export const errorCodes = [
  'invalid-input',
  'untrusted-sender',
  'internal',
  'cancelled',
  'timeout',
  'output-too-large',
  // The helm binary
  'helm-missing',
  'helm-too-old',
  'helm-spawn-failed',
  'helm-failed',
  'helm-bad-output',
  // The helm in use is too old, or another major, for an option
  'option-unsupported',
  // The kubeconfig and the cluster
  'no-kubeconfig',
  'kubeconfig-invalid',
  'context-missing',
  // The context's name has come to mean another cluster since the person looked
  'cluster-changed',
  'cluster-unreachable',
  'cluster-unauthorised',
  'cluster-certificate',
  'cluster-exec-plugin',
  // It answers, and cannot do its work
  'cluster-failed',
  'forbidden',
  'throttled',
  // Releases
  'release-exists',
  'release-not-found',
  'release-busy',
  'revision-not-found',
  'release-too-large',
  // helm cannot read one of its records
  'record-damaged',
  'rolled-back',
  'hook-failed',
  // Somebody has changed it since the person looked
  'release-changed',
  // What was planned is not what would happen now
  'plan-outdated',
  // It is not kept any more
  'plan-missing',
  // It says that helm would stop, and nobody has said that it is to be done all the same
  'plan-stops',
  // What is saved before a repair could not rest encrypted, and nobody has agreed to that
  'backup-needs-consent',
  // Objects of a chart
  'namespace-missing',
  'object-owned-elsewhere',
  'object-conflict',
  'field-immutable',
  // The cluster does not take it as it is
  'object-refused',
  'api-missing',
  'policy-refused',
  // Charts and their sources
  'chart-not-found',
  'chart-invalid',
  'chart-incompatible',
  // To check values helm would fetch or read something outside of the chart, and nobody has agreed to that
  'chart-reaches-out',
  'values-invalid',
  'values-needed',
  'repository-unknown',
  'repository-exists',
  'repository-unreachable',
  'registry-unauthorised',
  // Files that were dropped or opened
  'file-refused',
  // What was typed into a page and is kept: another window has changed it since, or it can't be had any more
  'draft-changed',
  'draft-missing',
  // What the app keeps of its operations
  'journal-failed',
  // A disk that takes nothing more
  'disk-failed',
  // The demo
  'demo-unavailable',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** What the window can offer as a button next to an error. */
export const errorActions = [
  'retry',
  'choose-kubeconfig',
  'choose-context',
  'choose-namespace',
  'start-demo',
  'get-helm',
  // A change that failed: what the next try does differently.
  'take-ownership',
  'create-namespace',
  'raise-timeout',
  'force-conflicts',
  'fix-values',
  'show-pod',
  'log-in',
  'build-dependencies',
  'allow-outside',
  'repair',
  // A text that is too large to be shown
  'save-text',
] as const

export type ErrorAction = (typeof errorActions)[number]

/** The three parts of an error (what failed, why, what now) and the raw text behind it. */
export interface AppError {
  readonly code: ErrorCode
  /** What failed, one sentence in plain words. */
  readonly message: string
  /** Why, one or two sentences in plain words; empty when nothing more is known. */
  readonly cause: string
  /** What the person can do now, most useful first. */
  readonly actions: readonly ErrorAction[]
  /** The raw text (helm's stderr, a server's answer), shown on demand and copied as it is. */
  readonly detail: string
}

/** Makes an AppError; `cause`, `actions` and `detail` may be left out. */
export function appError(
  code: ErrorCode,
  message: string,
  rest: Partial<Pick<AppError, 'cause' | 'actions' | 'detail'>> = {},
): AppError {
  return { code, message, cause: rest.cause ?? '', actions: rest.actions ?? [], detail: rest.detail ?? '' }
}

/** An AppError that is thrown inside one process. `error` is what crosses the door. */
export class AppFailure extends Error {
  constructor(
    readonly error: AppError,
    options?: ErrorOptions,
  ) {
    super(error.message, options)
    this.name = 'AppFailure'
  }
}

/** Throws: shorthand for the usual `throw new AppFailure(appError(...))`. */
export function fail(
  code: ErrorCode,
  message: string,
  rest?: Partial<Pick<AppError, 'cause' | 'actions' | 'detail'>>,
): never {
  throw new AppFailure(appError(code, message, rest))
}

/**
 * The AppError of anything thrown: an AppFailure's own, `disk-failed` where a disk is full or read-only, else an `internal` one that
 * keeps the text.
 */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppFailure) return thrown.error
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  const disk = diskReason(thrown)
  if (disk !== null) {
    const cause = `${disk.why} ${disk.now}, then try again.`
    return appError('disk-failed', "Wheelhouse couldn't write to the disk.", { cause, detail, actions: ['retry'] })
  }
  const cause = causeOf(thrown)
  return appError('internal', 'Something went wrong inside Wheelhouse.', { cause, detail, actions: ['retry'] })
}

/** A schema's error is a page of JSON, for the detail alone. */
function causeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  return /ZodError$/.test(thrown.name) ? 'What it read has another form than it expects.' : thrown.message
}
