import type { ValuesGuide } from '../model/values-guide'
import { keyNotes, pathName } from '../values-guide/key-notes'
import { fits } from '../values-marks/schema-keys'
import { isValues } from '../values-tree'
import { createShapeReader } from './read-shape'
import { anyShape, settled, together, type SchemaNode, type Shape } from './shape'

/** One place in the values, with all schemas that speak of it. */
export interface FormPlace {
  readonly path: readonly string[]
  readonly nodes: readonly SchemaNode[]
  /** Schemas of charts inside, which begin further down. */
  readonly later: readonly Later[]
  /** The parts of schemas around it: one of them again leads round in circles. */
  readonly around: ReadonlySet<unknown>
  /** A chart inside this one reads its values there. */
  readonly isChartInside: boolean
}

interface Later {
  readonly path: readonly string[]
  readonly node: SchemaNode
}

/** What a chart's schemas and comments say, place by place. */
export interface FormSource {
  readonly top: FormPlace
  readonly shapeAt: (place: FormPlace, value: unknown) => Shape
  readonly below: (place: FormPlace, shape: Shape, name: string) => FormPlace
  /** Whether a chart inside reads its values there. */
  readonly isChart: (path: readonly string[]) => boolean
  /** Whether a chart inside says something of `global`. */
  readonly hasGlobal: boolean
  /** The comment above a default; '' where there is none. */
  readonly noteAt: (path: readonly string[]) => string
}

/** null where the chart has no schema that can be read. */
export function createFormSource({ schemas, defaults }: ValuesGuide): FormSource | null {
  const later = schemas.flatMap(({ path, text }): Later[] => {
    const root = parsed(text)
    return isValues(root) ? [{ path, node: { schema: root, root } }] : []
  })
  if (later.length === 0) return null
  const read = createShapeReader()
  const charts = new Set([...schemas, ...defaults].map(({ path }) => JSON.stringify(path)))
  const isChart = (path: readonly string[]): boolean => path.length > 0 && charts.has(JSON.stringify(path))
  const notes = defaults.map(({ path, text }) => ({ path, docs: keyNotes(text).docs }))
  // What charts inside say of `global` is set at the top.
  const globals = later.flatMap(({ path, node }) => (path.length === 0 ? [] : globalOf(node)))
  return {
    isChart,
    hasGlobal: globals.length > 0,
    top: placeIn(later, { path: [], nodes: [], around: new Set(), isChartInside: false }),
    shapeAt: ({ nodes }, value) => settled(nodes.map(read).reduce(bothShapes, anyShape), value),
    below: (place, shape, name) => {
      const path = [...place.path, name]
      const isTopGlobal = place.path.length === 0 && name === 'global'
      const around = new Set([...place.around, ...place.nodes.map(({ schema }) => schema)])
      const nodes = [...nodesOfKey(shape, name), ...(isTopGlobal ? globals : [])]
      return placeIn(place.later, { path, nodes, around, isChartInside: isChart(path) })
    },
    noteAt: (path) =>
      notes
        .filter((note) => note.path.length < path.length && note.path.every((key, at) => path[at] === key))
        .map((note) => note.docs.get(pathName(path.slice(note.path.length))) ?? '')
        .find((words) => words !== '') ?? '',
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Helm says so when it is run.
    return null
  }
}

/** What these parts describe, wherever that is: an item of a list, an entry of a map. */
export function placeOf(nodes: readonly SchemaNode[]): FormPlace {
  return { path: [], nodes, later: [], around: new Set(), isChartInside: false }
}

function placeIn(later: readonly Later[], place: Omit<FormPlace, 'later'>): FormPlace {
  const { path, nodes } = place
  const inside = later.filter((one) => one.path.length >= path.length && path.every((key, at) => one.path[at] === key))
  const here = inside.filter((one) => one.path.length === path.length).map(({ node }) => node)
  return { ...place, nodes: [...nodes, ...here], later: inside.filter((one) => one.path.length > path.length) }
}

function bothShapes(one: Shape, other: Shape): Shape {
  return one === anyShape ? other : together(one, other)
}

function globalOf({ schema, root }: SchemaNode): SchemaNode[] {
  const properties = isValues(schema) ? schema['properties'] : undefined
  const global = isValues(properties) && Object.hasOwn(properties, 'global') ? properties['global'] : undefined
  return isValues(global) ? [{ schema: global, root }] : []
}

function nodesOfKey({ properties, patterns, others }: Shape, name: string): readonly SchemaNode[] {
  const listed = properties.get(name) ?? []
  const fitting = patterns.filter(([pattern]) => fits(pattern, name)).map(([, node]) => node)
  const described = [...listed, ...fitting]
  if (described.length > 0) return described
  return typeof others === 'string' ? [] : others
}

/** Whether schemas allow a key of that name. */
export function allowsKey({ properties, patterns, others }: Shape, name: string): boolean {
  return others !== 'none' || properties.has(name) || patterns.some(([pattern]) => fits(pattern, name))
}

/** Whether schemas describe a key, and do more than not exclude it. */
export function describesKey(shape: Shape, name: string): boolean {
  return nodesOfKey(shape, name).length > 0
}

/** Whether a place is one of those around it: a schema that refers to itself has no end. */
export function isCircle({ nodes, around }: FormPlace): boolean {
  return nodes.some(({ schema }) => isValues(schema) && around.has(schema))
}
