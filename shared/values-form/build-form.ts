import type { ValuesGuide } from '../model/values-guide'
import { readTexts } from '../values-edit/places'
import { isEqual } from '../values-edit/plain-values'
import { knowledgeOf } from '../values-marks/knowledge'
import { othersBeside } from '../values-marks/known-keys'
import { isValues, type Values } from '../values-tree'
import { isOneLine, isScalarValue, placeKind, scalarSays } from './field-kind'
import { keyWords, ruleWords, wrongWords } from './field-words'
import {
  allowsKey,
  createFormSource,
  describesKey,
  isCircle,
  placeOf,
  type FormPlace,
  type FormSource,
} from './form-place'
import type { FormAnswer, FormField, FormGroup, FormModel, UnshownKey } from './form-model'
import { anyShape, type Shape } from './shape'

/** More fields are no help to anybody. */
export const mostFields = 2_000
/** So many keys without a field are named in all, and so deep a form looks. */
const mostUnshown = 1_000
const mostDepth = 8

/** What a person has at a place, and what the chart has by default. */
interface Found {
  readonly own: unknown
  readonly standard: unknown
  readonly isRequired: boolean
}

/** What there is at a place and below it. */
interface Part {
  readonly fields: readonly FormField[]
  readonly unshown: readonly UnshownKey[]
}

interface Building {
  readonly source: FormSource
  count: number
  unshown: number
  isCut: boolean
}

/**
 * Turns texts of values into fields, by the chart's schemas and its default values. Reads the chart once.
 * @returns null where the chart has no schema
 */
export function createForm(guide: ValuesGuide): ((text: string) => FormAnswer) | null {
  const source = createFormSource(guide)
  if (source === null) return null
  return (text) => {
    const texts = readTexts(text)
    if (texts === null) return refused("The text can't be read as YAML.")
    if (texts.length > 1) return refused('The text has several documents, and a form shows only one.')
    const own = texts[0]?.value ?? {}
    if (!isValues(own)) return refused('The text is not a mapping of keys to values.')
    return { model: modelOf(source, own, knowledgeOf(guide).defaults), reason: '' }
  }
}

function refused(reason: string): FormAnswer {
  return { model: null, reason }
}

function modelOf(source: FormSource, own: Values, defaults: unknown): FormModel {
  const building: Building = { source, count: 0, unshown: 0, isCut: false }
  const shape = source.shapeAt(source.top, own)
  const found = { own, standard: defaults, isRequired: false }
  const general: { fields: FormField[]; unshown: UnshownKey[] } = { fields: [], unshown: [] }
  const groups: FormGroup[] = []
  for (const { name, part } of partsBelow(building, source.top, shape, found)) {
    const isOwnGroup = part.fields.some(({ path }) => path.length > 1)
    if (isOwnGroup) groups.push({ name, ...part, own: ownCount(part) })
    else {
      general.fields.push(...part.fields)
      general.unshown.push(...part.unshown)
    }
  }
  const first = { name: '', ...general, own: ownCount(general) }
  const hasGeneral = general.fields.length + general.unshown.length > 0 || groups.length === 0
  return { groups: hasGeneral ? [first, ...groups] : groups, isCut: building.isCut }
}

function ownCount({ fields, unshown }: Part): number {
  const entries = fields.map(({ kind, value }) =>
    kind === 'map' && isValues(value) ? Object.keys(value).length : value === undefined ? 0 : 1,
  )
  return entries.reduce((sum, count) => sum + count, 0) + unshown.filter(({ isOwn }) => isOwn).length
}

