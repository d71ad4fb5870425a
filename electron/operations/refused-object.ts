import type { AppError } from '@shared/errors'
import type { ObjectProgress } from '@shared/model/operation'
import { sentence } from '../helm/error-pattern'
import { helmReason } from '../helm/errors'
import { refusalOf, refusalWords, type Refusal } from '../helm/refusal'
import { isOfKind } from '../helm/resource-kinds'
import type { Registry } from './registry'
import type { EndEvent } from './status'

/**
 * The objects of a change that failed, with the one marked that the cluster would not take: its row says so, and why. Where helm names
 * only a kind it has to be the only one of it.
 * @param error masked already: the reason is taken from its raw text
 */
export function withRefused(objects: readonly ObjectProgress[], error: AppError): readonly ObjectProgress[] {
  const refusal = refusalOf(helmReason(error.detail))
  const refused = refusal === null ? undefined : find(objects, refusal)
  if (refusal === null || refused === undefined) return objects
  const reason = sentence(refusalWords(refusal) || refusal.reason)
  return objects.map((one) => (one === refused ? { ...one, state: 'failing', reason, refused: true } : one))
}

/** Marks it in what is told of the operation. @param event how the change ended, masked */
export function markRefused(registry: Pick<Registry, 'get' | 'update'>, id: string, event: EndEvent): void {
  const objects = registry.get(id)?.objects ?? []
  const marked = event.event === 'failed' ? withRefused(objects, event.error) : objects
  if (marked !== objects) registry.update(id, { objects: marked })
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
