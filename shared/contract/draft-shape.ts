import { z } from 'zod'
import { clusterIdentity, contextName, operationId, revisionNumber, valuesText } from './inputs'

/** What is typed need not be sound yet: only its size is bounded. */
const typed = z.string().max(4_096)
const option = z.union([typed, z.number(), z.nan(), z.boolean(), z.null()])

/** So many layers are more than anybody reads; their texts together go far beyond the 1 MiB that helm takes. */
export const maxLayers = 30
export const maxLayersLength = 2 * 1024 * 1024

/** One of several texts of values, each laid over those before it. */
const layerShape = z.strictObject({
  id: z.string().min(1).max(64),
  /** `own` is the text of the draft itself: it stands in the list for its place. */
  kind: z.enum(['own', 'file', 'release', 'revision', 'set', 'set-string', 'set-file']),
  /** What it is called: a file's name, a release. */
  name: typed,
  /** The key that a file is the value of; '' for all others. */
  key: typed,
  /** YAML, or the line behind the flag, or the value that a file holds; '' for the own text. */
  text: valuesText,
  on: z.boolean(),
})

export type DraftLayer = Readonly<z.output<typeof layerShape>>

const layers = z
  .array(layerShape)
  .max(maxLayers)
  .refine(
    (all) => all.reduce((length, { text }) => length + text.length, 0) <= maxLayersLength,
    'layers have at most 2 MiB together',
  )
  .readonly()

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
  /** In their order; none where the own text is all there is. Older drafts have none. */
  layers: layers.default([]),
  options: z.record(z.string().max(64), option),
  fromRevision: z.int().min(0).max(2_147_483_647),
  operationId: z.union([z.literal(''), operationId]),
})

export type StoredDraft = z.output<typeof draftShape>
