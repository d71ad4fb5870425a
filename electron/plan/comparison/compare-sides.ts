import type { ComparedField, ComparedHook, ComparedObject, ComparedState, Comparison } from '@shared/model/comparison'
import { createSecretSet, type SecretSet } from '../../masking/secret-set'
import type { FieldChange } from '../compare/diff-objects'
import { maskedSides } from '../judging/fields'
import { imageChanges, imagesIn } from '../sides/images'
import { nameOf } from '../sides/object-key'
import { chartTrees } from './chart-tree'
import { secretsOfBoth } from './compared-secrets'
import { keyChanges } from './key-changes'
import { hookPairs, objectPairs, type HookPair, type ObjectPair } from './paired-sides'
import { hookChanges, pairChanges } from './pair-changes'
import type { ReadSide } from './read-compared'
import { isReordered } from './reordered'

/** What is worked out of two sides, and what in them is secret. */
export interface Compared {
  readonly comparison: Omit<Comparison, 'id'>
  readonly secrets: readonly string[]
}

/** So many fields of one object are told, and of all together: more is too much to be sent. */
const maxFields = 200
const maxAllFields = 5_000

interface Sides {
  readonly from: ReadSide
  readonly to: ReadSide
}

/** What two sides have and have not in common, secrets masked. */
export function compareSides({ from, to }: Sides): Compared {
  const secrets = secretsOfBoth(from, to)
  const set = createSecretSet(secrets)
  const mask = (text: string): string => set.mask(text).text
  const budget = { left: maxAllFields }
  const charts = chartTrees(from, to)
  const comparison = {
    from: from.facts,
    to: to.facts,
    values: keyChanges(from.config, to.config, set),
    computedValues: keyChanges(from.computed, to.computed, set),
    objects: ordered(objectPairs(from, to, mask).map((pair) => shownObject(pair, set, budget))),
    hooks: ordered(hookPairs(from, to, mask).map((pair) => shownHook(pair, set, budget))),
    images: imagesOf(from, to, mask),
    chart: keyChanges(charts.from, charts.to, set),
    notesDiffer: from.notes !== null && to.notes !== null && from.notes !== to.notes,
    remarks: [...new Set([...from.remarks, ...to.remarks])],
  }
  return { comparison, secrets }
}

function imagesOf(from: ReadSide, to: ReadSide, mask: (text: string) => string): Comparison['images'] {
  const used = ({ objects, hooks }: ReadSide): ReadonlySet<string> =>
    imagesIn([...objects, ...hooks.map(({ object }) => object)])
  return imageChanges(used(from), used(to))
    .filter(({ before, after }) => before.join() !== after.join())
    .map(({ name, before, after }) => ({ name: mask(name), before: before.map(mask), after: after.map(mask) }))
}

interface Told {
  readonly state: ComparedState
  readonly fields: readonly ComparedField[]
  readonly fieldCount: number
}

function shownObject(pair: ObjectPair, set: SecretSet, budget: { left: number }): ComparedObject {
  const { id, before, after } = pair
  const one = before ?? after
  const { apiVersion, kind } = one === null ? noName : nameOf(one.object)
  const namespace = set.mask(pair.namespace).text
  return {
    ...{ id, apiVersion, kind, namespace },
    ...namesOf(pair, set),
    ...told(pair, pairChanges(pair), set, budget),
  }
}

function shownHook(pair: HookPair, set: SecretSet, budget: { left: number }): ComparedHook {
  const { id, before, after } = pair
  const one = before ?? after
  const { kind } = one === null ? noName : nameOf(one.object)
  return { ...{ id, kind }, ...namesOf(pair, set), ...told(pair, hookChanges(pair), set, budget) }
}

const noName = { apiVersion: '', kind: '', name: '' }

function namesOf({ before, after, isRenamed }: ObjectPair, set: SecretSet): Pick<ComparedObject, 'name' | 'newName'> {
  const name = (one: ObjectPair['before']): string => (one === null ? '' : set.mask(nameOf(one.object).name).text)
  return { name: name(before ?? after), newName: isRenamed ? name(after) : '' }
}

function told(pair: ObjectPair, changes: readonly FieldChange[], set: SecretSet, budget: { left: number }): Told {
  const { before, after, isRenamed } = pair
  if (before === null || after === null) {
    return { state: before === null ? 'added' : 'removed', fields: [], fieldCount: 0 }
  }
  const { kind } = nameOf(before.object)
  const shown = changes.slice(0, Math.min(maxFields, Math.max(0, budget.left)))
  budget.left -= shown.length
  return {
    state: isRenamed ? 'renamed' : changes.length === 0 ? 'same' : 'changed',
    fields: shown.map((change): ComparedField => ({
      path: change.path.map((part) => set.mask(part).text),
      ...maskedSides(kind, change, set),
      ...(isReordered(change) && { reordered: true as const }),
    })),
    fieldCount: changes.length,
  }
}

const ranks: Readonly<Record<ComparedState, number>> = { changed: 0, renamed: 0, added: 1, removed: 2, same: 3 }

/** By what became of them, then by kind and name. */
function ordered<T extends Pick<ComparedObject, 'state' | 'kind' | 'name'>>(all: readonly T[]): T[] {
  const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other))
  return all.toSorted((a, b) => ranks[a.state] - ranks[b.state] || compare(a.kind, b.kind) || compare(a.name, b.name))
}
