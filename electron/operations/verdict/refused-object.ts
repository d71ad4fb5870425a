import type { AppError } from '@shared/errors'
import type { ObjectProgress } from '@shared/model/operation'
import { sentence } from '../../helm/error-pattern'
import { helmReason } from '../../helm/errors'
import { otherRefusals, refusalOf, refusalWords, type Refusal } from '../../helm/refusal'
import { isOfKind } from '../../helm/resource-kinds'

/** More objects than these are not looked for in one text. */
const maxOthers = 20

/**
 * The objects of a change that failed, with those marked that the cluster would not take: their rows say so, and why. Where helm names
 * only a kind it has to be the only one of it.
 * @param error masked already: the reason is taken from its raw text
 */
export function withRefused(objects: readonly ObjectProgress[], error: AppError): readonly ObjectProgress[] {
  const text = helmReason(error.detail)
  const first = refusalOf(text)
  const reasons = new Map<ObjectProgress, string>()
  for (const refusal of first === null ? [] : [first, ...otherRefusals(text, maxOthers)]) {
    const refused = find(objects, refusal)
    if (refused !== undefined) reasons.set(refused, sentence(refusalWords(refusal) || refusal.reason))
  }
  if (reasons.size === 0) return objects
  return objects.map((one) => {
    const reason = reasons.get(one)
    return reason === undefined ? one : { ...one, state: 'failing', reason, refused: true }
  })
}

/** An error that names only the kind of the object it is about, with its name where there is no other of this kind. */
export function withName(error: AppError, objects: readonly ObjectProgress[]): AppError {
  const [unnamed, kind] = /an object of kind (\w+)/.exec(error.cause) ?? []
  const refused = kind === undefined ? undefined : find(objects, { kind, name: '' })
  if (unnamed === undefined || refused === undefined) return error
  return { ...error, cause: error.cause.replace(unnamed, () => `${refused.kind} ${refused.name}`) }
}

function find(objects: readonly ObjectProgress[], wanted: Pick<Refusal, 'kind' | 'name'>): ObjectProgress | undefined {
  const ofKind = objects.filter(({ kind }) => isOfKind(wanted.kind, kind))
  if (wanted.name !== '') return ofKind.find(({ name }) => name === wanted.name)
  return ofKind.length === 1 ? ofKind[0] : undefined
}
