import { z } from 'zod'
import { planFormats, type FoundPlan, type Plan, type PlanObjectTexts } from '../../model/plan'
import type { PlanRendering } from '../../model/rendering'
import * as inputs from '../inputs'
import { install, keepChart, ownValues, rollback, uninstall, upgrade, values } from './change-inputs'
import { channel } from './channel'

const plan = { plan_id: inputs.operationId }

/** A change that is to be planned: as it would be sent, under the plan's id. */
const planned = z.union([
  z.strictObject({ verb: z.literal('install'), ...install, ...values, ...plan }),
  z.strictObject({ verb: z.literal('upgrade'), ...upgrade, ...ownValues, ...plan }),
  z.strictObject({ verb: z.literal('upgrade'), ...keepChart, ...ownValues, ...plan }),
  z.strictObject({ verb: z.literal('rollback'), ...rollback, ...plan }),
  z.strictObject({ verb: z.literal('uninstall'), ...uninstall, ...plan }),
])

/** What a change would do, before it is done. */
export const planChannels = {
  /**
   * Works out what a change would do, without doing any of it; how far it is: `plans:progress`. The main process keeps the last
   * few plans.
   */
  'plan:make': channel(planned)<Plan>(),
  /** Nobody waits for it any more: what it has started is ended, and `plan:make` rejects with `cancelled`. */
  'plan:cancel': channel(z.strictObject(plan))<void>(),
  /** A plan that was made, or is kept with the change that ran by it; null where it is not there any more. */
  'plan:get': channel(z.strictObject(plan))<FoundPlan | null>(),
  /** One of its objects (`PlanObject.id`) as text; `plan-missing` where only the plan itself is kept. */
  'plan:get_object': channel(z.strictObject({ ...plan, object: inputs.objectId }))<PlanObjectTexts>(),
  /**
   * All that helm would send, document by document; `plan-missing` where only the plan itself is kept. Of a plan that its cluster kept
   * from being made (`isClusterAway`): what helm renders without a cluster.
   */
  'plan:get_rendered': channel(z.strictObject(plan))<PlanRendering>(),
  /** The whole of it as one text, secrets masked. */
  'plan:export': channel(z.strictObject({ ...plan, format: z.enum(planFormats) }))<string>(),
  /** Lets the person choose a file, and writes that text there; '' when they cancel. */
  'plan:save': channel(z.strictObject({ ...plan, format: z.enum(planFormats) }))<string>(),
} as const
