import type { PlainObject } from '../../records/manifest'
import { isValues, type Values } from '../../records/values'
import { isSame } from '../compare/plain'
import { nameOf } from '../sides/object-key'
import type { ReadSide } from './read-compared'

type Chart = Pick<ReadSide, 'metadata' | 'definitions'>

/** What is compared of two charts, each as one tree of keys: the metadata as texts, `crds` with the versions of each. */
export function chartTrees(from: Chart, to: Chart): { readonly from: Values; readonly to: Values } {
  const known = new Map(from.definitions.map((object) => [nameOf(object).name, object]))
  const before = from.definitions.map((object) => [nameOf(object).name, versionsOf(object)] as const)
  const after = to.definitions.map((object) => {
    const { name } = nameOf(object)
    const other = known.get(name)
    const isChanged = other !== undefined && versionsOf(other) === versionsOf(object) && !isSame(other, object)
    return [name, isChanged ? `${versionsOf(object)} (changed)` : versionsOf(object)] as const
  })
  return { from: treeOf(from.metadata, before), to: treeOf(to.metadata, after) }
}

function treeOf({ dependencies, ...rest }: Values, definitions: readonly (readonly [string, string])[]): Values {
  const tree = {
    ...rest,
    ...(Array.isArray(dependencies) && { dependencies: dependencies.map(dependencyOf) }),
    crds: Object.fromEntries(definitions),
  }
  const told = asTexts(tree)
  return isValues(told) ? told : {}
}

/** Whether a dependency is on follows from the values: helm notes it in a record only. */
function dependencyOf(dependency: unknown): unknown {
  if (!isValues(dependency)) return dependency
  return Object.fromEntries(Object.entries(dependency).filter(([key]) => key !== 'enabled'))
}

/** Without what is empty: a chart's file may name it, a record doesn't. Undefined where nothing is left. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(asTexts).filter((item) => item !== undefined)
    return items.length === 0 ? undefined : items
  }
  if (isValues(value)) {
    const entries = Object.entries(value).map(([key, field]) => [key, asTexts(field)] as const)
    const told = entries.filter(([, field]) => field !== undefined)
    return told.length === 0 ? undefined : Object.fromEntries(told)
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function versionsOf({ spec }: PlainObject): string {
  const versions = isValues(spec) ? spec['versions'] : undefined
  const names = (Array.isArray(versions) ? (versions as unknown[]) : []).flatMap((version) =>
    isValues(version) && typeof version['name'] === 'string' ? version['name'] : [],
  )
  return names.join(', ') || 'present'
}
