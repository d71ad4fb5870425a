import type { ObjectProgress, OperationVerb } from '@shared/model/operation'

const few = 3

/**
 * What of a change that ended well was not seen to be done, one sentence each: helm 4 counts an object that the person may
 * not read as deleted, removes its record and leaves the object (seen with 4.3).
 */
export function unseenRemains(verb: OperationVerb, objects: readonly ObjectProgress[]): readonly string[] {
  if (verb !== 'uninstall') return []
  const unseen = objects.filter(({ hidden, state, hook }) => hidden === true && state !== 'gone' && hook === undefined)
  if (unseen.length === 0) return []
  const names = unseen.slice(0, few).map(({ kind, name }) => `${kind} ${name}`)
  const more = unseen.length > few ? ` and ${unseen.length - few} more` : ''
  const are = unseen.length === 1 ? 'is' : 'are'
  return [
    `It is unknown whether ${names.join(', ')}${more} ${are} gone: you may not read ${unseen.length === 1 ? 'it' : 'them'}, and helm may have left what it couldn't read. Ask someone with access to check.`,
  ]
}

/**
 * What the cluster has left out of the objects of a change that ended well: helm 3 sends fields that a kind does not have, and hands
 * the server's warning on to its standard error (klog, seen with 3.22). helm 4 is refused.
 */
export function ignoredFields(stderr: string): readonly string[] {
  const found = [...stderr.matchAll(/"Warning: (unknown|duplicate) field \\"([^"\\]{1,300})\\""/g)]
  const fields = [...new Set(found.map(([, , field = '']) => field))]
  if (fields.length === 0) return []
  const more = fields.length > few ? ` and ${fields.length - few} more` : ''
  return [
    `The cluster ignored fields that it doesn't know or that appear twice: ${fields.slice(0, few).join(', ')}${more}.`,
  ]
}
