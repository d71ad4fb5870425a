import type { ValuesGuide } from '../model/values-guide'
import { isValues } from '../values-tree'
import { addCommentedKeys } from './commented-keys'
import { defaultValues, readDefaults } from './default-values'
import { addPath, innerKey, knownKey, othersBeside, type KnownKey, type Others } from './known-keys'
import { schemaNames, schemaOthers, schemaPlace, schemasBelow, type SchemaPlace } from './schema-keys'

/** What a chart knows of one map in its values. */
export interface KnownPlace {
  readonly key: KnownKey | undefined
  readonly schemas: SchemaPlace
  /** Schemas of charts inside it begin further down. */
  readonly later: readonly { readonly path: readonly string[]; readonly schemas: SchemaPlace }[]
}

/** What a chart says of its values, put together once. */
export interface Knowledge {
  readonly defaults: unknown
  readonly top: KnownPlace
  /** Whether something of the chart is missing here. */
  readonly hasGaps: boolean
}

const kept = new WeakMap<ValuesGuide, Knowledge>()

/** Put together once for each guide: somebody types for minutes while it stays the same. */
export function knowledgeOf(guide: ValuesGuide): Knowledge {
  const known = kept.get(guide)
  if (known !== undefined) return known
  const made = createKnowledge(guide)
  kept.set(guide, made)
  return made
}

function createKnowledge(guide: ValuesGuide): Knowledge {
  const read = guide.defaults.map(readDefaults)
  const defaults = defaultValues(read)
  const root = knownKey('none')
  addDefaults(root, defaults)
  const charts = [...guide.defaults, ...guide.schemas]
  for (const { path } of charts) if (path.length > 0) addChart(root, path)
  for (const chart of read) addCommentedKeys(keyAt(root, chart.path), chart)
  for (const path of guide.mentioned) {
    if (path === '') root.others = 'no-slips'
    else addPath(root, path.split('.'))
  }
  innerKey(root, 'global', 'no-slips')
  innerKey(root, 'tags', 'any')
  const schemas = guide.schemas.map(({ path, text }) => ({ path, schemas: schemaPlace(text) }))
  const isEmpty = guide.defaults.length + guide.schemas.length + guide.mentioned.length === 0
  if (isEmpty) root.others = 'any'
  return { defaults, top: startAt(root, schemas), hasGaps: guide.gaps.length > 0 || guide.outside.length > 0 }
}

function addDefaults(key: KnownKey, value: unknown): void {
  if (!isValues(value)) return
  for (const [name, inner] of Object.entries(value)) {
    const isFilled = isValues(inner) && Object.keys(inner).length > 0
    addDefaults(innerKey(key, name, isFilled ? othersBeside(name) : 'any'), inner)
  }
}

/** A chart inside it is known by its keys, and so is what every chart inside another may be given. */
function addChart(root: KnownKey, path: readonly string[]): void {
  const chart = keyAt(root, path)
  innerKey(chart, 'global', 'no-slips')
  innerKey(chart, 'enabled', 'any', false)
}

function keyAt(root: KnownKey, path: readonly string[]): KnownKey {
  return path.reduce((key, name) => innerKey(key, name, 'none'), root)
}

function startAt(key: KnownKey, later: KnownPlace['later']): KnownPlace {
  const here = later.filter(({ path }) => path.length === 0).flatMap(({ schemas }) => schemas)
  return { key, schemas: here, later: later.filter(({ path }) => path.length > 0) }
}

/** What is known below a key. */
export function placeBelow({ key, schemas, later }: KnownPlace, name: string): KnownPlace {
  const inside = later.filter(({ path }) => path[0] === name).map((one) => ({ ...one, path: one.path.slice(1) }))
  const here = inside.filter(({ path }) => path.length === 0).flatMap((one) => one.schemas)
  return {
    key: key?.inner.get(name),
    schemas: [...(schemas.length > 0 ? schemasBelow(schemas, name) : []), ...here],
    later: inside.filter(({ path }) => path.length > 0),
  }
}

/** Whether the chart mentions what is at that place at all. */
export function isKnown({ key, schemas, later }: KnownPlace): boolean {
  return key !== undefined || schemas.length > 0 || later.length > 0
}

/** Whether the chart itself names it, and does more than not exclude it. */
export function isSure({ key, schemas }: KnownPlace): boolean {
  return key?.isSure === true || schemas.length > 0
}

/** What else than what is known a map may have: the most that one of those says that know of it. */
export function othersAt({ key, schemas }: KnownPlace): Others {
  const bySchemas = schemas.length > 0 ? schemaOthers(schemas) : 'any'
  if (key === undefined) return bySchemas
  // Where defaults list the keys a schema that lists none says nothing more.
  if (key.others === 'none' && schemas.length > 0 && bySchemas !== 'none') return 'no-slips'
  return key.others
}

/** The names that a key can be meant to have. */
export function namesAt({ key, schemas }: KnownPlace): readonly string[] {
  const own = [...(key?.inner ?? [])].filter(([, inner]) => inner.isSure).map(([name]) => name)
  return [...new Set([...own, ...schemaNames(schemas)])]
}