/** The keys of a map, each with what there is below it: as the defaults have them, then as schemas list them, then the person's own. */
function partsBelow(building: Building, place: FormPlace, shape: Shape, found: Found): { name: string; part: Part }[] {
  const { own, standard } = found
  const names = new Set([
    ...keysOf(standard).filter((name) => allowsKey(shape, name)),
    ...shape.properties.keys(),
    ...place.later.map(({ path }) => path[place.path.length] ?? ''),
    ...keysOf(own).filter((name) => describesKey(shape, name)),
  ])
  if (place.path.length === 0 && building.source.hasGlobal) names.add('global')
  // What a chart inside may be given as `global` belongs to the top, unless it is written there.
  if (place.isChartInside && ownOf(own, 'global') === undefined) names.delete('global')
  // Charts inside come last, as what they are for comes first.
  const isInside = (name: string): number => Number(building.source.isChart([...place.path, name]))
  const ordered = [...names].toSorted((one, other) => isInside(one) - isInside(other))
  const parts = ordered.map((name) => ({ name, part: partAt(building, place, shape, found, name) }))
  const others = keysOf(own).filter((name) => !names.has(name))
  const unknown = others.map((name) => ({ name, part: unshown(building, [...place.path, name], true) }))
  return [...parts, ...unknown]
}

function keysOf(value: unknown): string[] {
  return isValues(value) ? Object.keys(value) : []
}

