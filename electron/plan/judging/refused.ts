import type { PlanProblem } from '@shared/model/plan'
import { refusalOf, refusalWords } from '../../helm/refusal'
import { isConflict, type Refusal } from '../asking/refusal'

/** What else has to be known of an object to say what a refusal means. */
export interface RefusedObject {
  readonly namespace: string
  /** The namespace that helm makes itself before anything else; '' where it makes none. */
  readonly madeNamespace: string
  /** Whether the change takes fields over that others manage. */
  readonly takesFields: boolean
}

/** A refusal of the cluster in words: what it means for the change that helm would make. */
export function refusalProblem(refusal: Refusal, object: RefusedObject): PlanProblem {
  const { message: detail } = refusal
  if (isConflict(refusal)) return conflict(refusal)
  if (isMissingRight(refusal)) {
    return { kind: 'missing-right', stops: true, message: `You may not ${refusal.verb} it.`, detail }
  }
  if (isMissingNamespace(refusal)) return missingNamespace(object, detail)
  const reason = uncheckedReason(refusal)
  if (reason !== '') return { kind: 'unchecked', stops: false, message: reason, detail }
  return { kind: 'will-fail', stops: true, message: failureWords(refusal), detail }
}

function conflict({ causes, message: detail }: Refusal): PlanProblem {
  const managers = new Map<string, string[]>()
  for (const { message, field } of causes) {
    const manager = /conflict with "([^"]*)"/.exec(message)?.[1] ?? 'somebody else'
    managers.set(manager, [...(managers.get(manager) ?? []), shortField(field)])
  }
  const parts = [...managers].map(([manager, fields]) => `${manager} manages ${listed(fields, 3)}`)
  return {
    kind: 'conflict',
    stops: true,
    message: `${parts.join('; ')}: helm stops at a field of another manager.`,
    detail,
  }
}

/** `.spec.replicas` as `spec.replicas`; `containers[name="web"]` as `containers[web]`. */
function shortField(field: string): string {
  return field.replace(/^\./, '').replace(/\[[^\]=]+="?([^"\]]*)"?\]/g, '[$1]')
}

function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most)
  const more = names.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  const last = shown.at(-1) ?? ''
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`
}

/** RBAC's own words; a quota or an admission policy forbids in others. */
function isMissingRight({ status, message }: Refusal): boolean {
  return status === 401 || (status === 403 && /\bcannot \w+ resource\b/.test(message))
}

function isMissingNamespace({ status, message }: Refusal): boolean {
  return status === 404 && /namespaces "[^"]*" not found/.test(message)
}

function missingNamespace({ namespace, madeNamespace }: RefusedObject, detail: string): PlanProblem {
  if (namespace === madeNamespace) {
    const message = `The namespace ${namespace} doesn't exist yet, so the cluster can't check it.`
    return { kind: 'unchecked', stops: false, message, detail: '' }
  }
  return { kind: 'will-fail', stops: true, message: `The namespace ${namespace} doesn't exist.`, detail }
}

/** Why the cluster's answer says nothing about the change itself; '' where it does. */
function uncheckedReason({ status, message, verb }: Refusal): string {
  if (/does not support dry run/.test(message)) {
    return `The admission webhook ${webhookIn(message)}doesn't answer dry runs, so the cluster can't check it.`
  }
  if (status === 0) return "The cluster didn't answer, so it isn't checked."
  if (status === 429 || status === 503 || status === 504)
    return "The cluster is too busy to answer, so it isn't checked."
  return verb === 'get' && status >= 500 ? "The cluster can't say what is there now." : ''
}

function webhookIn(message: string): string {
  const name = /webhook "([^"]+)"/.exec(message)?.[1]
  return name === undefined ? '' : `"${name}" `
}

function failureWords(refusal: Refusal): string {
  const { status, message, causes } = refusal
  const immutable = causes.filter((cause) => /immutable|may not change|forbidden: updates to/i.test(cause.message))
  const [first] = immutable
  if (first !== undefined) return `${fieldNames(immutable.map(({ field }) => field))} can't be changed once it exists.`
  if (/failed calling webhook/.test(message)) {
    return `The admission webhook ${webhookIn(message)}can't be reached, and the cluster refuses the object without it.`
  }
  if (/admission webhook "[^"]+" denied/.test(message)) {
    return `The admission webhook ${webhookIn(message)}refuses it.`
  }
  if (/exceeded quota/.test(message)) return 'It exceeds the quota of its namespace.'
  const words = faultWords(message)
  if (words !== '') return `The cluster refuses it: ${words}.`
  if (/failed to create typed patch object/.test(message)) return "The cluster can't read it as this kind of object."
  if (status === 409) return 'It exists already, or somebody changes it right now.'
  return causes.length === 0
    ? 'The cluster refuses it.'
    : `The cluster refuses ${fieldNames(causes.map(({ field }) => field))}.`
}

/** What is wrong with its fields, in the words that a failed change has for it; '' where the server tells nothing of them. */
function faultWords(message: string): string {
  const refused = refusalOf(message)
  return refused === null ? '' : refusalWords(refused)
}

function fieldNames(fields: readonly string[]): string {
  const named = [...new Set(fields.filter((field) => field !== '').map(shortField))]
  return named.length === 0 ? 'it' : listed(named, 3)
}
