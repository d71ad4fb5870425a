import { counted } from '@shared/counted'
import type { DriftCounts, DriftField, DriftObject } from '@shared/model/drift'
import { createSecretSet, type SecretSet } from '../../masking/secret-set'
import type { Asked } from '../asking/asked'
import type { Refusal } from '../asking/refusal'
import { maskedSides } from '../judging/fields'
import { nameOf, objectId } from '../sides/object-key'
import { secretsInObjects } from '../sides/read-sides'
import { autoscaledBy, targetKey, type Autoscaled } from './autoscalers'
import { expectedWhy } from './expected'
import { foundFields, type DriftAnswer, type FoundField } from './found-fields'

/** So many fields of one object are told. */
const maxFields = 200

export interface DriftInput {
  readonly answers: readonly DriftAnswer[]
  /** The release's. */
  readonly namespace: string
  readonly secrets: readonly string[]
  /** What autoscalers of the cluster scale. */
  readonly autoscaled: Autoscaled
}

/** What is worked out of all answers. */
export interface JudgedDrift {
  readonly objects: readonly DriftObject[]
  readonly counts: DriftCounts
  readonly notes: readonly string[]
}

/** Holds the objects of a release against what the cluster has. */
export function judgeDrift(input: DriftInput): JudgedDrift {
  const { answers } = input
  const known = {
    ...input,
    own: new Set(
      autoscaledBy(
        answers.map(({ object }) => object),
        input.namespace,
      ),
    ),
  }
  const found = answers.map((answer) => ({ answer, fields: fieldsOf(known, answer) }))
  const secrets = secretsOf(
    input,
    found.filter(({ fields }) => fields.length > 0).map(({ answer }) => answer),
  )
  const judged = found.map(({ answer, fields }) => objectOf(answer, fields, secrets))
  const all = found.flatMap(({ fields }) => fields)
  const expected = all.filter(({ why }) => why !== '').length
  return {
    objects: judged.sort(byDrift),
    counts: {
      fields: all.length - expected,
      expected,
      missing: countOf(judged, 'missing'),
      unknown: countOf(judged, 'unknown'),
    },
    notes: notesOf(answers.map(({ asked }) => asked)),
  }
}

interface JudgedField extends FoundField {
  /** Why it is expected; ''. */
  readonly why: string
}

function fieldsOf(
  { autoscaled, own }: DriftInput & { readonly own: ReadonlySet<string> },
  answer: DriftAnswer,
): JudgedField[] {
  const { apiVersion, kind, name } = nameOf(answer.object)
  const key = targetKey(kind, answer.asked.namespace, name)
  const isAutoscaled = own.has(key) || (autoscaled?.includes(key) ?? null)
  return foundFields(answer).map((field) => ({ ...field, why: expectedWhy({ apiVersion, kind, isAutoscaled }, field) }))
}

/** Only what is shown is searched for secrets, and most releases have nothing to show. */
function secretsOf({ secrets }: DriftInput, answers: readonly DriftAnswer[]): SecretSet {
  if (answers.length === 0) return createSecretSet([])
  const objects = answers.flatMap(({ object, asked: { live, after } }) => [object, live, after])
  return createSecretSet([...secrets, ...secretsInObjects(objects)])
}

function objectOf({ object, asked }: DriftAnswer, fields: readonly JudgedField[], secrets: SecretSet): DriftObject {
  const { apiVersion, kind, name } = nameOf(object)
  const { namespace } = asked
  const mask = (text: string): string => secrets.mask(text).text
  return {
    id: objectId(object, namespace),
    ...{ apiVersion, kind, namespace, name },
    ...stateOf(object.kind, apiVersion, asked, fields),
    fields: fields
      .toSorted((one, other) => Number(one.why !== '') - Number(other.why !== ''))
      .slice(0, maxFields)
      .map((field): DriftField => {
        const { before: stored, after: live, ...masked } = maskedSides(kind, asChange(field), secrets)
        return {
          path: field.path.map(mask),
          ...(stored !== undefined && { stored }),
          ...(live !== undefined && { live }),
          ...masked,
          manager: mask(field.owner?.manager ?? ''),
          time: field.owner?.time ?? '',
          expected: field.why,
        }
      }),
    fieldCount: fields.length,
  }
}

function asChange({ path, stored, live }: FoundField): Parameters<typeof maskedSides>[1] {
  return { path, before: stored, after: live }
}

function stateOf(
  kind: string,
  apiVersion: string,
  { live, isLiveKnown, isKindMissing, refusals }: Asked,
  fields: readonly unknown[],
): Pick<DriftObject, 'state' | 'why'> {
  if (isKindMissing) return { state: 'missing', why: `The cluster has no ${kind} of ${apiVersion}.` }
  if (!isLiveKnown) return { state: 'unknown', why: unreadWhy(refusals[0]) }
  if (live === null) return { state: 'missing', why: '' }
  return { state: fields.length > 0 ? 'changed' : 'same', why: '' }
}

function unreadWhy(refusal: Refusal | undefined): string {
  if (refusal?.status === 400) return "It can't be asked for by this name."
  if (refusal?.status === 403 || refusal?.status === 401) return 'You may not read it.'
  return (refusal?.status ?? 0) === 0 ? "The cluster didn't answer." : "The cluster can't say what is there now."
}

function notesOf(asked: readonly Asked[]): string[] {
  const unasked = asked.filter(({ live, by, refusals }) => live !== null && by !== 'server' && refusals.length > 0)
  const forbidden = unasked.filter(({ refusals }) => refusals.some(({ status }) => status === 403))
  const refused = unasked.length - forbidden.length
  return [
    ...(forbidden.length > 0
      ? ['You may not patch these objects, so they were compared without asking the cluster.']
      : []),
    ...(refused > 0
      ? [`The cluster didn't say what applying would change in ${counted(refused, 'object')}, so texts were compared.`]
      : []),
  ]
}

function countOf(objects: readonly DriftObject[], state: DriftObject['state']): number {
  return objects.filter((object) => object.state === state).length
}

/** Those with drift first, then missing ones, those with expected differences, unknown ones and the same. */
function byDrift(one: DriftObject, other: DriftObject): number {
  return rankOf(one) - rankOf(other) || one.kind.localeCompare(other.kind) || one.name.localeCompare(other.name)
}

function rankOf({ state, fields }: DriftObject): number {
  if (state === 'changed') return fields.some(({ expected }) => expected === '') ? 0 : 2
  return { missing: 1, unknown: 3, same: 4 }[state]
}
