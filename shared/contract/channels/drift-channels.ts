import { z } from 'zod'
import { driftFormats, type Drift, type TakenValue } from '../../model/drift'
import * as inputs from '../inputs'
import { channel } from './channel'
import { storedRelease } from './release-place'

/** More than a list shows at a time. */
const maxScanned = 1_000

const check = { check_id: inputs.operationId }

/** Releases against the live cluster. */
export const driftChannels = {
  /** Looks at one release now. The main process keeps the last few of what is found. */
  'drift:check': channel(z.strictObject({ ...storedRelease, ...check }))<Drift>(),
  /** Nobody waits for it any more: `drift:check` rejects with `cancelled`. */
  'drift:cancel': channel(z.strictObject(check))<void>(),
  /** What a check has found as one text, secrets masked. */
  'drift:export': channel(z.strictObject({ ...check, format: z.enum(driftFormats) }))<string>(),
  /** Lets the person choose a file, and writes that text there; '' when they cancel. */
  'drift:save': channel(z.strictObject({ ...check, format: z.enum(driftFormats) }))<string>(),
  /** The one value of the chart that sets a field of what a check has found; null where that can't be told for certain. */
  'drift:find_value': channel(
    z.strictObject({ ...check, object: inputs.objectId, field: inputs.fieldPath }),
  )<TakenValue | null>(),
  /** Looks at these releases one after the other; what is found is told as `drift:scanned`. A scan of the context under way ends. */
  'drift:scan': channel(
    z.strictObject({ context: inputs.contextName, rows: z.array(inputs.releaseRow).min(1).max(maxScanned) }),
  )<void>(),
  /** Ends every scan. */
  'drift:stop_scan': channel(z.strictObject({}))<void>(),
} as const
