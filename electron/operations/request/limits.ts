import { z } from 'zod'
import { defaultTimeoutSeconds } from '@shared/change-options/table'
import * as inputs from '@shared/contract/inputs'

/** What of a change's request says how long helm waits, and for what. */
const limited = z.object({
  verb: z.enum(['install', 'upgrade', 'rollback', 'uninstall', 'test']),
  timeout_seconds: inputs.timeoutSeconds.optional(),
  wait: z.boolean().optional(),
  no_hooks: z.boolean().optional(),
  filter: z.array(inputs.objectName).max(100).optional(),
})

export interface Limits {
  readonly timeoutSeconds: number
  readonly waitsForObjects: boolean
  readonly noHooks: boolean
  /** The names of the tests that run; all where it is left out. */
  readonly tests?: readonly string[]
}

/** How long helm waits for what, with its defaults. */
export function limitsOf(change: z.infer<typeof limited>): Limits {
  const isTest = change.verb === 'test'
  return {
    timeoutSeconds: change.timeout_seconds ?? defaultTimeoutSeconds,
    waitsForObjects: !isTest && change.wait !== false,
    noHooks: !isTest && change.no_hooks === true,
    ...(isTest && change.filter !== undefined && { tests: change.filter }),
  }
}

/** The same of a request that comes from the journal; undefined where it is not understood. */
export function keptLimits(request: Readonly<Record<string, unknown>> | null): Limits | undefined {
  const kept = limited.safeParse(request)
  return kept.success ? limitsOf(kept.data) : undefined
}
