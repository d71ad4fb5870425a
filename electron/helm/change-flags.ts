/** How long helm waits for the objects, as every change takes it. */
export interface WaitOptions {
  /** Whether helm waits for the objects at all; it waits for hooks in any case. Default: it does. */
  readonly wait?: boolean | undefined
  /** For each phase of waiting (each hook, then the objects). Default 5 minutes, as helm's own. */
  readonly timeoutSeconds?: number | undefined
}

/** Which release, in which namespace of the target. */
export interface ReleaseOptions {
  readonly releaseName: string
  readonly namespace: string
}

export const defaultTimeoutSeconds = 300

/**
 * `--wait` stands alone: helm 4 takes a strategy after it and helm 3 a boolean, and both read the bare flag as "for the
 * objects to be ready", run on both.
 */
export function waitFlags({ wait = true, timeoutSeconds = defaultTimeoutSeconds }: WaitOptions): string[] {
  return [...(wait ? ['--wait'] : []), `--timeout=${timeoutSeconds}s`]
}
