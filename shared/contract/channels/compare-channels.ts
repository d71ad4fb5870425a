import { z } from 'zod'
import { comparedTexts, type ComparedTexts, type Comparison } from '../../model/comparison'
import { planFormats } from '../../model/plan'
import * as inputs from '../inputs'
import { channel } from './channel'
import { storedRelease } from './release-place'

const side = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('revision'), ...storedRelease, revision: inputs.revisionNumber }),
  z.strictObject({ kind: z.literal('chart'), chart: inputs.chartRef, version: inputs.chartVersion.optional() }),
])
const comparison = { compare_id: inputs.operationId }

/** Two revisions, releases, clusters or chart versions held against each other. */
export const compareChannels = {
  /** Reads both sides and compares them; the main process keeps the last few. A chart is rendered by the current context's helm. */
  'compare:make': channel(z.strictObject({ ...comparison, from: side, to: side }))<Comparison>(),
  /** Nobody waits for it any more: what it has started is ended, and `compare:make` rejects with `cancelled`. */
  'compare:cancel': channel(z.strictObject(comparison))<void>(),
  /** Both sides of one text, secrets masked; of one object or hook where it is named (`ComparedObject.id`). */
  'compare:get_text': channel(
    z.strictObject({ ...comparison, text: z.enum(comparedTexts), object: inputs.objectId.optional() }),
  )<ComparedTexts>(),
  /** The whole of it as one text, secrets masked. */
  'compare:export': channel(z.strictObject({ ...comparison, format: z.enum(planFormats) }))<string>(),
  /** Lets the person choose a file, and writes that text there; '' when they cancel. */
  'compare:save': channel(z.strictObject({ ...comparison, format: z.enum(planFormats) }))<string>(),
} as const
