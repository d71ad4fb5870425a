import { z } from 'zod'
import type { Drift } from '../../model/drift'
import * as inputs from '../inputs'
import { channel } from './channel'
import { storedRelease } from './release-place'

/** More than a list shows at a time. */
const maxScanned = 1_000

/** Releases against the live cluster. */
export const driftChannels = {
  /** Looks at one release now. */
  'drift:check': channel(z.strictObject(storedRelease))<Drift>(),
  /** Looks at these releases one after the other; what is found is told as `drift:scanned`. A scan of the context under way ends. */
  'drift:scan': channel(
    z.strictObject({ context: inputs.contextName, rows: z.array(inputs.releaseRow).min(1).max(maxScanned) }),
  )<void>(),
  /** Ends every scan. */
  'drift:stop_scan': channel(z.strictObject({}))<void>(),
} as const
