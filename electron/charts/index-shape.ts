import { IndexProblem } from './index-model'

/** What helm wants of a field. `scalar` is a text that helm also takes from a number or a boolean without quotes. */
export type FieldKind = 'text' | 'scalar' | 'flag' | 'time' | 'texts' | 'scalars' | 'map' | 'text map' | 'list' | Shape
/** Fields by their name in lower case: helm does not tell cases apart. */
export interface Shape {
  readonly each: 'entry' | 'maintainer' | 'dependency'
  readonly fields: ReadonlyMap<string, FieldKind>
}

function fieldsOf(table: Readonly<Record<string, FieldKind>>): ReadonlyMap<string, FieldKind> {
  return new Map(Object.entries(table))
}

const maintainer: Shape = { each: 'maintainer', fields: fieldsOf({ name: 'text', email: 'text', url: 'text' }) }
const dependency: Shape = {
  each: 'dependency',
  fields: fieldsOf({
    ...{ name: 'text', version: 'text', repository: 'text', condition: 'text', alias: 'text' },
    ...{ tags: 'texts', enabled: 'flag', 'import-values': 'list' },
  }),
}

/** A version of a chart (helm's repo.ChartVersion with chart.Metadata; the same in both majors). */
export const entryShape: Shape = {
  each: 'entry',
  fields: fieldsOf({
    ...{ name: 'text', home: 'text', version: 'text', description: 'text', icon: 'text', apiversion: 'text' },
    ...{ condition: 'text', tags: 'text', appversion: 'text', kubeversion: 'text', type: 'text' },
    ...{ sources: 'texts', keywords: 'texts', deprecated: 'flag', annotations: 'text map' },
    ...{ maintainers: maintainer, dependencies: dependency },
    ...{ urls: 'scalars', created: 'time', removed: 'flag', digest: 'scalar' },
    ...{ checksum: 'scalar', engine: 'scalar', tillerversion: 'scalar', url: 'scalar' },
  }),
}

/** The index as a whole (helm's repo.IndexFile), without its entries. */
export const rootFields = fieldsOf({
  ...{ apiversion: 'scalar', generated: 'time', entries: 'map', serverinfo: 'map', publickeys: 'scalars' },
  annotations: 'map',
})

/** How strict helm is: an index in JSON may have fields of any name, but no numbers where YAML may. */
export type IndexForm = 'yaml' | 'json'

/**
 * Checks what helm refuses a whole index for: fields of another type than it wants, and fields that it does not know.
 * @param owner who has the fields, as the words name it: `plain 1.0.0`
 * @throws IndexProblem with the field and its owner
 */
export function checkFields(value: unknown, { fields }: Pick<Shape, 'fields'>, owner: string, form: IndexForm): void {
  for (const [name, field] of Object.entries(asRecord(value))) {
    const kind = fields.get(name.toLowerCase())
    if (kind !== undefined) checkField(field, kind, `${name} of ${owner}`, form)
    else if (form === 'yaml') throw new IndexProblem(`${owner} has a field that helm doesn't know: "${name}".`)
  }
}

function checkField(value: unknown, kind: FieldKind, place: string, form: IndexForm): void {
  if (value === null || value === undefined) return
  if (typeof kind !== 'string') {
    checkList(value, place, (item) => {
      checkItem(item, kind, place, form)
    })
    return
  }
  const check = (item: unknown, of: FieldKind, where: string): void => {
    checkField(item, of, where, form)
  }
  switch (kind) {
    case 'text':
      checkText(value, place)
      return
    case 'scalar':
      if (form === 'json' || isNested(value)) checkText(value, place)
      return
    case 'flag':
      if (typeof value !== 'boolean') wrong(place, value, 'it should be true or false, without quotes')
      return
    case 'time':
      if (!isTime(value)) wrong(place, value, 'it should be a time like 2026-01-31T12:00:00Z')
      return
    case 'texts':
    case 'scalars':
      checkList(value, place, (item) => {
        check(item, kind === 'texts' ? 'text' : 'scalar', `an item of ${place}`)
      })
      return
    case 'list':
      checkList(value, place, () => undefined)
      return
    case 'map':
      checkMap(value, place, () => undefined)
      return
    case 'text map':
      checkMap(value, place, (item, key) => {
        check(item, 'text', `${key} in ${place}`)
      })
  }
}

function checkItem(item: unknown, shape: Shape, place: string, form: IndexForm): void {
  if (item === null) return
  if (typeof item !== 'object' || Array.isArray(item)) wrong(`an item of ${place}`, item, 'it should be a mapping')
  checkFields(item, shape, `a ${shape.each} of ${place.slice(place.indexOf(' of ') + ' of '.length)}`, form)
}

function checkText(value: unknown, place: string): void {
  if (typeof value === 'string') return
  wrong(place, value, isNested(value) ? 'it should be text' : 'it should be quoted')
}

function checkList(value: unknown, place: string, check: (item: unknown) => void): void {
  if (!Array.isArray(value)) wrong(place, value, 'it should be a list')
  for (const item of value as readonly unknown[]) check(item)
}

function checkMap(value: unknown, place: string, check: (item: unknown, key: string) => void): void {
  if (typeof value !== 'object' || Array.isArray(value)) wrong(place, value, 'it should be a mapping')
  for (const [key, item] of Object.entries(asRecord(value))) check(item, key)
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function isTime(value: unknown): boolean {
  if (typeof value !== 'string') return false
  return (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value))
  )
}

function wrong(place: string, value: unknown, wanted: string): never {
  throw new IndexProblem(`${place} is ${typeWord(value)}; ${wanted}.`)
}

function typeWord(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  if (typeof value === 'string') return 'a text'
  return typeof value === 'boolean' ? 'a boolean' : 'a number'
}

export type Fields = Readonly<Record<string, unknown>>

export function asRecord(value: unknown): Fields {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isMap ? (value as Fields) : {}
}
