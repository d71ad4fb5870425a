import { z } from 'zod'
import { clusterIdentity, contextName, operationId, revisionNumber, valuesText } from './inputs'

/** What is typed need not be sound yet: only its size is bounded. */
const typed = z.string().max(4_096)
const option = z.union([typed, z.number(), z.nan(), z.boolean(), z.null()])

/** What the person has chosen and typed for an install or an upgrade, as it is kept. */
export const draftShape = z.strictObject({
  verb: z.enum(['install', 'upgrade']),
  context: contextName,
  cluster: clusterIdentity.optional(),
  name: typed,
  namespace: typed,
  createNamespace: z.boolean(),
  chart: typed,
  keepChart: z.boolean(),
  acceptIncomplete: z.boolean(),
  version: typed,
  values: valuesText,
  masksOf: revisionNumber.optional(),
  valuesFrom: z.array(typed).max(1_000).readonly(),
  options: z.record(z.string().max(64), option),
  fromRevision: z.int().min(0).max(2_147_483_647),
  operationId: z.union([z.literal(''), operationId]),
})

export type StoredDraft = z.output<typeof draftShape>
