import { z } from 'zod'
import type { ManifestObject } from './manifest'
import { isValues, type Values } from './values'

/*
 * The one schema of what a release's record holds (helm pkg/release, Release). It asks for no more than helm does, so that
 * whatever helm reads is read here; what a row or a page needs beyond that is asked for where it is made.
 */

const text = z.string().nullish()
const values = z.custom<Values>(isValues).nullish()

const infoShape = z.object({
  status: text,
  description: text,
  notes: text,
  first_deployed: text,
  /** When helm began to make this revision, and to remove the release; by the clock of helm's computer. */
  last_deployed: text,
  deleted: text,
})

const hookShape = z.object({
  name: z.string(),
  kind: z.string(),
  /** The template's file. */
  path: text,
  manifest: z
    .string()
    .nullish()
    .transform((manifest) => manifest ?? ''),
  events: z.array(z.string()).nullish(),
  weight: z.int().nullish().catch(null),
  delete_policies: z.array(z.string()).nullish().catch(null),
  last_run: z.object({ phase: text, started_at: text }).nullish(),
})

const metadataShape = z.looseObject({ name: text, version: text, appVersion: text, description: text })

/** What the chart is made of stands beside its metadata, and is checked by who needs it (kept-parts.ts, revision-view.ts). */
const chartShape = z.looseObject({ metadata: metadataShape })

export const payloadShape = z.object({
  name: z.string().min(1),
  namespace: text,
  version: z.int().min(1),
  info: infoShape,
  chart: chartShape,
  config: values,
  manifest: text,
  hooks: z.array(hookShape).max(10_000).nullish(),
  /** How helm 4 applied it: `ssa` or `csa`. helm 3 writes none, and drops what was there. */
  apply_method: text.catch(null),
})

/** The members that helm writes first: a row of the list needs no others. */
export const frontShape = payloadShape.pick({ info: true, chart: true })

export type Hook = z.output<typeof hookShape>

/** What a release's record holds, as helm wrote it. */
export type RawPayload = z.output<typeof payloadShape>

/** A hook, and what it is made of, as far as it can be asked for in a cluster. */
export interface ReadHook extends Hook {
  readonly objects: readonly ManifestObject[]
}

/** A revision as changes need it. */
export interface Payload extends Omit<RawPayload, 'hooks'> {
  readonly hooks: readonly ReadHook[]
  /** What its manifest is made of, as far as it can be asked for in a cluster. */
  readonly objects: readonly ManifestObject[]
  /** What in it is secret (payload-secrets.ts), the defaults of its chart included. */
  readonly secrets: readonly string[]
}

/** The least that helm needs of a release; what lacks it is none, whatever else it may be. */
const bareShape = z.object({
  name: z.string().min(1),
  version: z.int(),
  info: z.looseObject({}),
  chart: z.looseObject({ metadata: z.looseObject({}) }),
})

/** The revision that a payload's JSON says it is; null when it is no release that helm can work with. */
export function versionIn(payload: unknown): number | null {
  return bareShape.safeParse(payload).data?.version ?? null
}
