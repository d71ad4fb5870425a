import { z } from 'zod'
import * as inputs from '../inputs'
import { release } from './release-place'

/** How to wait for the objects: 5 minutes by default. `legacy` waits as helm 3 did (helm 4 only). */
const waiting = {
  wait: z.boolean().optional(),
  timeout_seconds: inputs.timeoutSeconds.optional(),
  wait_strategy: z.enum(['watcher', 'legacy']).optional(),
  wait_for_jobs: z.boolean().optional(),
  no_hooks: z.boolean().optional(),
}

/** How objects are handed to the cluster; the first two need helm 4. */
const applying = {
  server_side: z.enum(['auto', 'true', 'false']).optional(),
  force_conflicts: z.boolean().optional(),
  force_replace: z.boolean().optional(),
}

/** What an install and an upgrade have in common beyond that. */
const delivering = {
  ...applying,
  take_ownership: z.boolean().optional(),
  rollback_on_failure: z.boolean().optional(),
}

const historyMax = { history_max: z.int().min(0).max(10_000).optional(), cleanup_on_fail: z.boolean().optional() }

export const install = {
  ...release,
  ...waiting,
  ...delivering,
  chart: inputs.chartRef,
  version: inputs.chartVersion.optional(),
  create_namespace: z.boolean().optional(),
}

export const upgrade = {
  ...release,
  ...waiting,
  ...delivering,
  ...historyMax,
  chart: inputs.chartRef,
  version: inputs.chartVersion.optional(),
}

/**
 * The same chart as the release has, rebuilt from it: to change values only. `chart` names it for the eye. `keep_revision` is
 * the revision whose chart the person saw: where another one runs the change is refused. No record proves that its chart is
 * whole, so `accept_incomplete_chart` has to say that the person knows.
 */
export const keepChart = {
  ...upgrade,
  chart: inputs.chartName,
  keep_chart: z.literal(true),
  keep_revision: inputs.revisionNumber.optional(),
  accept_incomplete_chart: z.boolean().optional(),
}

/** helm knows neither `wait_for_jobs` here nor a way to apply; `cascade` says what becomes of dependents, pods above all. */
export const uninstall = {
  ...release,
  wait: waiting.wait,
  timeout_seconds: waiting.timeout_seconds,
  no_hooks: waiting.no_hooks,
  keep_history: z.boolean().optional(),
  cascade: z.enum(['background', 'orphan', 'foreground']).optional(),
}

export const rollback = { ...release, ...waiting, ...applying, ...historyMax, revision: inputs.revisionNumber }

/** `filter`: the tests' names, all by default. */
export const test = {
  ...release,
  timeout_seconds: waiting.timeout_seconds,
  filter: z.array(inputs.objectName).max(100).optional(),
}

/** The id of the operation that a request begins: made by the window, so that it knows its own. */
export const begun = { operation_id: inputs.operationId.optional() }

export const values = { values: inputs.valuesText.optional() }

/** Values travel over stdin and are only told of. */
const hasValues = { has_values: z.boolean() }

/** What a command would be, for the person to read before it runs. */
export const preview = z.union([
  z.strictObject({ verb: z.literal('install'), ...install, ...hasValues }),
  z.strictObject({ verb: z.literal('upgrade'), ...upgrade, ...hasValues }),
  z.strictObject({ verb: z.literal('upgrade'), ...keepChart, ...hasValues }),
  z.strictObject({ verb: z.literal('rollback'), ...rollback }),
  z.strictObject({ verb: z.literal('uninstall'), ...uninstall }),
  z.strictObject({ verb: z.literal('test'), ...test }),
])
