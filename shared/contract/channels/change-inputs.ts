import { z } from 'zod'
import { optionShape } from '../../change-options/derived'
import * as inputs from '../inputs'
import { release } from './release-place'

/** The options of every verb are those of shared/change-options. */
export const install = {
  ...release,
  ...optionShape('install'),
  chart: inputs.chartRef,
  version: inputs.chartVersion.optional(),
  create_namespace: z.boolean().optional(),
}

export const upgrade = {
  ...release,
  ...optionShape('upgrade'),
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

export const uninstall = { ...release, ...optionShape('uninstall') }

export const rollback = { ...release, ...optionShape('rollback'), revision: inputs.revisionNumber }

/** `filter`: the tests' names, all by default. */
export const test = {
  ...release,
  ...optionShape('test'),
  filter: z.array(inputs.objectName).max(100).optional(),
}

/** The id of the operation that a request begins: made by the window, so that it knows its own. */
export const begun = { operation_id: inputs.operationId.optional() }

/**
 * The plan that the person has seen of a change: where the release, the chart or an object has moved on since, the change is
 * refused with `plan-outdated` before helm starts. Where the plan says that helm would stop, it is refused with `plan-stops`
 * unless the person has said that it is to be done `anyway`.
 */
export const bound = { ...begun, plan_id: inputs.operationId.optional(), anyway: z.literal(true).optional() }

/** `agreed_outside`: helm fetches or reads these outside of the chart, and nothing else (`chart-reaches-out`). */
export const values = { values: inputs.valuesText.optional(), agreed_outside: inputs.agreedOutside.optional() }

/**
 * The values of a release that exists. Each mask in them stands for the value that this revision has in its place; without it, and
 * where it has none, they are refused.
 */
export const ownValues = { ...values, masks_of: inputs.revisionNumber.optional() }

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