function ownOf(value: unknown, name: string): unknown {
  return isValues(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

function partAt(building: Building, place: FormPlace, shape: Shape, around: Found, name: string): Part {
  const below = building.source.below(place, shape, name)
  const found = {
    own: ownOf(around.own, name),
    standard: ownOf(around.standard, name),
    isRequired: shape.required.has(name),
  }
  const own = building.source.shapeAt(below, found.own ?? found.standard)
  switch (placeKind(own, found.own, found.standard)) {
    case 'scalar':
      return scalarPart(building, below, own, found)
    case 'list':
      return listPart(building, below, own, found)
    case 'map':
      return mapPart(building, below, own, found)
    case 'other':
      return own.isNever && found.own === undefined ? nothing : unshown(building, below.path, found.own !== undefined)
  }
}

const nothing: Part = { fields: [], unshown: [] }

function unshown(building: Building, path: readonly string[], isOwn: boolean): Part {
  building.unshown += 1
  if (building.unshown > mostUnshown && !isOwn) return nothing
  return { fields: [], unshown: [{ path, isOwn }] }
}

function field(building: Building, path: readonly string[], isOwn: boolean, one: () => FormField): Part {
  building.count += 1
  if (building.count <= mostFields) return { fields: [one()], unshown: [] }
  building.isCut = true
  return unshown(building, path, isOwn)
}

function scalarPart(building: Building, { path }: FormPlace, shape: Shape, found: Found): Part {
  const { own, standard } = found
  const isOwn = own !== undefined
  if (!isOneLine(own) || !isOneLine(standard)) return unshown(building, path, isOwn)
  const says = scalarSays(shape, path, [standard, own])
  const isRuled = shape.types !== null || shape.choices !== null
  const problem = isRuled && isScalarValue(own) ? wrongWords(says.kind, says.types, says.choices, own) : ''
  return field(building, path, isOwn, () => ({
    ...common(building, path, shape, found),
    ...says,
    rule: ruleWords(shape.rules),
    problem,
  }))
}

function common(
  { source }: Building,
  path: readonly string[],
  shape: Shape,
  { own, standard, isRequired }: Found,
): Pick<FormField, 'path' | 'title' | 'description' | 'isRequired' | 'standard' | 'value' | 'isSame'> {
  return {
    path,
    title: shape.title || keyWords(path.at(-1) ?? ''),
    description: shape.description || source.noteAt(path),
    isRequired: isRequired && (standard === undefined || standard === null),
    standard: standard ?? undefined,
    value: own,
    isSame: own !== undefined && isEqual(own, standard),
  }
}

function listPart(building: Building, { path }: FormPlace, shape: Shape, found: Found): Part {
  const { own, standard } = found
  const [mine, theirs] = [own, standard].map((value) => (Array.isArray(value) ? (value as unknown[]) : []))
  const all = [...(mine ?? []), ...(theirs ?? [])]
  const items = itemShape(building, shape)
  const isScalars = all.every((item) => isScalarValue(item) && isOneLine(item))
  const isKnown = items !== null ? placeKind(items, undefined, undefined) === 'scalar' : all.length > 0
  if (!isScalars || !isKnown) return unshown(building, path, own !== undefined)
  return field(building, path, own !== undefined, () => ({
    ...common(building, path, shape, found),
    ...scalarSays(items ?? anyShape, path, all),
    kind: 'list',
    rule: ruleWords((items ?? anyShape).rules),
    problem: '',
  }))
}

function itemShape({ source }: Building, { items }: Shape): Shape | null {
  if (items === null) return null
  return source.shapeAt(placeOf(items), undefined)
}

function mapPart(building: Building, place: FormPlace, shape: Shape, found: Found): Part {
  const isEmpty = keysOf(found.own).length + keysOf(found.standard).length === 0
  if (place.path.length > mostDepth || (isEmpty && isCircle(place)))
    return unshown(building, place.path, found.own !== undefined)
  const entries = entryShape(building, place, shape, found)
  const parts = partsBelow(building, place, shape, found).map(({ part }) => part)
  const below = { fields: parts.flatMap((part) => part.fields), unshown: parts.flatMap((part) => part.unshown) }
  if (entries !== null) return withEntries(building, place, entries, shape, found, below)
  const isBare = below.fields.length + below.unshown.length === 0
  return isBare ? unshown(building, place.path, found.own !== undefined) : below
}

const texts: Shape = { ...anyShape, types: ['string'] }

/** What keys of the person's own may hold: scalars, where the schema, the name or what is there says so. */
function entryShape({ source }: Building, { path }: FormPlace, shape: Shape, { own, standard }: Found): Shape | null {
  if (typeof shape.others !== 'string') {
    const entries = source.shapeAt(placeOf(shape.others), undefined)
    return entries.types !== null && placeKind(entries, undefined, undefined) === 'scalar' ? entries : null
  }
  if (shape.others === 'none' || shape.properties.size > 0) return null
  const others = othersBeside(path.at(-1) ?? '')
  if (others === 'any') return texts
  // Names under which people put more of what is there.
  const there = Object.values(isValues(standard) ? standard : isValues(own) ? own : {})
  const isOfTexts = there.length > 0 && there.every((value) => typeof value === 'string' && isOneLine(value))
  return others === 'no-slips' && isOfTexts ? texts : null
}

/** The keys that nobody lists, as one field of entries; those that can't be shown there stay what they are. */
function withEntries(
  building: Building,
  { path }: FormPlace,
  entries: Shape,
  shape: Shape,
  found: Found,
  below: Part,
): Part {
  const shown = new Set(keysOf(found.standard).concat([...shape.properties.keys()]))
  const own = Object.entries(isValues(found.own) ? found.own : {})
  const mine = own.filter(
    ([name, value]) => !shown.has(name) && (value === null || isScalarValue(value)) && isOneLine(value),
  )
  const names = new Set(mine.map(([name]) => name))
  const isEntry = (at: readonly string[]): boolean => at.length === path.length + 1 && names.has(at.at(-1) ?? '')
  const part = field(building, path, mine.length > 0, () => ({
    ...common(building, path, shape, { ...found, standard: undefined, isRequired: false }),
    ...scalarSays(
      entries,
      [...path, ''],
      mine.map(([, value]) => value),
    ),
    kind: 'map',
    value: mine.length > 0 || (isValues(found.own) && own.length === 0) ? Object.fromEntries(mine) : undefined,
    isSame: false,
    rule: ruleWords(entries.rules),
    problem: '',
  }))
  return {
    fields: [...below.fields.filter(({ path: at }) => !isEntry(at)), ...part.fields],
    unshown: [...below.unshown.filter(({ path: at }) => !isEntry(at)), ...part.unshown],
  }
}
