import type { PlainObject } from '../../records/manifest'
import type { Asked } from '../asking/asked'
import { isAssigned } from '../compare/assigned'
import { diffObjects, type FieldChange } from '../compare/diff-objects'
import { managersOf, type FieldOwner, type FieldOwners } from '../compare/field-owner'
import { isPlain } from '../compare/plain'
import { isItem } from '../compare/path-text'
import { nameOf } from '../sides/object-key'
import { hasForeign, isForeign } from './foreign'
import { quiet } from './quiet'

/** An object of a release, and what the cluster says of it. */
export interface DriftAnswer {
  /** As the revision says. */
  readonly object: PlainObject
  readonly asked: Asked
  /** As the cluster would make it anew, defaults included; null where nobody asked, or it doesn't say. */
  readonly fresh: PlainObject | null
}

/** A field that isn't as the release says. */
export interface FoundField {
  readonly path: readonly string[]
  /** Undefined: not set. */
  readonly stored: unknown
  readonly live: unknown
  /** Null where that isn't told. */
  readonly owner: FieldOwner | null
}

/**
 * Where a live object is not as its release says: what applying the release once more would change, and what somebody else has added
 * that this would leave.
 */
export function foundFields(answer: DriftAnswer): FoundField[] {
  const { live } = answer.asked
  if (live === null) return []
  const owners = managersOf(live)
  const said = diffObjects(quiet(answer.object), quiet(live))
  // Where the cluster has what the release says, applying would only lose it: helm 3 merges some lists so.
  const differs = ({ path }: FieldChange): boolean => said.some((one) => areRelated(one.path, path))
  const changed = changesOf(answer.asked)
    .filter(differs)
    .map(({ path, before, after }): FoundField => {
      return { path, stored: after, live: before, owner: setterOf(owners, path) }
    })
  return [...changed, ...additions(answer, live, owners, changed)]
}

function setterOf(owners: FieldOwners, path: readonly string[]): FieldOwner | null {
  return owners.ownersOf(path).find(({ subresource }) => subresource !== 'status') ?? null
}

/** From live to what it would be. */
function changesOf({ live, after, by }: Asked): FieldChange[] {
  if (live === null || after === null) return []
  const changes = diffObjects(quiet(live), quiet(after))
  return by === 'server' ? changes : changes.filter(({ path, before, after: said }) => isSaid(path, before, said))
}

/** Our own merge knows no defaults: what it says to be empty may be left out, and what it doesn't say may be one. */
function isSaid(path: readonly string[], live: unknown, said: unknown): boolean {
  if (said === undefined) return isItem(path.at(-1) ?? '')
  return live !== undefined || !isEmpty(said)
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === '' || value === 0 || value === false) return true
  if (Array.isArray(value)) return value.length === 0
  return isPlain(value) && Object.values(value).every(isEmpty)
}

/** What somebody else has set of what the release says nothing about. */
function additions(
  { object, fresh }: DriftAnswer,
  live: PlainObject,
  owners: FieldOwners,
  changed: readonly FoundField[],
): FoundField[] {
  if (!hasForeign(live)) return []
  const { apiVersion, kind } = nameOf(object)
  return diffObjects(quiet(fresh ?? object), quiet(live)).flatMap(({ path, after: value }): FoundField[] => {
    if (value === undefined || !isCompared(path) || isAssigned(apiVersion, kind, path)) return []
    if (fresh === null && !isNeverDefault(path)) return []
    if (changed.some((one) => areRelated(one.path, path))) return []
    const owner = owners.ownersOf(path).find(isForeign)
    return owner === undefined ? [] : [{ path, stored: undefined, live: value, owner }]
  })
}

/** Names, marks and counts of the cluster are no part of a release. */
function isCompared([root, second]: readonly string[]): boolean {
  if (root === 'metadata') return second === 'labels' || second === 'annotations'
  return root !== 'apiVersion' && root !== 'kind' && root !== 'status'
}

/** What a server never fills in by itself. */
function isNeverDefault(path: readonly string[]): boolean {
  const [root = ''] = path
  if (root === 'metadata' || root === 'data' || root === 'binaryData') return true
  return isItem(path.at(-1) ?? '') || path.includes('annotations') || path.includes('labels')
}

/** Whether one of them is the other, or is in it. */
function areRelated(one: readonly string[], other: readonly string[]): boolean {
  return isWithin(one, other) || isWithin(other, one)
}

function isWithin(path: readonly string[], outer: readonly string[]): boolean {
  return outer.length <= path.length && outer.every((part, at) => part === path[at])
}
