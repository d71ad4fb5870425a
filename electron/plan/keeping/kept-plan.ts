import { z } from 'zod'
import {
  planActions,
  plannedVerbs,
  planProblemKinds,
  type Plan,
  type PlanField,
  type PlanObject,
} from '@shared/model/plan'

/*
 * A plan as it rests on disk beside the journal. It is read again by later versions of the app, and may have been changed by
 * anybody: nothing of it is believed before it has passed here.
 */

const word = z.string().max(1_024)
const sentence = z.string().max(64 * 1_024)
const counted = z.int().min(0)
const words = z.array(word).max(1_000)

const problem = z.object({
  kind: z.enum(planProblemKinds),
  stops: z.boolean(),
  message: sentence,
  detail: sentence,
})

/** Values are cut when the plan is made; a little more than that is what a cut leaves. */
const value = z.string().max(4_096)
const field = z.object({
  path: z.array(word).max(200),
  before: value.exactOptional(),
  after: value.exactOptional(),
  masked: z.literal(true).exactOptional(),
  mark: z.enum(['random', 'assigned']).exactOptional(),
  manager: word.exactOptional(),
})

const object = z.object({
  id: z.string().max(4_096),
  apiVersion: word,
  kind: word,
  namespace: word,
  name: word,
  action: z.enum(planActions),
  fields: z.array(field).max(200),
  fieldCount: counted,
  problems: z.array(problem).max(1_000),
  consequence: sentence,
  random: z.literal(true).exactOptional(),
})

const hook = z.object({
  event: word,
  kind: word,
  name: word,
  namespace: word,
  weight: z.int(),
  recreated: z.boolean(),
  deletedAfter: words,
})

const planShape = z.object({
  id: z.uuid(),
  context: word,
  namespace: word,
  name: word,
  verb: z.enum(plannedVerbs),
  fromRevision: counted,
  toRevision: counted,
  chart: z.object({ name: word, version: word, appVersion: word }).nullable(),
  madeAt: z.iso.datetime(),
  tookMs: z.number().min(0),
  method: z.enum(['server-side', 'three-way', 'text']),
  objects: z.array(object).max(20_000),
  hooks: z.array(hook).max(10_000),
  definitions: z
    .array(z.object({ name: word, fate: z.enum(['added', 'untouched', 'stays']), note: sentence }))
    .max(10_000),
  images: z.array(z.object({ name: word, before: words, after: words })).max(10_000),
  problems: z.array(problem).max(1_000),
  notes: z.array(sentence).max(1_000),
  managedBy: word,
}) satisfies z.ZodType<Plan>

/** A plan that a change ran by, with what ended in another way; all of it masked. */
export interface KeptPlan {
  readonly plan: Plan
  readonly different: readonly string[]
}

const keptShape = z.object({ format: z.literal(1), plan: planShape, different: z.array(sentence).max(100) })

/** Bytes of one plan. One of 60 objects takes 60 KB. */
export const maxKeptBytes = 2 * 1024 * 1024

/**
 * A plan as its file holds it; of one that is too large only some fields of each object, with how many there are in all.
 * @param most bytes
 * @returns null where it is too large even without fields, or couldn't be read again
 */
export function keptText({ plan, different }: KeptPlan, most: number): string | null {
  const rooms = [
    { fields: Infinity, characters: Infinity },
    { fields: 20, characters: 200 },
    { fields: 0, characters: 0 },
  ]
  for (const { fields, characters } of rooms) {
    const objects = plan.objects.map((one) => cut(one, fields, characters))
    const kept = keptShape.safeParse({ format: 1, plan: { ...plan, objects }, different })
    if (!kept.success) return null
    const text = JSON.stringify(kept.data)
    if (Buffer.byteLength(text) <= most) return text
  }
  return null
}

/** @returns null for what isn't a kept plan of this id */
export function keptOfText(text: string, id: string): KeptPlan | null {
  const kept = keptShape.safeParse(jsonOf(text))
  return kept.success && kept.data.plan.id === id ? kept.data : null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function cut(object: PlanObject, most: number, characters: number): PlanObject {
  if (object.fields.length <= most && characters === Infinity) return object
  return { ...object, fields: object.fields.slice(0, most).map((one) => cutField(one, characters)) }
}

function cutField({ before, after, ...rest }: PlanField, most: number): PlanField {
  const short = (text: string): string => (text.length > most ? `${text.slice(0, most)}…` : text)
  return {
    ...rest,
    ...(before !== undefined && { before: short(before) }),
    ...(after !== undefined && { after: short(after) }),
  }
}
